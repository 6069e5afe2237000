"""Competences that are a document to read: the reading of its effective revision gives them, a newer one takes them.

ISO 9001:2015 7.2 d. The competence is linked to its document; what people have read stands in the acknowledgements.
"""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.people import system_user
from qms.links.models import Link
from qms.registers import registry
from qms.registers.clockwork import move_each

from .models import Competence, Qualification

MOST_OF_A_SWEEP = 200
SOURCE = "job:competence"
PREFIX = "reading "  # begins the external id of what a reading gave


def take_up(*, at: datetime.datetime, source: str = SOURCE) -> int:
    """Give and take what readings say; gives how many changed. Safe to run twice."""
    changed = 0
    for competence in Competence.objects.filter(kind="document", state="required").order_by("pk")[:MOST_OF_A_SWEEP]:
        readings = _asked(competence)
        if readings:
            changed += _give(competence, readings, at, source) + _take(competence, readings, at, source)
    return changed


def _asked(competence: Any) -> list[Any]:
    """Who is asked to read, or has read, the effective revisions of the documents that a competence is linked to."""
    links = Link.objects.filter(source_id=competence.pk, removed_at=None, target__register="documents")
    asked = registry["acknowledgements"].model.objects.filter(
        revision__document__in=links.values("target_id"), revision__state="effective"
    )
    return list(asked.exclude(state="void").select_related("revision", "owner").order_by("pk"))


def _give(competence: Any, readings: list[Any], at: datetime.datetime, source: str) -> int:
    counted = set(_counted(competence).values_list("external_id", flat=True))
    new = [r for r in readings if r.read_at and r.owner.is_active and _key(competence, r) not in counted]
    for reading in new[:MOST_OF_A_SWEEP]:
        _record(competence, reading, at, source)
    return len(new[:MOST_OF_A_SWEEP])


def _record(competence: Any, reading: Any, at: datetime.datetime, source: str) -> None:
    """One qualification, counted at once. Its key makes a second one impossible, also in two processes at once."""
    register, day = registry["qualifications"], timezone.localdate(reading.read_at)
    shown = _("%(revision)s was read (%(reading)s).") % {"reading": reading.number, "revision": reading.revision.number}
    made = register.create(
        actor=system_user(), at=at, source=source, person=reading.owner, competence=competence, obtained_on=day,
        evidence=shown, unit=reading.owner.unit or competence.unit, external_id=_key(competence, reading),
    )  # fmt: skip
    move_each(register, "count_reading", [made], at=at, source=source)


def _take(competence: Any, readings: list[Any], at: datetime.datetime, source: str) -> int:
    """Let go what rests on the reading of a revision that a newer one, to be read by the same person, has followed."""
    now, people = {_key(competence, r) for r in readings}, {r.owner_id for r in readings}
    held = _counted(competence).filter(state="verified", person__in=people).exclude(external_id__in=now)
    rest = held.select_related("entry").order_by("pk")[:MOST_OF_A_SWEEP]
    return move_each(registry["qualifications"], "outdate", rest, at=at, source=source)


def _counted(competence: Any) -> QuerySet[Qualification]:
    """Qualifications that the clock recorded of readings."""
    return Qualification.objects.filter(competence=competence, external_id__startswith=PREFIX).exclude(state="void")


def _key(competence: Any, reading: Any) -> str:
    return f"{PREFIX}{reading.number} {competence.number}"
