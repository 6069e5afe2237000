"""The menu: Plan – Do – Check – Act – Prove, from the registers' declarations and the places their folders add."""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from qms.accounts.reach import reach
from qms.records.access import visible_to
from qms.records.models import Entry
from qms.registers.registry import registry

GROUPS = {
    "plan": _("Plan"), "do": _("Do"), "check": _("Check"), "act": _("Act"), "prove": _("Prove"),
    "organisation": _("Organisation"),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A page in the menu that is no register's list. `roles`: only for those who hold one of them anywhere."""

    group: str
    label: Any
    url: str
    order: int = 50
    roles: tuple[str, ...] = ()
    inside: bool = False  # only for those who hold a role that opens the registers
    managed: bool = False  # and for administrators


#: A register's folder adds its own pages: `menu.places.append(Place(...))` in its pages.py.
places: list[Place] = [
    Place("act", _("Clocks"), "/clocks/", 95, inside=True),
    Place("prove", _("Audit trail"), "/ledger/", 90),
    Place("organisation", _("People"), "/people/", 10, inside=True, managed=True),
    Place("organisation", _("Deliveries"), "/deliveries/", 80, roles=("administrator", "quality_manager")),
]


def build(actor: Any, path: str, today: datetime.date) -> list[dict[str, Any]]:
    """Groups of items for components/menu.html, with open and late counts from two queries."""
    held = reach(actor)
    opened, late = counts(actor, today)
    found: dict[str, list[tuple[int, str, str, str]]] = {}
    for register in registry.all():
        if register.menu and (held.is_insider or opened.get(register.key)):
            found.setdefault(register.menu, []).append(
                (register.order, str(register.label_plural), f"/{register.key}/", register.key)
            )
    for place in places:
        if place.inside and not (held.is_insider or (place.managed and held.anywhere("administrator"))):
            continue
        if not place.roles or held.anywhere(*place.roles):
            found.setdefault(place.group, []).append((place.order, str(place.label), place.url, ""))
    mine = [_item(_("My work"), "/", "", opened, Counter(), path)]
    groups: list[dict[str, Any]] = [{"label": "", "items": mine}]
    for key, label in GROUPS.items():
        if key in found:
            items = [_item(w, url, name, opened, late, path) for _order, w, url, name in sorted(found[key])]
            groups.append({"label": label, "items": items})
    return _with_keys(groups)


def counts(actor: Any, today: datetime.date) -> tuple[Counter[str], Counter[str]]:
    """How many open and how many late records the actor sees, by register."""
    seen = visible_to(Entry.objects.filter(phase__in=("draft", "open")), actor).order_by()
    opened = dict(seen.filter(phase="open").values_list("register").annotate(n=Count("pk")))
    overdue = seen.filter(makes_late(), dates__on__lt=today)
    return Counter(opened), Counter(dict(overdue.values_list("register").annotate(n=Count("pk"))))


def makes_late() -> Q:
    """The named dates that make an entry late: “due”, or the one that its register says."""
    own = {r.key: r.due_name for r in registry.all() if r.due_name != "due"}
    found = Q(dates__name="due")
    for key, name in own.items():
        found |= Q(register=key, dates__name=name)
    return found


def _item(label: Any, url: str, key: str, opened: Counter[str], late: Counter[str], path: str) -> dict[str, Any]:
    current = path == url or (url != "/" and path.startswith(url)) or (url == "/" and path == "/work/")
    return {
        "label": label,
        "url": url,
        "count": opened.get(key, 0),
        "late": late.get(key, 0),
        "current": current,
        "key": "",
    }


def _with_keys(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each item the first letter of its name that is still free, for `g` + letter."""
    taken = set()
    for item in (i for g in groups for i in g["items"]):
        letters = [c for c in str(item["label"]).lower() if c.isalpha() and c.isascii() and c not in taken]
        if letters:
            item["key"] = letters[0]
            taken.add(letters[0])
    return groups
