"""The documented information that a standard asks for, and whether it is there (Q9-02).

Something linked is needed: nothing linked is missing, never "all of nothing".
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.accounts.models import Unit
from qms.registers.registry import registry

from ..catalogues.load import lines
from ..models import Edition, Requirement
from .levels import NOT_APPLICABLE, Tally
from .outside import exclusions
from .reading import Column, said_about, tallies

PRESENT, OVERDUE, MISSING = "present", "overdue", "missing"
LABELS = {PRESENT: _("Present"), OVERDUE: _("Overdue"), MISSING: _("Missing"), NOT_APPLICABLE: _("Not applicable")}
COLOURS = {PRESENT: "done", OVERDUE: "warn", MISSING: "bad", NOT_APPLICABLE: ""}
KINDS = {
    "maintain": _("to be maintained"), "retain": _("to be retained"), "both": _("to be maintained and retained"),
    "available": _("to be available, where it applies"),
}  # fmt: skip


@dataclass(frozen=True)
class Records:
    """Records of one register that are the documented information themselves."""

    key: str
    label: Any
    count: int


@dataclass(frozen=True)
class Asked:
    """One place where documented information is asked for, and what there is."""

    requirement: Requirement
    kind: str
    tally: Tally
    records: Sequence[Records]
    excluded: bool = False

    @property
    def status(self) -> str:
        """Present, overdue (only what is past its review or has lapsed), missing, or declared not applicable."""
        if self.excluded:
            return NOT_APPLICABLE
        if self.tally.current or any(r.count for r in self.records):
            return PRESENT
        return OVERDUE if self.tally.old else MISSING

    @property
    def label(self) -> Any:
        """The status in words."""
        return LABELS[self.status]

    @property
    def colour(self) -> str:
        """The status as a badge shows it."""
        return COLOURS[self.status]

    @property
    def kind_label(self) -> Any:
        """Whether it is to be maintained or retained."""
        return KINDS[self.kind]


@cache
def _places() -> dict[str, dict[str, tuple[str, tuple[str, ...]]]]:
    """By edition and reference: kind and registers."""
    found: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {}
    for row in lines(Path(__file__).with_name("documented.csv")):
        found.setdefault(row["edition"], {})[row["ref"]] = (row["kind"], tuple(row["registers"].split()))
    return found


def has_places(edition: Edition) -> bool:
    """Whether it is known where this edition asks for documented information."""
    return edition.key in _places()


def documented(edition: Edition, *, actor: Any, today: datetime.date) -> list[Asked]:
    """Every place of this edition in its order, as far as the records are visible to `actor`."""
    places = _places().get(edition.key, {})
    found = Requirement.objects.filter(edition=edition, ref__in=places).order_by("position")
    away = {key for key, unit in exclusions([edition.key], today=today) if unit in _roots()}
    spoken = tallies(said_about([edition.key], actor=actor, today=today), Column("", ""))
    counts = _counts({key for _kind, keys in places.values() for key in keys}, actor)
    return [
        Asked(
            r, places[r.ref][0], _of(r.key, spoken), [counts[k] for k in places[r.ref][1] if k in counts],
            any(r.key == key or r.key.startswith(f"{key}.") for key in away),
        )
        for r in found
    ]  # fmt: skip


def _roots() -> set[int]:
    return set(Unit.objects.filter(parent=None).values_list("pk", flat=True))


def _of(key: str, spoken: dict[str, Tally]) -> Tally:
    """What names the place, a point of it, or the clause that it is a point of."""
    above = key.rpartition(".")[0]
    return sum((t for k, t in spoken.items() if k in (key, above) or k.startswith(f"{key}.")), Tally())


def _counts(keys: Iterable[str], actor: Any) -> dict[str, Records]:
    """Records in use or done, register by register."""
    found = {}
    for key in sorted(keys):
        if key in registry:
            register = registry[key]
            count = register.visible(actor).filter(entry__phase__in=("open", "done")).count()
            found[key] = Records(key, register.label_plural, count)
    return found
