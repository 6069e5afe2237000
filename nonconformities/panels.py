"""What the record page and the print add to the declared sections."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t

from qms.links import edges
from qms.printing.shapes import PrintColumn, PrintSection, PrintTable
from qms.records.access import visible_to
from qms.records.models import Entry
from qms.registers import registry

from . import whytree
from .followup import actions_of
from .services import may_add_action
from .states import OPEN

#: CA-08: the same cause this long before is proposed as a repetition.
REPEATS_WITHIN = datetime.timedelta(days=365)
MOST = 10


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
    if record.past_cycles:
        found.append((_t("Earlier cycles"), "nonconformities/cycles.html", {"record": record}))
    if repeats := repetitions(record, actor):
        found.append((_t("Same cause before"), "nonconformities/repeats.html", {"repeats": repeats, "record": record}))
    return found


def _seen(record: Any, actor: Any) -> list[Any]:
    return list(visible_to(actions_of(record), actor))


def repetitions(record: Any, actor: Any) -> list[Any]:
    """CA-08: nonconformities with the same cause code, in a process that both concern or at the same place, within a
    year before this one; newest first."""
    code = record.cause_code.strip()
    if not code:
        return []
    since = record.created_at - REPEATS_WITHIN
    same = visible_to(type(record).objects.filter(cause_code__iexact=code, created_at__gte=since), actor)
    same = same.filter(created_at__lte=record.created_at).exclude(pk=record.pk).exclude(state="void")
    processes = edges.targets(record.pk, "concerns", "processes").order_by().values("pk")
    alike = Entry.objects.filter(
        links_out__target__in=processes, links_out__kind="concerns", links_out__removed_at=None
    )
    near = same.filter(pk__in=alike.values("pk"))
    if record.place.strip():
        near = near | same.filter(place__iexact=record.place.strip())
    return list(near.order_by("-pk")[:MOST])


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
