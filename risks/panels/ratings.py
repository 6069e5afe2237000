"""What the page of a risk or an opportunity adds: where it stands, controls, actions, acceptances, reviews."""

from typing import Any

from django.utils.translation import gettext as _

from qms.printing.shapes import PrintColumn, PrintSection, PrintTable
from qms.records.access import visible_to
from qms.registers import registry

from ..models import Acceptance, Risk
from ..queries.near import actions_of, controls_of
from .rows import loss_rows, rating_rows, review_rows

MOST = 50


def of(record: Any, actor: Any) -> list[Any]:
    """(title, template, context) of each panel that has something to say."""
    living = registry[_key(record)].lifecycle.phase(record.state) in ("draft", "open")
    adds = {
        key: living and bool(registry[key].may_add(actor, None)) for key in ("actions", "controls", "risk-acceptances")
    }
    base = {"record": record, "adds": {key.replace("-", "_"): may for key, may in adds.items()}}
    actions = list(visible_to(actions_of(record), actor)[:MOST])
    found = [(_("Actions"), "risks/panels/actions.html", {**base, "actions": actions})]
    if isinstance(record, Risk):
        found.insert(0, (_("Controls"), "risks/panels/controls.html", {**base, "controls": controls(record, actor)}))
        held = {**base, "acceptances": acceptances(record, actor)}
        found.append((_("Acceptance"), "risks/panels/acceptances.html", held))
    if record.ratings:
        found.append((_("Ratings"), "risks/panels/ratings.html", {**base, "rows": rating_rows(record)}))
    if isinstance(record, Risk) and record.losses:
        found.append((_("Yearly losses"), "risks/panels/losses.html", {**base, "rows": loss_rows(record)}))
    if record.reviews:
        found.append((_("Reviews"), "risks/panels/reviews.html", {**base, "rows": review_rows(record)}))
    return found


def controls(record: Any, actor: Any) -> list[Any]:
    """The controls that the reader may see."""
    return list(visible_to(controls_of(record), actor)[:MOST])


def acceptances(record: Any, actor: Any) -> list[Any]:
    """The acceptances that the reader may see, newest first."""
    rows = Acceptance.objects.filter(risk=record).select_related("entry", "owner", "matrix")
    return list(visible_to(rows, actor).order_by("-pk")[:MOST])


def printed(record: Any, actor: Any) -> list[PrintSection]:
    """The same as tables on paper; the ratings stand among the particulars."""
    tables = _controls(record, actor) + _acceptances(record, actor) if isinstance(record, Risk) else []
    tables += _actions(record, actor)
    if record.reviews:
        tables.append(_reviews(record))
    return [PrintSection(label=table.label, tables=[table]) for table in tables]


def _reviews(record: Any) -> PrintTable:
    heads = [
        PrintColumn(label=_("On"), width="date"), PrintColumn(label=_("By"), width="person"),
        PrintColumn(label=_("Level"), width="short"), PrintColumn(label=_("Reasoning")),
        PrintColumn(label=_("Next review"), width="date"),
    ]  # fmt: skip
    rows = [[r["on"], _name(r["by"]), str(r["level"]), r["result"], r["next"]] for r in review_rows(record)]
    return PrintTable(label=_("Reviews"), columns=heads, rows=rows)


def _controls(record: Any, actor: Any) -> list[PrintTable]:
    lifecycle = registry["controls"].lifecycle
    rows = [
        [c.number, c.title, c.get_kind_display(), c.get_measure_display(), lifecycle.label(c.state)]
        for c in controls(record, actor)
    ]
    heads = [
        PrintColumn(label=_("Number"), width="number"), PrintColumn(label=_("Control")),
        PrintColumn(label=_("What it does"), width="short"), PrintColumn(label=_("Kind of measure"), width="person"),
        PrintColumn(label=_("State"), width="state"),
    ]  # fmt: skip
    return [PrintTable(label=_("Controls"), columns=heads, rows=rows)] if rows else []


def _acceptances(record: Any, actor: Any) -> list[PrintTable]:
    lifecycle = registry["risk-acceptances"].lifecycle
    rows = [
        [a.number, a.title, str(a.get_level_display()), a.accepted_on, a.ends_on, lifecycle.label(a.state)]
        for a in acceptances(record, actor)
    ]
    heads = [
        PrintColumn(label=_("Number"), width="number"), PrintColumn(label=_("Acceptance")),
        PrintColumn(label=_("Level"), width="short"), PrintColumn(label=_("Accepted on"), width="date"),
        PrintColumn(label=_("Ends on"), width="date"), PrintColumn(label=_("State"), width="state"),
    ]  # fmt: skip
    return [PrintTable(label=_("Acceptances"), columns=heads, rows=rows)] if rows else []


def _actions(record: Any, actor: Any) -> list[PrintTable]:
    lifecycle = registry["actions"].lifecycle
    rows = [
        [a.number, a.title, _name(a.owner), a.due_on, lifecycle.label(a.state)]
        for a in visible_to(actions_of(record), actor)[:MOST]
    ]
    heads = [
        PrintColumn(label=_("Number"), width="number"), PrintColumn(label=_("Action")),
        PrintColumn(label=_("Owner"), width="person"), PrintColumn(label=_("Due date"), width="date"),
        PrintColumn(label=_("State"), width="state"),
    ]  # fmt: skip
    return [PrintTable(label=_("Actions"), columns=heads, rows=rows)] if rows else []


def _key(record: Any) -> str:
    return "risks" if isinstance(record, Risk) else "opportunities"


def _name(user: Any) -> str:
    return user.printed_name if user is not None else ""
