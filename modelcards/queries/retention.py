"""What is kept for ten years after a system was placed on the market (Reg. (EU) 2024/1689 Art. 18(1), 47(1))."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qms.links import edges
from qms.records.access import visible_to
from qms.records.models import Entry
from qms.registers import registry
from qms.registers.retention import Retention

from ..models import System
from ..models.dates import dates

#: Records of the technical file, of decisions about the system, and its declaration: kept by the clock of their system.
OF_SYSTEM: dict[str, Callable[[Any], System]] = {
    "systems": lambda record: record,
    **dict.fromkeys(
        ("system-versions", "model-cards", "declarations", "registrations", "incidents", "nonconforming-systems"),
        lambda record: record.system,
    ),
}
#: Documents of the quality management system are kept for all systems: by the last clock of any.
OF_ALL = ("documents", "document-revisions")
MOST = 100


@dataclass(frozen=True)
class Line:
    """What is kept: in words, the letter of the law, the records (as many as a page shows), how many there are."""

    label: str
    source: str
    entries: list[Entry]
    total: int


def keeper(register: str, record: Any) -> Retention | None:
    """For qms.registers.retention: until when a record is kept because a system was placed on the market."""
    if register in OF_SYSTEM:
        system = OF_SYSTEM[register](record)
        until = system.kept_until if system.state != "void" else None
        return _retention(system, until) if until else None
    if register in OF_ALL and (last := last_placed()) is not None:
        return _retention(last, last.kept_until)
    return None


def _retention(system: System, until: datetime.date | None) -> Retention | None:
    because = _("%s was placed on the market") % system.number
    return Retention(until, because, _("AI Act, Art. 18")) if until else None


def placed() -> QuerySet[System]:
    """Systems that were placed on the market or put into service, the last one first."""
    return System.objects.exclude(placed_on=None).exclude(state="void").order_by("-placed_on", "-pk")


def undated() -> QuerySet[System]:
    """Systems of which no such day is entered: not on the market, or nobody has said since when."""
    return System.objects.filter(placed_on=None).exclude(state="void").order_by("pk")


def last_placed() -> System | None:
    """The one whose ten years end last."""
    return placed().first()


def years() -> int:
    """How many years."""
    return dates().limits["keep_years"]


def until(day: datetime.date) -> datetime.date:
    """The last day."""
    return day + relativedelta(years=years())


def lines_of(system: System, actor: Any) -> list[Line]:
    """What is kept for the sake of this system, as far as the actor sees it."""
    of = {"system-versions": {"system": system}, "model-cards": {"system": system}, "declarations": {"system": system}}
    found = [
        _line(_("Technical file: versions"), "18(1)(a)", _records("system-versions", actor, **of["system-versions"])),
        _line(_("Technical file: model cards"), "18(1)(a)", _records("model-cards", actor, **of["model-cards"])),
        _line(_("Linked documents and evidence"), "18(1)(b), (c), (d)", _linked(system, actor)),
        _line(_("Declarations of conformity"), "18(1)(e)", _records("declarations", actor, **of["declarations"])),
    ]
    return [line for line in found if line.total]


def _records(key: str, actor: Any, **of: Any) -> QuerySet[Entry]:
    ids = visible_to(registry[key].model.objects.filter(**of).exclude(state="void"), actor).values("entry")
    return Entry.objects.filter(pk__in=ids).order_by("-pk")


def _linked(system: System, actor: Any) -> QuerySet[Entry]:
    """Documents, evidence and datasets that are linked with the system, either way."""
    near = (edges.targets(system.pk) | edges.sources(system.pk)).filter(
        register__in=("documents", "document-revisions", "evidence-items", "datasets")
    )
    return visible_to(near, actor).order_by("-pk")


def _line(label: str, source: str, rows: QuerySet[Entry]) -> Line:
    entries = list(rows[: MOST + 1])
    return Line(label, source, entries[:MOST], len(entries) if len(entries) <= MOST else rows.count())
