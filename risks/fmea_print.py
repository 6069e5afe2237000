"""A worksheet on paper: its lines, with priority first."""

from typing import Any

from django.utils.translation import gettext as _

from qms.printing.shapes import PrintColumn, PrintSection, PrintTable, Value

MOST = 500


def worksheet_print(worksheet: Any) -> list[PrintSection]:
    """The lines as a table; a long sheet is cut and says so, the spreadsheet holds all."""
    lines = worksheet.lines.exclude(state="dropped").order_by("pk")
    total = lines.count()
    columns = [
        PrintColumn(label=_("Line"), width="short"), PrintColumn(label=_("Function and failure mode")),
        PrintColumn(label=_("Effect")), PrintColumn(label=_("Cause and controls"), width="long"),
        PrintColumn(label="S · O · D", width="short"), PrintColumn(label=_("Priority"), width="short"),
        PrintColumn(label=_("After"), width="short"),
    ]  # fmt: skip
    table = PrintTable(label=_("Lines"), columns=columns, rows=[_row(line) for line in lines[:MOST]], total=total)
    return [PrintSection(label=_("Lines"), tables=[table])] if total else []


def _row(line: Any) -> list[Value]:
    after: list[str] = []
    if line.rpn_after:
        ranks = _ranks(line.severity_after, line.occurrence_after, line.detection_after)
        after = [ranks, _priority(line, "priority_after", "rpn_after")]
    return [
        line.number.rpartition("-")[2], _texts(line.item, line.function, line.title), line.effect,
        _texts(line.cause, line.prevention_control, line.detection_control, line.justification),
        _ranks(line.severity, line.occurrence, line.detection), _priority(line, "priority", "rpn"), after,
    ]  # fmt: skip


def _texts(*texts: str) -> list[str]:
    return [text for text in texts if text]


def _ranks(*ranks: int | None) -> str:
    return " · ".join("–" if rank is None else str(rank) for rank in ranks)


def _priority(line: Any, name: str, number: str) -> str:
    word = str(getattr(line, f"get_{name}_display")())
    return f"{word}, RPN {getattr(line, number)}" if getattr(line, number) else word
