"""What each step still lacks, as sentences that know where it is mended."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from qms.accounts.models import Unit
from qms.lib.errors import Said
from qms.lib.text import says_nothing

from .. import checking, plan
from ..choices import DIMENSIONS
from ..models.problem import FIVE_W
from .steps import BY_KEY

Lacks = Callable[..., Iterator[Any]]


def missing(record: Any, key: str, *, actor: Any, at: datetime.datetime) -> list[str]:
    """Sentences, none where the step can be completed."""
    return [said for said in _LACKS[key](record, actor=actor, at=at) if said]


def _empty(record: Any, key: str, names: tuple[str, ...]) -> str | None:
    fields = [record._meta.get_field(n) for n in names]
    lacking = [f for f in fields if _blank(f, getattr(record, f.attname))]
    said = _("Not filled in yet: %s.") % ", ".join(str(f.verbose_name) for f in lacking)
    return _at(key, said) if lacking else None


def _blank(field: Any, value: Any) -> bool:
    return value in (None, [], "") or (isinstance(field, models.TextField) and says_nothing(value))


def _at(key: str, said: str) -> str:
    return Said(said, way=f"edit/?section={BY_KEY[key].section}")


def _d0(record: Any, **_more: Any) -> Iterator[Any]:
    yield _empty(record, "d0", ("emergency",))


def _d1(record: Any, **_more: Any) -> Iterator[Any]:
    yield _empty(record, "d1", ("champion", "team_leader"))
    if not {*record.team} - {record.team_leader_id} and not record.team_outside.strip():
        yield _at("d1", _("One person is no team: name its members."))


def _d2(record: Any, **_more: Any) -> Iterator[Any]:
    yield _empty(record, "d2", FIVE_W)
    told = {row["dimension"] for row in record.is_is_not if row["is_not"]}
    if lacking := [str(label) for key, label in DIMENSIONS if key not in told]:
        yield _at("d2", _("The table of what it is and is not lacks: %s.") % "; ".join(lacking))


def _d3(record: Any, **_more: Any) -> Iterator[Any]:
    yield _empty(record, "d3", BY_KEY["d3"].fields)
    if record.containment_effective == "no":
        yield _at("d3", _("The containment does not hold: make it better and validate it anew."))
    if _earlier(record.containment_validated_on, record.containment_on):
        yield _at("d3", _("The containment is validated before it began."))


def _d4(record: Any, *, actor: Any, at: datetime.datetime) -> Iterator[Any]:
    yield plan.root_is_confirmed(record, actor=actor, at=at)
    yield plan.human_error_is_answered(record, actor=actor, at=at)
    yield _empty(record, "d4", ("escape_point", "escape_evidence"))
    if record.escape_status != "confirmed":
        yield _at("d4", _("The escape point is not confirmed."))


def _d5(record: Any, *, actor: Any, at: datetime.datetime) -> Iterator[Any]:
    yield _empty(record, "d5", BY_KEY["d5"].fields)
    yield plan.actions_are_planned(record, actor=actor, at=at)


def _d6(record: Any, *, actor: Any, at: datetime.datetime) -> Iterator[Any]:
    yield checking.actions_are_verified(record, actor=actor, at=at)
    if record.effectiveness not in ("effective", "partial"):
        yield _("The effectiveness check has not shown yet that the actions work.")
    yield _empty(record, "d6", BY_KEY["d6"].fields)
    if _earlier(record.containment_removed_on, record.containment_on):
        yield _at("d6", _("The containment is removed before it began."))


def _d7(record: Any, **_more: Any) -> Iterator[Any]:
    yield _empty(record, "d7", ("risks", "risks_text", "qms_change", "qms_text"))
    if units := unanswered(record):
        said = _("The read-across does not answer for: %s. A row for a unit answers for those below it too.")
        yield _at("d7", said % ", ".join(units))


def _d8(record: Any, **_more: Any) -> Iterator[Any]:
    yield _empty(record, "d8", ("recognition",))


def _earlier(day: datetime.date | None, other: datetime.date | None) -> bool:
    return day is not None and other is not None and day < other


def unanswered(record: Any) -> list[str]:
    """Codes of the units for which neither they nor a unit above them have an answer (Q9-11); the topmost of them."""
    units = {u.pk: u for u in Unit.objects.order_by("path")}
    named = {row["unit"] for row in record.read_across}
    answered = {u.pk for u in units.values() if u.code in named}
    left = [pk for pk, u in units.items() if not answered & set(_line(u))]
    return [units[pk].code for pk in left if not set(left) & set(_line(units[pk])[:-1])]


def _line(unit: Any) -> list[int]:
    """Ids of the units above and of the unit itself, topmost first."""
    return [int(part) for part in unit.path.strip("/").split("/") if part]


_LACKS: dict[str, Lacks] = {
    "d0": _d0, "d1": _d1, "d2": _d2, "d3": _d3, "d4": _d4, "d5": _d5, "d6": _d6, "d7": _d7, "d8": _d8,
}  # fmt: skip
