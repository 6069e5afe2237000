"""Pareto: which few causes, units, processes, places, products or origins make up most of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms.accounts.models import Unit
from qms.lib.errors import BadRequest
from qms.lib.text import is_whole
from qms.links.models import Link
from qms.records.access import visible_to
from qms.records.models import Entry

from ..choices import ORIGINS
from ..models import Nonconformity

#: Bars of one chart; what is left over is one more.
MOST = 10
Rows = QuerySet[Nonconformity]


@dataclass(frozen=True)
class Bar:
    """One bar. `share` and `cumulative` in per cent of all; `key` None for all those left over."""

    key: str | None
    label: str
    count: int
    share: float
    cumulative: float


@dataclass(frozen=True)
class Pareto:
    """One chart. `total` may be less than the sum where one nonconformity counts for several bars."""

    by: str
    label: Any
    bars: list[Bar]
    total: int
    unsaid: int
    shared: bool = False  # whether one nonconformity counts for several bars


#: What can be counted by, in the order of the page: label and field; processes are reached by their links.
BY: dict[str, tuple[Any, str]] = {
    "cause": (gettext_lazy("Cause code"), "cause_code"),
    "unit": (gettext_lazy("Unit"), "unit_id"),
    "process": (gettext_lazy("Process"), ""),
    "place": (gettext_lazy("Place"), "place"),
    "product": (gettext_lazy("Product or system"), "product"),
    "origin": (gettext_lazy("Origin"), "origin"),
}


def pareto(rows: Rows, by: str, actor: Any) -> Pareto:
    """The bars of one chart, largest first, in at most four queries. Raises BadRequest for an unknown `by`."""
    label, field = _known(by)
    total = rows.count()
    if by == "process":
        return _by_process(rows, label, total, actor)
    said = rows.exclude(**{field: None if field == "unit_id" else ""})
    groups = said.order_by().values(field).distinct().count()
    counted = list(said.order_by().values_list(field).annotate(n=Count("pk")).order_by("-n", field)[:MOST])
    unsaid = total - said.count()
    words = _words(by, [key for key, _n in counted])
    return Pareto(by, label, _bars(counted, words, total - unsaid, groups - MOST), total, unsaid)


def _bars(counted: list[Any], words: Callable[[Any], str], whole: int, others: int) -> list[Bar]:
    """others: how many values have no bar of their own."""
    bars: list[Bar] = []
    so_far = 0
    for key, n in counted:
        so_far += n
        bars.append(Bar(str(key), words(key), n, 100 * n / whole, min(100.0, 100 * so_far / whole)))
    if others > 0 and so_far < whole:
        left = whole - so_far
        label = ngettext("%d other value", "%d other values", others) % others
        bars.append(Bar(None, label, left, 100 * left / whole, 100.0))
    return bars


def _by_process(rows: Rows, label: Any, total: int, actor: Any) -> Pareto:
    """A nonconformity may concern several processes: the line counts each once, so that it says how many cases the
    bars so far reach."""
    links = _concerning(actor).filter(source_id__in=rows.order_by().values("pk")).order_by()
    counted = list(
        links.values_list("target__number").annotate(n=Count("source_id", distinct=True))
        .order_by("-n", "target__number")[:MOST]
    )  # fmt: skip
    whole = links.aggregate(n=Count("source_id", distinct=True))["n"]
    held: dict[str, set[int]] = {key: set() for key, _n in counted}
    for key, source in links.filter(target__number__in=held).values_list("target__number", "source_id"):
        held[key].add(source)
    words, reached, bars = _words("process", list(held)), set[int](), []
    for key, n in counted:
        reached |= held[key]
        bars.append(Bar(key, words(key), n, 100 * n / whole, 100 * len(reached) / whole))
    return Pareto("process", label, bars, total, total - whole, shared=sum(n for _key, n in counted) > len(reached))


def _words(by: str, keys: list[Any]) -> Callable[[Any], str]:
    """Key to label: units and processes by name, choices by their words."""
    names: dict[Any, Any] = {}
    if by == "unit":
        names = {u.pk: str(u) for u in Unit.objects.filter(pk__in=keys)}
    elif by == "process":
        names = dict(Entry.objects.filter(number__in=keys).values_list("number", "title"))
    elif by == "origin":
        names = dict(ORIGINS)
    return lambda key: str(names.get(key, key))


def _concerning(actor: Any) -> QuerySet[Link]:
    """Links to processes that the actor may see."""
    seen = visible_to(Entry.objects.filter(register="processes"), actor).values("pk")
    return Link.objects.filter(kind="concerns", removed_at=None, target__in=seen)


def behind(rows: Rows, by: str, key: str, actor: Any) -> Rows:
    """The nonconformities that one bar counts; key "" those of which nothing is said. Raises BadRequest."""
    _label, field = _known(by)
    if by == "process":
        links = _concerning(actor)
        chosen = links.filter(target__number=key) if key else links
        inside = Q(pk__in=chosen.values("source_id"))
        return rows.filter(inside if key else ~inside)
    if by == "unit" and not is_whole(key):
        raise BadRequest(_("“%s” is no unit.") % key[:60])
    return rows.filter(**{field: int(key) if by == "unit" else key})


def label_of(by: str, key: str) -> str:
    """What a bar is called."""
    if not key:
        return _("Not said")
    return _words(by, [int(key)])(int(key)) if by == "unit" else _words(by, [key])(key)


def _known(by: str) -> tuple[Any, str]:
    if by not in BY:
        raise BadRequest(_("Nonconformities are not counted by “%s”.") % by[:60])
    return BY[by]
