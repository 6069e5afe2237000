"""The numbers of the home page. Each is a link to exactly the list that it counts."""

import datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.accounts.reach import reach
from qms.records.access import NARROW
from qms.registers.lists import late, states_in
from qms.registers.registry import registry

from .menu import GROUPS
from .values import small_first


def tiles(actor: Any, today: datetime.date) -> list[dict[str, Any]]:
    """Open and late records of every register in the menu, and what a register adds itself (`tiles`).

    `quiet`: nothing of it is late, so that it does not stand beside what needs a look.

    Who has no role in which records are read (an administrator) is shown the registers in which he sees something.
    """
    found: list[dict[str, Any]] = []
    insider = reach(actor).is_insider
    for register in sorted(registry.all(), key=_place):
        if not insider and not register.visible(actor).exists():
            continue
        own = getattr(register, "tiles", None)
        if own is not None:
            found += own(actor, today)
        elif register.menu in ("check", "act"):
            found.append(_tile(register, actor, today))
    return found


def _place(register: Any) -> tuple[int, int]:
    """In the order of the menu."""
    groups = list(GROUPS)
    return (groups.index(register.menu) if register.menu in GROUPS else len(groups), register.order)


def _tile(register: Any, actor: Any, today: datetime.date) -> dict[str, Any]:
    """Open records of one register: a count, how many are late, how old the oldest is."""
    rows = register.visible(actor).order_by()
    opened = Q(state__in=states_in(register, "open"))
    counted = rows.aggregate(all=Count("pk"), open=Count("pk", filter=opened), oldest=Min("created_at", filter=opened))
    overdue = late(rows, register, today).count() if register.due_field else 0
    none = _("none that you may see") if register.audience in NARROW else _("none recorded")
    note = _("of %d in all") % counted["all"] if counted["all"] else none
    if counted["oldest"]:
        days = (today - counted["oldest"].date()).days
        note = ngettext("oldest %d day", "oldest %d days", days) % days
    return {
        "label": _("Open %s") % small_first(register.label_plural),
        "value": counted["open"] if counted["all"] else None,
        "quiet": not overdue,
        "late": _("%d late") % overdue if overdue else "",
        "late_url": f"/{register.key}/?phase=all&due=late",
        "note": note,
        "url": f"/{register.key}/?phase=open",
    }
