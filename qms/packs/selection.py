"""Which records an order means: those of its kind, in its period, that the exporter may see."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.lib.errors import Invalid
from qms.lib.natural import natural_key
from qms.links.graph import SIDEWAYS
from qms.links.models import Link
from qms.records.access import visible_to
from qms.records.models import Entry, LedgerRow
from qms.registers.registry import registry

from .hooks import kinds
from .order import Order

CHUNK = 500
MENU = ("plan", "do", "check", "act", "prove", "organisation", None)  # what is in no menu comes last


@dataclass(frozen=True)
class Chosen:
    """One record of a pack."""

    pk: int
    register: str
    number: str


def select(order: Order, *, actor: Any) -> list[Chosen]:
    """The records, register by register in the order of the menu, by number.

    Raises Invalid: nothing to be seen there, more than QMS_PACK_RECORDS, a number that does not exist or is invisible.
    """
    rows = _in_period(visible_to(Entry.objects.all(), actor), order)
    most = settings.QMS_PACK_RECORDS
    if order.register:
        if order.register not in registry:
            raise Invalid(fields={"register": [_("There is no register “%s”.") % order.register[:60]]})
        rows = rows.filter(register=order.register)
        _at_most(most, rows.order_by().count() if rows.order_by("pk")[most : most + 1] else 0)
        found = _chosen(rows)
    else:
        asked = _named(order, actor) if order.records else set(_kind(order).find(order.reference, actor))
        ids = sorted(with_companions(asked))
        found = [one for some in chunks(ids) for one in _chosen(rows.filter(pk__in=some))]
        _at_most(most, len(found))
    if not found:
        raise Invalid(_nothing(order))
    listed = sorted(registry, key=lambda r: (MENU.index(r.menu) if r.menu in MENU else len(MENU), r.order))
    places = {r.key: place for place, r in enumerate(listed)}
    return sorted(found, key=lambda c: (places.get(c.register, len(places)), natural_key(c.number)))


def _chosen(rows: QuerySet[Entry]) -> list[Chosen]:
    return [Chosen(*row) for row in rows.order_by("pk").values_list("pk", "register", "number")]


def _kind(order: Order) -> Any:
    if order.kind not in kinds:
        raise Invalid(_("Packs cannot be asked for in this way here."))
    return kinds[order.kind]


def _named(order: Order, actor: Any) -> set[int]:
    seen = dict(visible_to(Entry.objects.filter(number__in=order.records), actor).values_list("number", "pk"))
    missing = [number for number in order.records if number not in seen]
    if missing:
        said = [_("There is no record “%s” that you may see.") % number for number in missing[:10]]
        raise Invalid(fields={"records": said})
    return set(seen.values())


def _in_period(rows: QuerySet[Entry], order: Order) -> QuerySet[Entry]:
    """Records that were there and alive in the period: made by its end, and changed since it began or alive still.

    By the instants of the ledger, not by dates that somebody typed. What was closed before the period and not touched
    since is left out; when in doubt a record is in, because an auditor misses what is missing and not what is too much.
    """
    zone = timezone.get_default_timezone()
    if order.until:
        end = datetime.datetime.combine(order.until + datetime.timedelta(days=1), datetime.time(), zone)
        rows = rows.filter(Exists(LedgerRow.objects.filter(entry=OuterRef("pk"), rev=1, at__lt=end)))
    if order.since:
        begin = datetime.datetime.combine(order.since, datetime.time(), zone)
        rows = rows.filter(Q(changed_at__gte=begin) | Q(phase__in=("draft", "open")))
    return rows


def _at_most(most: int, count: int) -> None:
    if count > most:
        said = _(
            "That would be %(n)s records; a pack holds at most %(most)s. Narrow the period, or take fewer at a time."
        )
        raise Invalid(said % {"n": f"{count:,}", "most": f"{most:,}"})


def _nothing(order: Order) -> str:
    if order.since or order.until:
        return _("There is nothing in this period that you may see. Widen the period or ask for something else.")
    return _("There is nothing there that you may see, so there is nothing to put into a pack.")


def with_linked(ids: Iterable[int], *, actor: Any, steps: int) -> set[int]:
    """The ids and those of records linked to them in either direction, up to `steps` away, over visible ones only.

    What a record is only about (`concerns`) is not followed: one process concerns half the house.
    """
    seen = visible_to(Entry.objects.all(), actor).values("pk")
    found = set(ids)
    rim = set(found)
    for _step in range(steps):
        near: set[int] = set()
        for some in chunks(sorted(rim)):
            links = Link.objects.filter(removed_at=None).exclude(kind=SIDEWAYS)
            near.update(links.filter(source__in=some, target__in=seen).values_list("target_id", flat=True))
            near.update(links.filter(target__in=some, source__in=seen).values_list("source_id", flat=True))
        rim = near - found
        found |= rim
        if not rim or len(found) > settings.QMS_PACK_RECORDS:
            break
    return found


def with_companions(ids: Iterable[int]) -> set[int]:
    """The ids and those of the records that belong with them, as registers say; not yet asked who may see them."""
    found = set(ids)
    for some in chunks(sorted(found)):
        by_register: dict[str, list[int]] = {}
        for pk, key in Entry.objects.filter(pk__in=some).order_by("pk").values_list("pk", "register"):
            by_register.setdefault(key, []).append(pk)
        for key, pks in by_register.items():
            found.update(registry[key].companions(pks))
    return found


def chunks(ids: Iterable[int], size: int = CHUNK) -> Iterator[list[int]]:
    """The ids in lists short enough for one query."""
    rest = iter(ids)
    while some := list(islice(rest, size)):
        yield some


def in_words(order: Order) -> str:
    """What was asked for, in one line."""
    label = {"register": _("Register"), "records": ngettext("Record", "Records", len(order.records))}
    known = kinds.get(order.kind)
    kind = label.get(order.kind) or str(known.label if known else order.kind)
    what = str(registry[order.register].label_plural) if order.register in registry else order.reference
    what = known.name(what) if known and known.name else what
    few = ", ".join(order.records[:3]) + " …" if len(order.records) > 3 else what
    return f"{kind}: {few}"
