"""What the record page and the print add to the declared sections."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _t

from qms.printing.shapes import PrintColumn, PrintSection, PrintTable
from qms.records.access import visible_to
from qms.registers import registry

from . import whytree
from .followup import actions_of
from .models import QualityCost
from .models.costs import BY_DETECTION
from .repeats import MOST, perhaps_again, repetitions
from .services import may_add_action
from .states import ANALYSED, OPEN

#: While it is not yet known whether it is the same again.
LOOKED_FOR = ("draft", *ANALYSED)


def of(record: Any, actor: Any) -> list[Any]:
    """(title, template, context) of each panel that has something to say."""
    url = f"/nonconformities/{record.number}/"
    actions = {"actions": _seen(record, actor), "url": url, "may_add": may_add_action(record, actor)}
    if record.state in OPEN and not actions["may_add"]:
        actions["why_not"] = _t("Actions are added by the owner, or by the quality manager of %s.") % record.unit
    found = [(_t("Actions"), "nonconformities/actions.html", actions)]
    chains = [list(whytree.chain(record.causes, root["id"])) for root in whytree.roots(record.causes)]
    tree = {"chains": chains, "doubts": whytree.doubts(record.causes), "url": url, "record": record}
    found.append((_t("From cause to effect"), "nonconformities/chain.html", tree))
    if record.check_from or record.check_date or record.short_rationale or record.concession:
        found.append((_t("Check and decisions"), "nonconformities/check.html", {"record": record}))
    costs = {"costs": costs_of(record, actor), "record": record, "proposed": BY_DETECTION.get(record.detected, "")}
    costs["may_add"] = bool(registry["quality-costs"].may_add(actor, None))
    if costs["costs"] or record.detected:
        found.append((_t("Cost of quality"), "nonconformities/costs.html", costs))
    if record.past_cycles:
        found.append((_t("Earlier cycles"), "nonconformities/cycles.html", {"record": record}))
    if repeats := repetitions(record, actor):
        said = {"repeats": repeats, "record": record, "months": settings.QMS_REPEATS_MONTHS}
        found.append((_t("Same cause before"), "nonconformities/repeats.html", said))
    if record.state in LOOKED_FOR and (alike := perhaps_again(record, actor)):
        may = bool(registry["nonconformities"].can_attach(record, actor))
        said = {"found": alike, "record": record, "may_link": may}
        found.append((_t("Perhaps reported before"), "nonconformities/perhaps.html", said))
    return found


def costs_of(record: Any, actor: Any) -> list[Any]:
    """What it cost, as far as the actor may see it; newest first."""
    rows = visible_to(QualityCost.objects.filter(nonconformity=record).exclude(state="void"), actor)
    return list(rows.select_related("entry").order_by("-pk")[:MOST])


def _seen(record: Any, actor: Any) -> list[Any]:
    return list(visible_to(actions_of(record), actor))


def printed(record: Any, actor: Any) -> list[PrintSection]:
    """The actions as a table on paper."""
    lifecycle = registry["actions"].lifecycle
    rows = [
        (
            a.number,
            a.title,
            a.get_kind_display(),
            a.owner.printed_name if a.owner else "",
            a.due_on,
            lifecycle.label(a.state),
        )
        for a in _seen(record, actor)
    ]
    if not rows:
        return []
    heads = [
        PrintColumn(label=_t("Number"), width="number"), PrintColumn(label=_t("Action")),
        PrintColumn(label=_t("Kind"), width="short"), PrintColumn(label=_t("Owner"), width="person"),
        PrintColumn(label=_t("Due date"), width="date"), PrintColumn(label=_t("State"), width="state"),
    ]  # fmt: skip
    return [PrintSection(label=_t("Actions"), tables=[PrintTable(label=_t("Actions"), columns=heads, rows=rows)])]
