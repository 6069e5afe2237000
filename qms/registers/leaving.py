"""Everything open that somebody has who leaves, and who takes it: found and checked (requirement MK-10)."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from qms.accounts.models import Grant, User
from qms.accounts.people import system_user, users_with
from qms.accounts.reach import reach
from qms.lib.errors import Forbidden, Invalid
from qms.lib.text import check_reason
from qms.notices.models import Absence
from qms.records.access import visible_to
from qms.records.models import Entry, Involved
from qms.records.transactions import in_one_transaction

from .models import HandOver
from .registry import registry
from .signing import signatures_among

NAMED = 20  # numbers that a refusal names
LIVE = ("draft", "open")


@dataclass(frozen=True)
class Item:
    """One record, and in which of its fields somebody else can be put; none: it stays as it is.

    covered: fields with a duty where the name stays, since a signature that holds covers it.
    """

    entry: Entry
    fields: tuple[str, ...]
    record: Any = None
    covered: tuple[str, ...] = ()
    why: str = ""
    taker: User | None = None

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
        return in_words(self.entry.register, self.fields)


def in_words(key: str, names: Iterable[str]) -> list[str]:
    """Fields of a register as people call them."""
    known = registry[key].fields
    return [str(known[name].verbose_name) for name in names]


def open_entries(leaver: User) -> QuerySet[Entry]:
    """Live records that the person owns or has a part in."""
    part = Exists(Involved.objects.filter(entry=OuterRef("pk"), user=leaver))
    return (
        Entry.objects.filter(Q(owner=leaver) | part, phase__in=LIVE).select_related("unit").order_by("register", "pk")
    )


def items(leaver: User, *, after: int = 0, most: int | None = None) -> list[Item]:
    """What the person has, two queries for each register besides; `after` an entry id, for piecewise work."""
    entries = list(open_entries(leaver).filter(pk__gt=after).order_by("pk")[:most])
    records: dict[int, Any] = {}
    signed: dict[int, list[Any]] = {}
    for key in {e.register for e in entries if e.register in registry}:
        ids = [e.pk for e in entries if e.register == key]
        found = {row.pk: row for row in registry[key].model.objects.select_related("entry").filter(pk__in=ids)}
        records |= found
        signed |= {pk: [s for s, valid in rows if valid] for pk, rows in signatures_among(*found.values()).items()}
    other = system_user()
    return [_item(entry, records.get(entry.pk), leaver, signed.get(entry.pk, []), other) for entry in entries]


def _item(entry: Entry, record: Any, leaver: User, signed: list[Any], other: User) -> Item:
    if record is None:
        return Item(entry, ())
    register = registry[entry.register]
    covered = register.covered(record, leaver, signed, other)
    goes = tuple(name for name in register.held_by(record, leaver) if name not in covered)
    return Item(entry, goes, record, tuple(covered), _why_it_stays(register, record, leaver, covered))


def _why_it_stays(register: Any, record: Any, leaver: User, covered: list[str]) -> str:
    """Why the person's name stays in a record, as far as it does, in a sentence."""
    if covered:
        what = ", ".join(in_words(register.key, covered))
        return _("A signature that holds covers the name (%s).") % what
    named = register.parts_of(record, leaver)
    if own := [name for name in named if name in register.own_duty]:
        return _("A duty of this person alone (%s).") % ", ".join(in_words(register.key, own))
    if record.created_by_id == leaver.pk:
        return _("Written by this person.")
    return _("Says who did something (%s).") % ", ".join(in_words(register.key, named))


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
    from .succession import short_of, told_of

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
        raise Invalid(fields={"regardless": told_of(short)})
    return found


def listed(numbers: list[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(numbers) - NAMED
    return ", ".join(numbers[:NAMED]) + (_(" and %d more") % more if more > 0 else "")


def _blind_sentence(taker: User, numbers: list[str]) -> str:
    return _("%(who)s may not see %(numbers)s. Choose somebody else for them, or give a role first.") % {
        "who": taker.printed_name, "numbers": listed(numbers),
    }  # fmt: skip
