"""Recurrence (CA-08): the same cause in the same process or place within some months, and similar wording."""

import calendar
import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Upper

from qms.links import edges
from qms.records.access import visible_to
from qms.records.models import Entry
from qms.search.similar import similar

from .models import Nonconformity

MOST = 10
KEY = "nonconformities"


def months_before(at: datetime.datetime, months: int) -> datetime.datetime:
    """The same day so many months earlier; the last day of a shorter month."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    day = min(at.day, calendar.monthrange(year, month + 1)[1])
    return at.replace(year=year, month=month + 1, day=day)


def repetitions(record: Any, actor: Any) -> list[Any]:
    """Nonconformities with the same cause code, in a process that both concern or at the same place, within
    QMS_REPEATS_MONTHS before this one; newest first, those that the actor may see."""
    code = record.cause_code.strip()
    if not code:
        return []
    same = visible_to(with_code(code), actor).exclude(pk=record.pk).exclude(state="void")
    since = months_before(record.created_at, settings.QMS_REPEATS_MONTHS)
    same = same.filter(created_at__gte=since, created_at__lte=record.created_at)
    near = Q(pk__in=_in_same_process(record))
    if record.place.strip():
        near |= Q(place__iexact=record.place.strip())
    return list(same.filter(near).order_by("-pk")[:MOST])


def with_code(code: str) -> QuerySet[Nonconformity]:
    """Those with this cause code, whatever its case."""
    return Nonconformity.objects.alias(code=Upper("cause_code")).filter(code=Upper(Value(code)))


def _in_same_process(record: Any) -> QuerySet[Any]:
    processes = edges.targets(record.pk, "concerns", "processes").order_by().values("pk")
    alike = Entry.objects.filter(
        links_out__target__in=processes, links_out__kind="concerns", links_out__removed_at=None
    )
    return alike.values("pk")


def worded_like(text: str, actor: Any, *, without: int | None = None) -> list[Any]:
    """Nonconformities worded like a text, most alike first: entry, and likeness in per cent."""
    found = similar(text, actor, register=KEY, without=without)
    return [{"entry": entry, "percent": round(likeness * 100)} for entry, likeness in found]


def perhaps_again(record: Any, actor: Any) -> list[Any]:
    """What is worded like this record and neither linked to it nor newer."""
    linked = {near.entry.pk for near in edges.neighbours(record.pk, actor)}
    text = f"{record.title} {record.description} {record.place} {record.product}"
    found = worded_like(text, actor, without=record.pk)
    return [row for row in found if row["entry"].pk not in linked]
