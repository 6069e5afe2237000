"""What the page of an impact assessment adds: the map of risks before and after measures."""

from typing import Any

from django.utils.translation import gettext as _

from ..levels import grade
from ..models.assessment_choices import LEVELS


def of(record: Any, actor: Any) -> list[Any]:
    """(title, template, context) of each panel."""
    if not record.risks:
        return []
    return [(_("Map of risks"), "privacy/assessments/map.html", {"rows": grid(record), "levels": LEVELS})]


def grid(record: Any) -> list[tuple[Any, list[tuple[str, list[int], list[int]]]]]:
    """Severity from maximum down, each with its cells: grade, risks before measures, risks after, by their place."""
    found = []
    for severity, label in reversed(LEVELS):
        cells = []
        for likelihood, _label in LEVELS:
            before = [
                n for n, r in enumerate(record.risks, 1) if (r["severity"], r["likelihood"]) == (severity, likelihood)
            ]
            after = [n for n, r in enumerate(record.risks, 1) if after_of(r) == (severity, likelihood)]
            cells.append((grade(severity, likelihood), before, after))
        found.append((label, cells))
    return found


def after_of(row: dict[str, Any]) -> tuple[str, str]:
    """Severity and likelihood after measures."""
    return row["residual_severity"] or row["severity"], row["residual_likelihood"] or row["likelihood"]
