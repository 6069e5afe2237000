"""What the templates of this folder ask for."""

from typing import Any

from django import template

from ..grid import grid
from ..matrix import fault, matrix_of

register = template.Library()


@register.simple_tag
def table_of(record: Any) -> dict[str, Any]:
    """`{% table_of record as table %}`: the matrix, its rows for reading, and what is wrong with it."""
    matrix = matrix_of(record)
    return {"matrix": matrix, "rows": grid(matrix), "fault": fault(matrix), "benefit": record.about == "opportunity"}
