"""A statement of applicability on paper and in a spreadsheet, and the exclusions of a scope statement."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t

from qms.printing.shapes import PrintColumn, PrintFact, PrintSection, PrintTable, Value

from .excluding import excluded_rows
from .statement_queries import MOST, Row, progress_of, rows_of, standing_lines


def heads() -> list[str]:
    """The columns of the table, in words."""
    return [
        _t("Reference"), _t("Requirement"), _t("Applicable"), _t("Included because of"), _t("Justification"),
        _t("Implementation"), _t("Owner"), _t("Due"), _t("Shown by"),
    ]  # fmt: skip


def cells(row: Row) -> list[str]:
    """One line under these heads."""
    line, words = row.line, row.words
    return [
        row.ref, line.requirement.title, words["applicable"] or _t("not decided"), words["because"], line.justification,
        words["status"], line.owner.printed_name if line.owner else "", line.due.isoformat() if line.due else "",
        ", ".join(entry.number for entry in row.shown_by),
    ]  # fmt: skip


def all_rows(statement: Any, actor: Any, *, on: datetime.date) -> list[Row]:
    """Every line, for exports."""
    return rows_of(standing_lines(statement), actor, on=on)


def printed(statement: Any, actor: Any) -> list[PrintSection]:
    """The table of the lines, as this reader sees what shows them."""
    progress = progress_of(statement)
    rows = [_printed(row) for row in rows_of(standing_lines(statement)[:MOST], actor, on=timezone.localdate())]
    columns = [
        PrintColumn(label=_t("Reference"), width="short"), PrintColumn(label=_t("Requirement")),
        PrintColumn(label=_t("Applicable"), width="short"), PrintColumn(label=_t("Justification"), width="long"),
        PrintColumn(label=_t("Implementation"), width="person"), PrintColumn(label=_t("Shown by"), width="state"),
    ]  # fmt: skip
    said = _t("%(yes)d applicable, %(no)d not, %(done)d implemented") % {
        "yes": progress.applicable, "no": progress.excluded, "done": progress.implemented,
    }  # fmt: skip
    table = PrintTable(label=said, columns=columns, rows=rows, total=progress.total)
    return [PrintSection(label=_t("Requirements"), facts=_version(statement), tables=[table] if rows else [])]


def _version(statement: Any) -> list[PrintFact]:
    if not statement.version:
        return []
    found = [
        PrintFact(label=_t("Version"), value=statement.version),
        PrintFact(label=_t("In force since"), value=statement.in_force_on),
    ]
    return found + ([PrintFact(label=_t("Until"), value=statement.until)] if statement.until else [])


def _printed(row: Row) -> list[Value]:
    line, words = row.line, row.words
    answer = {"yes": _t("Yes"), "no": _t("No")}.get(line.applicable, _t("open"))
    owner = line.owner.printed_name if line.owner else ""
    return [
        row.ref, line.requirement.title, answer, [text for text in (words["because"], line.justification) if text],
        [text for text in (words["status"], owner, line.due.isoformat() if line.due else "") if text],
        [entry.number for entry in row.shown_by],
    ]  # fmt: skip


def printed_scope(scope: Any) -> list[PrintSection]:
    """What does not apply: as frozen, or for a draft as it is now."""
    rows: list[list[Value]] = [[row["clause"], row["why"], row["statement"]] for row in exclusions_of(scope)]
    columns = [
        PrintColumn(label=_t("Requirement")), PrintColumn(label=_t("Justification"), width="long"),
        PrintColumn(label=_t("Statement"), width="state"),
    ]  # fmt: skip
    if not rows:
        return []
    return [
        PrintSection(
            label=_t("What does not apply"),
            tables=[PrintTable(label=_t("Exclusions"), columns=columns, rows=rows, total=len(rows))],
        )
    ]


def exclusions_of(scope: Any) -> list[dict[str, str]]:
    """A draft shows what is in force today; from the review on the scope keeps what it was submitted with."""
    rows: list[dict[str, str]] = scope.exclusions
    return excluded_rows(scope, on=timezone.localdate()) if scope.state == "draft" else rows
