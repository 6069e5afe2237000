"""What does not apply, as a scope statement shows it: rows of requirement, justification and statement (4.3)."""

import datetime
from typing import Any

from .applicability import in_force
from .models import StatementLine, key_label

#: More exclusions than these make no scope; the statements themselves list them all.
MOST = 400


def excluded_rows(scope: Any, *, on: datetime.date) -> list[dict[str, str]]:
    """Of the scope's editions, by the statements in force on a day; in the order of the standards.

    Those of the scope's unit and of the units above it: what the organisation leaves out, none of its units has.
    """
    units = scope.unit.ancestor_ids
    statements = in_force(on=on).filter(edition__in=scope.editions, unit_id__in=units)
    lines = StatementLine.objects.filter(statement__in=statements, applicable="no").exclude(state="dropped")
    rows = lines.select_related("requirement", "statement").order_by("statement__edition", "requirement__position")
    return [
        {
            "id": f"r{place}", "clause": f"{key_label(line.requirement.key)} {line.requirement.title}"[:500],
            "why": line.justification, "statement": line.statement.number,
        }
        for place, line in enumerate(rows[:MOST], 1)
    ]  # fmt: skip


def same_rows(one: list[dict[str, str]], other: list[dict[str, str]]) -> bool:
    """Whether two lists of exclusions say the same, whatever their ids."""
    return [_said(row) for row in one] == [_said(row) for row in other]


def _said(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in ("clause", "why", "statement"))
