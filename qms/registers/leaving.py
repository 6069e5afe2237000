"""Everything open that somebody has who leaves, and who takes it: found and checked (requirement MK-10)."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from qms.accounts.models import Grant, User
from qms.accounts.people import users_with
from qms.accounts.reach import reach
from qms.lib.errors import Forbidden, Invalid
from qms.lib.text import check_reason
from qms.notices.models import Absence
from qms.records.access import visible_to
from qms.records.models import Entry, Involved, LedgerRow
from qms.records.transactions import in_one_transaction

from .models import HandOver
from .registry import registry

NAMED = 20  # numbers that a refusal names
LIVE = ("draft", "open")


@dataclass(frozen=True)
class Item:
    """One record, and in which of its fields the person has something to do; none: it stays as it is."""

    entry: Entry
    fields: tuple[str, ...]
    record: Any = None

    @property
    def kind(self) -> str:
        """What its register calls it."""
        return str(registry[self.entry.register].label)

    @property
    def state(self) -> str:
        """Its state in words."""
        return str(registry[self.entry.register].lifecycle.label(self.entry.state))

    @property
    def labels(self) -> list[str]:
        """The fields in words."""
        known = registry[self.entry.register].fields
        return [str(known[name].verbose_name) for name in self.fields]


def open_entries(leaver: User) -> QuerySet[Entry]:
    """Live records that the person owns or has a part in."""
    part = Exists(Involved.objects.filter(entry=OuterRef("pk"), user=leaver))
    return (
        Entry.objects.filter(Q(owner=leaver) | part, phase__in=LIVE).select_related("unit").order_by("register", "pk")
    )


def items(leaver: User, *, after: int = 0, most: int | None = None) -> list[Item]:
    """What the person has, one query for each register besides; `after` an entry id, for piecewise work."""
    entries = list(open_entries(leaver).filter(pk__gt=after).order_by("pk")[:most])
    records: dict[int, Any] = {}
    for key in {e.register for e in entries if e.register in registry}:
        ids = [e.pk for e in entries if e.register == key]
        records |= {row.pk: row for row in registry[key].model.objects.filter(pk__in=ids)}
    return [_item(entry, records.get(entry.pk), leaver) for entry in entries]


def _item(entry: Entry, record: Any, leaver: User) -> Item:
    held = registry[entry.register].held_by(record, leaver) if record is not None else ()
    return Item(entry, tuple(held), record)


def handed_over(row: HandOver, *, most: int) -> list[Item]:
    """The records that a hand-over gave to somebody else, as the ledger has them."""
    rows = LedgerRow.objects.filter(action__endswith=".hand_over", actor=row.actor, reason=row.reason)
    ids = rows.filter(at__gte=row.begun_at).order_by().values("entry")
    found = Entry.objects.filter(pk__in=ids).select_related("owner").order_by("register", "pk")
    return [Item(entry, ()) for entry in found[:most]]


def only_holder_of(leaver: User) -> list[Grant]:
    """Roles of the person that nobody else active holds in the same unit or above: work waits for nobody then."""
    grants = Grant.objects.filter(user=leaver).select_related("unit").order_by("unit__path", "role")
    return [g for g in grants if not users_with(g.role, g.unit).exclude(pk=leaver.pk).exists()]


def deputy_for(leaver: User, at: datetime.datetime) -> QuerySet[Absence]:
    """Absences of others for whom the person stands in."""
    return Absence.objects.filter(deputy=leaver, ended_at=None, ends__gte=at.date()).select_related("user")


def unseen(found: Iterable[Item], takers: Mapping[str, User], to: User) -> list[tuple[User, list[str]]]:
    """For each successor the numbers of the records that he may not see."""
    by_taker: dict[User, list[Entry]] = {}
    for item in found:
        if item.fields:
            by_taker.setdefault(takers.get(item.entry.register, to), []).append(item.entry)
    refused = []
    for taker, entries in by_taker.items():
        ids = [e.pk for e in entries]
        seen = set(visible_to(Entry.objects.filter(pk__in=ids), taker).values_list("pk", flat=True))
        if blind := [e.number for e in entries if e.pk not in seen]:
            refused.append((taker, blind))
    return refused


def may_begin(actor: Any, leaver: User) -> bool:
    """Whether the actor may hand over what the person has: administrators, as they end the access too."""
    return actor.username == "system" or reach(actor).anywhere("administrator")


@in_one_transaction
def begin(
    *, leaver: User, to: User, takers: dict[str, User] | None = None, give_roles: bool = False,
    regardless: bool = False, actor: Any, at: datetime.datetime, reason: str, source: str = "page",
) -> HandOver:  # fmt: skip
    """Check a hand-over and put it in the queue; the work is done by handing.py, record by record.

    to: who takes everything; takers: somebody else for single registers. give_roles: the successor gets the roles too.
    regardless: also where a successor could not do in a record what the leaver can.
    Raises Forbidden, or Invalid naming the records that a successor may not see, or could not go on with. Nothing has
    been changed then.
    """
    if not may_begin(actor, leaver):
        raise Forbidden(_("Only an administrator hands over what somebody has who leaves."))
    reason, takers = check_reason(reason), takers or {}
    running = HandOver.objects.filter(leaver=leaver, queue_state__in=(HandOver.WAITING, HandOver.RUNNING)).first()
    if running is not None:
        return running
    found = check(leaver, to=to, takers=takers, give_roles=give_roles, regardless=regardless)
    return HandOver.objects.create(
        leaver=leaver, to=to, takers={key: person.pk for key, person in takers.items()}, reason=reason, actor=actor,
        source=source, give_roles=give_roles, total=sum(bool(i.fields) for i in found), begun_at=at, due_at=at,
    )  # fmt: skip


def check(
    leaver: User, *, to: User, takers: Mapping[str, User], give_roles: bool, regardless: bool
) -> list[Item]:  # fmt: skip
    """What the leaver has, if these people may take it. Raises Invalid."""
    from .succession import in_words, short_of

    if leaver.username == "system":
        raise Invalid(_("The clock's user leaves nobody behind."))
    for person in {to, *takers.values()}:
        if person.pk == leaver.pk or not person.is_active or person.username == "system":
            raise Invalid(fields={"to": [_("%s cannot take anything over.") % person.printed_name]})
    found = items(leaver)
    if blind := unseen(found, takers, to):
        raise Invalid(fields={"to": [_blind_sentence(taker, numbers) for taker, numbers in blind]})
    short = [] if regardless else short_of(found, leaver=leaver, takers=takers, to=to, give_roles=give_roles)
    if short:
        raise Invalid(fields={"regardless": in_words(short)})
    return found


def listed(numbers: list[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(numbers) - NAMED
    return ", ".join(numbers[:NAMED]) + (_(" and %d more") % more if more > 0 else "")


def _blind_sentence(taker: User, numbers: list[str]) -> str:
    return _("%(who)s may not see %(numbers)s. Choose somebody else for them, or give a role first.") % {
        "who": taker.printed_name, "numbers": listed(numbers),
    }  # fmt: skip
