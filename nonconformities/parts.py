"""The parts of a nonconformity: its why-tree, and the cycles that did not work."""

from typing import Any

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from qms.printing.shapes import PrintNode
from qms.records.fields import Column, RowsField

from . import whytree
from .categories import CATEGORIES
from .choices import DIMENSIONS, GATES, OUTCOMES, STATUSES, STEPS, YES_NO

CAUSES = (
    Column("parent", _("Explains"), hidden=True),
    Column("text", _("Why"), kind="long", required=True),
    Column("status", _("Status"), kind="choice", choices=STATUSES),
    Column("category", _("Category"), kind="choice", choices=CATEGORIES),
    Column("evidence_ref", _("File, link or record")),
    Column("evidence", _("What it shows"), kind="long"),
    Column("root", _("Root cause"), kind="bool"),
    Column("gate", _("Its causes"), kind="choice", choices=GATES),
    Column("probability", _("Probability"), kind="number"),
)
CYCLES = (
    Column("cycle", _("Cycle"), kind="number"),
    Column("ended_on", _("Ended on"), kind="date"),
    Column("roots", _("Root cause"), kind="long"),
    Column("actions", _("Actions"), kind="long"),
    Column("check_date", _("Checked on"), kind="date"),
    Column("effectiveness", _("Result"), kind="choice", choices=OUTCOMES),
    Column("result_text", _("What was found"), kind="long"),
)

#: Kepner and Tregoe's comparison: what is affected, what could be and is not, and what differs between the two.
IS_IS_NOT = (
    Column("dimension", _("Dimension"), kind="choice", choices=DIMENSIONS, required=True),
    Column("is", _("Is"), kind="long", required=True),
    Column("is_not", _("Is not, but could be"), kind="long"),
    Column("difference", _("What differs"), kind="long"),
    Column("change", _("What changed there, and when"), kind="long"),
)
READ_ACROSS = (
    Column("unit", _("Unit"), required=True),
    Column("similar", _("Similar there"), kind="choice", choices=YES_NO, required=True),
    Column("found", _("What was found, or why not"), kind="long", required=True),
)
STEPS_DONE = (
    Column("step", _("Step"), kind="choice", choices=STEPS),
    Column("by", _("Completed by"), kind="person"),
    Column("on", _("Completed on"), kind="date"),
)


class CausesField(RowsField):
    """A why-tree: rows that point to the row they explain."""

    def read_items(self, items: list[Any]) -> list[Any]:
        rows = super().read_items(items)
        for row in rows:
            row["status"] = row["status"] or "assumed"
        if said := whytree.fault(rows):
            raise ValidationError(said)
        return rows

    def shown(self, value: list[dict[str, Any]], *, short: bool = False) -> str:
        """The tree as it is read; in a list, how many whys there are."""
        if short:
            return str(len(value))
        return render_to_string("components/tree.html", {"nodes": whytree.tree(value)})

    def form_field(self, **options: Any) -> None:
        """No general form edits it: the why-tree has a page of its own."""

    def printed(self, value: list[dict[str, Any]], words: Any) -> list[PrintNode]:
        """The tree on paper."""
        return [_printed(node) for node in whytree.tree(value)]


def _printed(node: whytree.Node) -> PrintNode:
    text = f"{node.strong} {node.text}".strip()
    notes, tone = [node.note] if node.note else [], whytree.TONES.get(node.row["status"], "warn")
    return PrintNode(
        text=text, mark=str(node.word), tone=tone, notes=notes, children=[_printed(c) for c in node.children]
    )


class ComparisonField(RowsField):
    """Is / is not: the form offers a row for each dimension."""

    begins = tuple({"dimension": key} for key, _label in DIMENSIONS)


class StepsField(RowsField):
    """Completed steps of an 8D: written by the moves that complete and reopen them, never by a form."""

    def form_field(self, **options: Any) -> None:
        """None: see the class."""


class CyclesField(RowsField):
    """Ended cycles: a row to read, and in `content` everything that the plan's signature covered."""

    def read_items(self, items: list[Any]) -> list[Any]:
        plain = [{k: v for k, v in item.items() if k != "content"} for item in items]
        rows = super().read_items(plain)
        return [row | {"content": item.get("content", {})} for row, item in zip(rows, items, strict=True)]

    def form_field(self, **options: Any) -> None:
        """Written by the move that ends a cycle, never by a form."""
