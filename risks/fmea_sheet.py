"""Reading the sheet: its lines page by page, each with what is done about it; one cell saved, one line added."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest, Forbidden, NotVisible, Unmet
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from .fmea_actions import actions_by_line
from .fmea_paste import MOST_LINES
from .fmea_standing import Standing, answer_of
from .fmea_words import FILLED_IN
from .lifecycle.fmea_guards import FILLED
from .models.fmea_lines import FmeaLine
from .models.fmea_worksheets import FmeaWorksheet
from .rules import fmea as rules

PAGE = 100
#: Lines on the list for the management review; the worksheets hold the others.
MOST_GRAVE = 300
SHOWN = ("all", "open", "H", "M", "L", "none")


@dataclass(frozen=True)
class SheetRow:
    """A line as the sheet shows it. `said` is what it still asks for."""

    line: FmeaLine
    actions: list[Any]
    said: str
    editable: bool


def standing_lines(worksheet: FmeaWorksheet, shown: str, standing: Standing) -> QuerySet[FmeaLine]:
    """The lines in the order in which they came; all, those that ask for something, or those of one priority."""
    lines = worksheet.lines.exclude(state="dropped").order_by("pk")
    if shown == "open":
        return lines.filter(number__in=standing.open)
    if shown != "all":
        return lines.filter(Q(priority_after=shown) | Q(priority_after="none", priority=shown))
    return lines


def pages_of(count: int) -> int:
    """How many pages so many lines have; at least one."""
    return max(1, -(-count // PAGE))


def rows_of(lines: Sequence[FmeaLine], *, editable: bool) -> list[SheetRow]:
    """Lines with their actions and what they still ask for; two queries."""
    actions = actions_by_line(line.pk for line in lines)
    return [
        SheetRow(line, found := actions.get(line.pk, []), answer_of(line, found), editable and line.state == "open")
        for line in lines
    ]


def may_fill(worksheet: FmeaWorksheet, actor: Any) -> bool:
    """Whether the actor may fill in lines now."""
    return worksheet.state in FILLED and bool(rules.may_edit(actor, worksheet))


def line_of(worksheet: FmeaWorksheet, number: str, actor: Any) -> Any:
    """A line of this worksheet. Raises NotVisible, also for a line of another one."""
    found = registry["fmea-lines"].get(number, actor)
    if found.worksheet_id != worksheet.pk:
        named = {"sheet": worksheet.number, "line": number[:60]}
        raise NotVisible(_("%(sheet)s has no line “%(line)s”.") % named)
    return found


def save_cell(
    worksheet: FmeaWorksheet, *, line: str, field: str, value: str, rev: int, actor: Any, at: datetime.datetime,
    source: str = "page",
) -> SheetRow:  # fmt: skip
    """Keep one cell. Raises BadRequest for a column that is none, Stale where somebody else was first, or as edit."""
    if field not in FILLED_IN:
        raise BadRequest(_("“%s” is no column of the sheet that can be filled in.") % field[:40])
    given = value.strip() if field not in ("severity", "occurrence", "detection") else value.strip() or None
    register = registry["fmea-lines"]
    saved = register.edit(line_of(worksheet, line, actor), rev=rev, actor=actor, at=at, source=source, **{field: given})
    return rows_of([saved], editable=True)[0]


@in_one_transaction
def add_line(worksheet: FmeaWorksheet, *, title: str, actor: Any, at: datetime.datetime, source: str = "page") -> Any:
    """A new line at the end. Raises Forbidden, Unmet where the worksheet is full or no longer filled in, or Invalid."""
    if not rules.may_edit(actor, worksheet):
        raise Forbidden(_("You may not add to the lines of %s.") % worksheet.number)
    if worksheet.lines.count() >= MOST_LINES:
        raise Unmet(_("A worksheet holds at most %d lines. Begin another one.") % MOST_LINES)
    register = registry["fmea-lines"]
    return register.create(actor=actor, at=at, source=source, worksheet=worksheet, unit=worksheet.unit, title=title)


def gravest(actor: Any) -> tuple[list[SheetRow], int]:
    """What management looks at (FM-03): severity 9 or 10 with a high or medium priority; the rows, and how many."""
    standing = Q(priority_after__in=("H", "M")) | Q(priority_after="none", priority__in=("H", "M"))
    found = registry["fmea-lines"].visible(actor).filter(standing, severity__gte=9).exclude(state="dropped")
    found = found.exclude(worksheet__state__in=("superseded", "void"))
    order = ("priority", "-severity", "-rpn", "pk")
    rows = rows_of(list(found.select_related("worksheet").order_by(*order)[:MOST_GRAVE]), editable=False)
    return rows, len(rows) if len(rows) < MOST_GRAVE else found.count()
