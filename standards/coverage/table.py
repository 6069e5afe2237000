"""The matrix as a table: the same rows for CSV, XLSX and paper."""

import datetime
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import get_language, gettext, gettext_lazy

from qms.accounts.people import organisation
from qms.pages.export import as_xlsx
from qms.printing.compose import print_list
from qms.printing.render import render_pdf
from qms.printing.shapes import PrintColumn, PrintFact, PrintList, PrintTable, Width

from .documented import Asked
from .matrix import LABELS, Matrix, Row

DOCUMENTED = (
    gettext_lazy("Reference"), gettext_lazy("Title"), gettext_lazy("Documented information"), gettext_lazy("Status"),
    gettext_lazy("Documents and evidence"), gettext_lazy("Records"),
)  # fmt: skip


def heads(matrix: Matrix) -> list[str]:
    """The headings of its columns."""
    fixed = [gettext("Reference"), gettext("Title")]
    sums = [gettext("Records now"), gettext("Stale or lapsed"), gettext("Mapped"), gettext("In the sums")]
    return [*fixed, *(column.label for column in matrix.columns), *sums]


def title(matrix: Matrix) -> str:
    """What the matrix is about: the edition, and the unit where one is asked about."""
    first = matrix.columns[0]
    said = gettext("Coverage of %s") % matrix.edition
    return f"{said} · {first.label}" if first.code else said


def name(matrix: Matrix) -> str:
    """The name of a file that holds it, without its ending: edition, unit, day."""
    parts = ["coverage", matrix.edition.key, matrix.columns[0].code, matrix.today.isoformat()]
    return "-".join([part for part in parts if part] + (["as-far-as-seen"] if matrix.partly else []))


def rows(matrix: Matrix) -> list[list[object]]:
    """One line per requirement; a heading has its name alone."""
    return [_row(row) for row in matrix.rows]


def _row(row: Row) -> list[object]:
    start: list[object] = [row.requirement.spoken, row.requirement.title]
    if row.is_heading:
        return [*start, *[""] * (len(row.cells) + 4)]
    tally = row.cells[0].tally
    counted = gettext("yes") if row.counted else gettext("no")
    return [*start, *(str(cell.label) for cell in row.cells), tally.current, tally.old, row.mapped, counted]


def coverage_xlsx(matrix: Matrix) -> bytes:
    """The matrix as a workbook."""
    return as_xlsx(heads(matrix), rows(matrix))


def coverage_pdf(matrix: Matrix, *, actor: Any, at: datetime.datetime) -> bytes:
    """The same on paper. Raises PrintFailed with a sentence."""
    said = title(matrix)
    address = f"{settings.QMS_PUBLIC_URL}{matrix.edition.get_absolute_url()}coverage/"
    asked = f"&unit={quote(matrix.columns[0].code)}" if matrix.columns[0].code else ""
    widths: list[Width] = ["number", "text", *["level"] * len(matrix.columns), *["short"] * 4]
    lines = [_on_paper(row) for row in matrix.rows]
    columns = [PrintColumn(label=label, width=width) for label, width in zip(heads(matrix), widths, strict=True)]
    sums = [PrintFact(label=str(LABELS[level]), value=count) for level, count in matrix.sums[0].items()]
    if matrix.partly:
        sums.append(
            PrintFact(label=gettext("Seen"), value=gettext("in part: what the reader may not see is not counted"))
        )
    shape = PrintList(
        organisation=organisation(), register=said, address=address, at=at, reader=actor.printed_name,
        table=PrintTable(label="", columns=columns, rows=lines, total=len(matrix.rows), quiet=True),
        filters=sums, holds=gettext("Requirements counted: %d") % matrix.counted,
        csv_address=f"{address}?format=csv{asked}", lang=get_language() or "en",
    )  # fmt: skip
    return render_pdf(print_list(shape), title=said, lang=shape.lang)


def _on_paper(row: Row) -> list[str]:
    """A line as text: of a heading its reference and title, of the numbers those that count something."""
    cells = _row(row)
    return [str(cell) if cell else "" for cell in (cells[:2] if row.is_heading else cells)]


def documented_rows(found: Iterable[Asked]) -> list[list[str]]:
    """Documented information asked for, one place a line."""
    return [
        [
            one.requirement.spoken, one.requirement.title, str(one.kind_label), str(one.label),
            str(one.tally.current), "; ".join(f"{r.label}: {r.count}" for r in one.records),
        ]
        for one in found
    ]  # fmt: skip
