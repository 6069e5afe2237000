"""The coverage matrix of an edition: the one computation behind page, API, CSV, XLSX and PDF."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.accounts.models import Unit
from qms.accounts.reach import reach

from ..models import Edition, Requirement
from .levels import COVERED, LEVELS, MISSING, NOT_APPLICABLE, PARTIAL, STALE, Node, Tally, is_counted, levels, pass_on
from .outside import exclusions, mapped_from
from .reading import Column, Said, columns_of, nodes_by_edition, nodes_of, requirements_of, said_about, tallies

LABELS = {
    COVERED: _("Covered"), PARTIAL: _("Partial"), STALE: _("Stale"), MISSING: _("Missing"),
    NOT_APPLICABLE: _("Not applicable"),
}  # fmt: skip
SIGNS = {COVERED: "●", PARTIAL: "◐", STALE: "◌", MISSING: "✕", NOT_APPLICABLE: "–"}
KINDS = {COVERED: "good", PARTIAL: "plan", STALE: "warn", MISSING: "bad", NOT_APPLICABLE: "none"}


@dataclass(frozen=True)
class Cell:
    """How far a requirement is covered in one column, and by how many records directly."""

    level: str
    tally: Tally

    @property
    def label(self) -> Any:
        """The level in words."""
        return LABELS[self.level]

    @property
    def sign(self) -> str:
        """Its sign, so that nothing is said by colour alone."""
        return SIGNS[self.level]

    @property
    def kind(self) -> str:
        """Its colour in the matrix."""
        return KINDS[self.level]


@dataclass(frozen=True)
class Row:
    """A requirement with a cell per column. `mapped`: how many other requirements pass something on to it.

    `counted`: sums count it. A heading has cells, too, which nothing shows or counts. `context`: it was not asked for
    and stands above what was, so that it is shown as a heading.
    """

    requirement: Requirement
    counted: bool
    mapped: int
    cells: list[Cell]
    context: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether it only stands over further requirements here."""
        return self.context or not self.requirement.assessable


@dataclass(frozen=True)
class Matrix:
    """What can be met, and the headings above it. `sums`: per column, how many requirements have each level.

    The first column is the one that is asked about: the organisation, or the unit. `idle`: how many entries of the
    edition are left out, because nothing in or below them can be met. `partly`: whoever asks does not see the whole
    organisation, so that more may be covered than it says.
    """

    edition: Edition
    columns: list[Column]
    rows: list[Row]
    sums: list[dict[str, int]]
    today: datetime.date
    idle: int = 0
    partly: bool = False

    @property
    def counted(self) -> int:
        """How many of its requirements the sums count."""
        return sum(row.counted and not row.context for row in self.rows)

    def only(self, wanted: str) -> "Matrix":
        """The same with those rows alone that have this level in the first column, below headings."""
        rows = _with_headings(self.rows, lambda row: row.cells[0].level == wanted)
        return replace(self, rows=[replace(row, context=row.cells[0].level != wanted) for row in rows])


def matrix_of(
    edition: Edition, *, actor: Any, today: datetime.date, above: Unit | None = None, by_unit: bool = True
) -> Matrix:
    """The matrix as `actor` sees it. A handful of queries, whatever the size of the edition or of the registers.

    `above`: it, the units right below it and the organisation are the columns; without `by_unit` only the first is one.
    """
    columns, requirements = columns_of(above, str(_("Organisation"))), requirements_of(edition)
    columns = columns if by_unit else columns[:1]
    mappings = mapped_from(edition)
    sources = sorted({source.partition(":")[0] for rows in mappings.values() for source, _whole in rows})
    said = said_about([edition.key, *sources], actor=actor, today=today)
    nodes, others = nodes_of(requirements), nodes_by_edition(sources)
    out = exclusions([edition.key, *sources], today=today)
    found = [_column(column, nodes, others, said, mappings, out) for column in columns]
    by_key = {node.key: node for node in nodes}
    rows = [
        Row(
            r, is_counted(by_key[r.key], by_key), len(mappings.get(r.key, ())),
            [Cell(level[r.key], tally.get(r.key, Tally())) for level, tally in found],
        )
        for r in requirements
    ]  # fmt: skip
    met = _with_headings(rows, lambda row: True)
    return Matrix(
        edition,
        columns,
        met,
        [_sums(met, n) for n in range(len(columns))],
        today,
        len(rows) - len(met),
        not reach(actor).organisation_wide,
    )


def levels_in(edition: Edition, *, actor: Any, today: datetime.date) -> dict[int, Cell]:
    """How far each requirement of an edition is covered over the organisation, by its primary key."""
    found = matrix_of(edition, actor=actor, today=today, by_unit=False)
    return {row.requirement.pk: row.cells[0] for row in found.rows if not row.is_heading}


def _with_headings(rows: Sequence[Row], wanted: Callable[[Row], bool]) -> list[Row]:
    """Those rows that can be met and are wanted, and the headings above them."""
    kept: set[int] = set()
    for row in reversed(rows):
        if row.requirement.pk in kept or (not row.is_heading and wanted(row)):
            kept |= {row.requirement.pk, row.requirement.parent_id or 0}
    return [row for row in rows if row.requirement.pk in kept]


def _column(
    column: Column, nodes: Sequence[Node], others: Iterable[Sequence[Node]], said: Sequence[Said],
    mappings: Mapping[str, Sequence[tuple[str, bool]]], out: set[tuple[str, int]],
) -> tuple[dict[str, str], dict[str, Tally]]:  # fmt: skip
    spoken = tallies(said, column)
    away = {key for key, unit in out if unit in column.whole}
    elsewhere: dict[str, str] = {}
    for other in others:
        elsewhere |= levels(other, spoken)
    passed = {
        target: [pass_on(elsewhere.get(source, MISSING), whole=whole) for source, whole in rows]
        for target, rows in mappings.items()
    }
    return levels(nodes, spoken, passed, away), spoken


def _sums(rows: Iterable[Row], column: int) -> dict[str, int]:
    counts = Counter(row.cells[column].level for row in rows if row.counted)
    return {level: counts[level] for level in LEVELS}
