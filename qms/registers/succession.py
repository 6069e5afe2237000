"""Whether whoever takes a record over could go on with it: the steps that are the leaver's now, asked for him too."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.accounts.reach import reach
from qms.accounts.roles import CLOSED_ROLES, ROLES
from qms.records.models import Entry

from .leaving import Item, listed
from .registry import registry


@dataclass(frozen=True)
class Short:
    """A record whose successor lacks a role or reach for some of the steps that the leaver could take."""

    entry: Entry
    taker: User
    steps: tuple[str, ...]


def in_words(short: Iterable[Short]) -> list[str]:
    """A sentence for each successor and what he lacks, with the numbers of the records."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in short:
        found.setdefault((one.taker.printed_name, ", ".join(one.steps)), []).append(one.entry.number)
    return [
        _("%(who)s could not take these steps: %(steps)s. It is about %(numbers)s.")
        % {"who": who, "steps": steps, "numbers": listed(numbers)}
        for (who, steps), numbers in found.items()
    ]


def short_of(
    found: Iterable[Item], *, leaver: User, takers: Mapping[str, User], to: User, give_roles: bool
) -> list[Short]:  # fmt: skip
    """The records whose successor could not do all that the leaver can do in them now, each with the steps.

    give_roles: `to` gets the roles of the leaver too, so nothing will be lacking.
    """
    short = []
    for item in found:
        taker = takers.get(item.entry.register, to)
        if not item.fields or item.record is None or (give_roles and taker.pk == to.pk):
            continue
        if steps := _lacking(item, leaver, taker):
            short.append(Short(item.entry, taker, tuple(steps)))
    return short


def _lacking(item: Item, leaver: User, taker: User) -> list[str]:
    register, record = registry[item.entry.register], item.record
    after = copy.copy(record)
    register.put_instead(after, item.fields, leaver, taker)
    moves = register.lifecycle.leaving(record.state)
    lacking = [str(t.label) for t in moves if t.rule(leaver, record) and not t.rule(taker, after)]
    if register.can_edit(record, leaver) and not register.can_edit(after, taker):
        lacking.append(_("Edit"))
    if _works_in(leaver, record.unit_id) and not _works_in(taker, record.unit_id):
        lacking.append(_("whatever asks more than the role of a reader"))
    return lacking


def _works_in(person: User, unit_id: int | None) -> bool:
    """Whether the person holds a role in the unit that does more than read."""
    working = [role for role in ROLES if role not in CLOSED_ROLES | {"reader"}]
    return any(reach(person).has(role, unit_id) for role in working)
