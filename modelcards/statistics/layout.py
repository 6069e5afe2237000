"""Which columns of a file are the points of a chart."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from qms.imports.words import fold
from qms.lib.errors import Invalid, Refused

from .limits import ATTRIBUTES, Kind
from .observations import Observation, counts, individuals, subgroups
from .plausible import COUNTED, mapping_doubts
from .sheet import BadCell, Sheet

#: Headings of a first column that names the points, of counts, and of sizes, folded.
LABELS = {
    "sample", "subgroup", "group", "batch", "lot", "run", "time", "date", "datetime", "timestamp", "day", "week",
    "month", "label", "id", "index", "no", "nr", "number", "obs", "observation", "row",
}  # fmt: skip
COUNTS = {
    "d", "x", "count", "counts", "defects", "defectives", "defective", "nonconforming", "nonconformities", "errors",
    "failures",
}  # fmt: skip
SIZES = {"n", "size", "sizes", "sample size", "total", "inspected", "units", "lot size", "area"}
MEANS = ("xbar_r", "xbar_s")
TRUE = {"true", "t", "yes", "y", "1", "1.0"}


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What a person said about the columns; empty: find out.

    columns: the measured ones, one subgroup a row. value, group: one measurement a row, its group beside it.
    count, size: of a chart of counts; n the same size for every row. label: names the points.
    phase_one: number of rows, or the column that is true in phase I.
    """

    columns: tuple[str, ...] = ()
    value: str = ""
    group: str = ""
    count: str = ""
    size: str = ""
    n: float | None = None
    label: str = ""
    phase_one: str = ""


@dataclass
class Arranged:
    """Observations, what was measured behind each, the indexes of phase I (None: all), sentences about the file."""

    observations: list[Observation]
    measured: Sequence[Sequence[float | None]] = field(default_factory=list)
    phase_one: list[int] | None = None
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def arrange(kind: Kind, sheet: Sheet, layout: Layout) -> Arranged:
    """The observations that a file holds for a kind of chart. Raises BadCell with a sentence that says what to do."""
    if layout.group:
        made = _long(kind, sheet, layout)
    elif kind in ATTRIBUTES:
        made = _counted(kind, sheet, layout)
    else:
        made = _wide(kind, sheet, layout)
    made.notes[:0] = sheet.notes
    return made


def _long(kind: Kind, sheet: Sheet, layout: Layout) -> Arranged:
    """One measurement a row; groups in the order of their first row."""
    if kind in ATTRIBUTES or kind == "imr":
        raise BadCell(_("Groups are for X-bar, EWMA and CUSUM charts."), file=sheet.file)
    value = layout.value or _only(
        sheet, [n for n in sheet.names if n not in (layout.group, layout.phase_one)], "--value"
    )
    groups: dict[str, list[float | None]] = {}
    first: list[int] = []
    for row, (name, number) in enumerate(zip(sheet.texts(layout.group), sheet.numbers(value), strict=True)):
        if name is None:
            raise sheet.bad(layout.group, row, _("The group is missing."))
        if name not in groups:
            first.append(row)
        groups.setdefault(name, []).append(number)
    spread = "deviation" if kind == "xbar_s" else "range"
    rows = list(groups.values())
    made = Arranged(subgroups(rows, list(groups), spread=spread), rows)
    made.phase_one = _phase_one(sheet, layout, first)
    return made


def _wide(kind: Kind, sheet: Sheet, layout: Layout) -> Arranged:
    """One subgroup a row."""
    notes: list[str] = []
    label = _label(sheet, layout, notes, chosen=bool(layout.columns or layout.value), least=2 if kind in MEANS else 1)
    columns = list(layout.columns) or ([layout.value] if layout.value else _others(sheet, label, layout.phase_one))
    if kind == "imr" and len(columns) != 1:
        columns = [_only(sheet, columns, "--value")]
    if kind in MEANS and len(columns) < 2:
        said = _(
            "A subgroup needs two or more columns of measurements. Where every row is one measurement, say --value "
            "COLUMN and --group COLUMN."
        )
        raise BadCell(said, file=sheet.file)
    cells = {name: _numbers(sheet, name, said=name in layout.columns or name == layout.value) for name in columns}
    labels = _labels(sheet, label)
    rows = list(zip(*cells.values(), strict=True))
    if len(columns) == 1:
        made = Arranged(individuals(cells[columns[0]], labels), rows)
    else:
        spread = "deviation" if kind == "xbar_s" else "range"
        made = Arranged(subgroups(rows, labels, spread=spread), rows, warnings=mapping_doubts(cells))
    made.notes, made.phase_one = notes, _phase_one(sheet, layout, range(len(sheet.lines)))
    return made


def _numbers(sheet: Sheet, column: str, *, said: bool) -> list[float | None]:
    """The column's numbers; where nobody chose it, its refusal says how to choose."""
    try:
        return sheet.numbers(column)
    except BadCell as refusal:
        if said or sheet.has_numbers(column) > 0.5:
            raise
        hint = _("Name the measured columns: --column; or --value and --group where every row is one measurement.")
        raise sheet.bad(column, sheet.lines.index(refusal.line), f"{refusal.sentence} {hint}") from None


def _counted(kind: Kind, sheet: Sheet, layout: Layout) -> Arranged:
    notes: list[str] = []
    label = _label(
        sheet, layout, notes, chosen=bool(layout.count or layout.value), least=1 if kind == "c" or layout.n else 2
    )
    left = _others(sheet, label, layout.phase_one)
    size = layout.size
    if kind != "c" and not size and layout.n is None:
        size = _named(left, SIZES) or (left[1] if len(left) == 2 and not layout.count else "")
        if not size:
            raise BadCell(_("Say how many were inspected: --size COLUMN, or --n NUMBER."), file=sheet.file)
    left = [n for n in left if n != size]
    count = layout.count or layout.value or _named(left, COUNTS) or _only(sheet, left, "--count")
    found = sheet.numbers(count)
    sizes: Sequence[float | None] | None = None
    if kind != "c":
        sizes = sheet.numbers(size) if size else [layout.n] * len(found)
    labels = _labels(sheet, label)
    _check_rows(sheet, count, found, sizes, items=kind in ("p", "np"))
    made = Arranged(counts(found, sizes, labels, items=kind in ("p", "np")), notes=notes)
    made.phase_one = _phase_one(sheet, layout, range(len(sheet.lines)))
    return made


def _check_rows(
    sheet: Sheet, column: str, found: Sequence[float | None], sizes: Sequence[float | None] | None, *, items: bool
) -> None:
    """Let the first count that is none be refused with the line of the file instead of the row."""
    for row, count in enumerate(found):
        try:
            counts([count], None if sizes is None else [sizes[row]], items=items)
        except Refused as refusal:
            raise sheet.bad(column, row, str(refusal).partition(": ")[2]) from None


def _label(sheet: Sheet, layout: Layout, notes: list[str], *, chosen: bool, least: int) -> str:
    """The column that names the points: the one that was said, or the first when it cannot be a measurement.

    `least` is how many columns have to be left when all that speaks for a label is that it counts the rows.
    """
    first = sheet.names[0]
    if layout.label or chosen or len(sheet.names) == 1:
        return layout.label
    counts_rows = len(sheet.names) > least and _counts_rows(sheet.cells[first])
    if fold(first) in LABELS or sheet.has_numbers(first) == 0 or counts_rows:
        notes.append(_("“%s” is read as the name of the points.") % first)
        return first
    return ""


def _counts_rows(cells: Sequence[str]) -> bool:
    """Whether the cells are the whole numbers from 0 or 1 on."""
    return len(cells) >= COUNTED and any(list(cells) == [str(i) for i in range(s, s + len(cells))] for s in (0, 1))


def _labels(sheet: Sheet, label: str) -> list[str]:
    if not label:
        return []
    return [text or str(row) for row, text in enumerate(sheet.texts(label), 1)]


def _others(sheet: Sheet, *named: str) -> list[str]:
    return [name for name in sheet.names if name not in named]


def _named(names: Sequence[str], known: set[str]) -> str:
    found = [name for name in names if fold(name) in known]
    return found[0] if len(found) == 1 else ""


def _only(sheet: Sheet, names: Sequence[str], option: str) -> str:
    if len(names) == 1:
        return names[0]
    named = {"names": ", ".join(list(names)[:20]) or "–", "option": option}
    raise BadCell(_("Which column is charted? Say %(option)s with one of: %(names)s.") % named, file=sheet.file)


def _phase_one(sheet: Sheet, layout: Layout, rows: Sequence[int]) -> list[int] | None:
    """Indexes of the points in phase I; `rows` has the row of the sheet that each point begins with."""
    wanted = layout.phase_one
    if not wanted:
        return None
    if wanted.isdigit() and wanted not in sheet.names:
        if not 1 <= int(wanted) <= len(rows):
            named = {"wanted": wanted, "count": len(rows)}
            raise Invalid(_("Phase I cannot have %(wanted)s points; there are %(count)d.") % named)
        return list(range(1, int(wanted) + 1))
    cells = sheet.texts(wanted)
    found = [index for index, row in enumerate(rows, 1) if (cells[row] or "").lower() in TRUE]
    if not found:
        raise BadCell(_("No row is true in this column, so phase I would be empty."), file=sheet.file, column=wanted)
    return found
