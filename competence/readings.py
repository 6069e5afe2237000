"""Competences that are a document to read: the reading of its effective revision gives them, a newer one takes them.

ISO 9001:2015 7.2 d. The competence is linked to its document; what people have read stands in the acknowledgements.
"""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.people import system_user
from qms.links.models import Link
from qms.registers import registry
from qms.registers.clockwork import move_each

from .models import Competence, Qualification

MOST_OF_A_SWEEP = 200
SOURCE = "job:competence"


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
    known = Qualification.objects.filter(competence=competence).exclude(state="void").values_list("evidence", flat=True)
    counted = {text.partition(":")[0] for text in known}
    new = [r for r in readings if r.read_at is not None and r.owner.is_active and r.number not in counted]
    for reading in new[:MOST_OF_A_SWEEP]:
        _record(competence, reading, at, source)
    return len(new[:MOST_OF_A_SWEEP])


def _record(competence: Any, reading: Any, at: datetime.datetime, source: str) -> None:
    """One qualification, counted at once."""
    register, day = registry["qualifications"], timezone.localdate(reading.read_at)
    shown = _("%(reading)s: %(revision)s was read.") % {"reading": reading.number, "revision": reading.revision.number}
    made = register.create(
        actor=system_user(), at=at, source=source, person=reading.owner, competence=competence, obtained_on=day,
        evidence=shown, unit=reading.owner.unit or competence.unit,
    )  # fmt: skip
    move_each(register, "count_reading", [made], at=at, source=source)


def _take(competence: Any, readings: list[Any], at: datetime.datetime, source: str) -> int:
    """Let go what rests on the reading of a revision that a newer one, to be read by the same person, has followed."""
    now, people = {r.number for r in readings}, {r.owner_id for r in readings}
    held = Qualification.objects.filter(competence=competence, state="verified", person__in=people)
    rest = [q for q in held.select_related("entry") if _rests_on_reading(q) and q.evidence.partition(":")[0] not in now]
    return move_each(registry["qualifications"], "outdate", rest[:MOST_OF_A_SWEEP], at=at, source=source)


def _rests_on_reading(qualification: Any) -> bool:
    """Whether the clock recorded it, from an acknowledgement."""
    number, colon, _said = qualification.evidence.partition(":")
    return bool(colon) and "-A" in number and qualification.created_by.username == system_user().username
