"""The table of a matrix on paper."""

from typing import Any

from django.utils.translation import gettext as _

from qms.printing.shapes import PrintColumn, PrintSection, PrintTable

from ..grid import grid
from ..matrix import matrix_of


def printed_table(record: Any) -> list[PrintSection]:
    """Likelihood by consequence, each cell in words."""
    matrix = matrix_of(record)
    heads = [PrintColumn(label=_("Likelihood"))]
    heads += [PrintColumn(label=f"{place} {step.label}") for place, step in enumerate(matrix.consequence, 1)]
    rows = [
        [f"{row.place} {row.step.label}", *(cell.level.word if cell.level else None for cell in row.cells)]
        for row in grid(matrix)
    ]
    table = PrintTable(label=_("Likelihood by consequence"), columns=heads, rows=rows)
    return [PrintSection(label=_("Table"), tables=[table])]
