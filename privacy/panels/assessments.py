"""What the page of an impact assessment adds: the map of risks before and after measures."""

from typing import Any

from django.utils.translation import gettext as _

from qms.printing.shapes import PrintColumn, PrintSection, PrintTable

from ..levels import grade, residual
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


def printed(record: Any, actor: Any) -> list[PrintSection]:
    """Which grade each risk has after measures."""
    if not record.risks:
        return []
    words = {"high": _("high"), "medium": _("medium"), "low": _("low")}
    feared = dict(record._meta.get_field("risks").columns[0].choices)
    rows = [[str(n), str(feared[r["feared"]]), words[residual(r)]] for n, r in enumerate(record.risks, 1)]
    heads = [
        PrintColumn(label=_("No."), width="rev"), PrintColumn(label=_("Risk"), width="long"),
        PrintColumn(label=_("Remains"), width="state"),
    ]  # fmt: skip
    label = _("What remains after the measures")
    return [PrintSection(label=label, tables=[PrintTable(label=label, columns=heads, rows=rows)])]
