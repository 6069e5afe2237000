"""Whether whoever takes a record over could go on with it: the steps that are the leaver's now, asked for him too.

Where a step is out of his reach, it is told whether a role would help or somebody else has to be chosen.
"""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.accounts.reach import reach, with_every_role
from qms.accounts.roles import CLOSED_ROLES, ROLES
from qms.records.models import Entry

from .leaving import Item, in_words, listed
from .registry import registry


@dataclass(frozen=True)
class Short:
    """A record whose successor could not take some of the steps that the leaver can.

    barred: no role would help, as he has another part in the record already; parts: which, in words.
    """

    entry: Entry
    taker: User
    steps: tuple[str, ...]
    barred: bool = False
    parts: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What is wrong, with places for who, steps, parts and numbers."""
        if not self.barred:
            return _("%(who)s lacks a role for these steps: %(steps)s. It is about %(numbers)s.")
        if not self.parts:
            return _(
                "%(who)s could not take these steps, whatever role is given: %(steps)s. It is about %(numbers)s. "
                "Choose somebody else."
            )
        return _(
            "%(who)s is named there already (%(parts)s) and could not take these steps, whatever role is given: "
            "%(steps)s. It is about %(numbers)s. Choose somebody else."
        )


def told_of(short: Iterable[Short]) -> list[str]:
    """A sentence for each successor and what he could not do, with the numbers of the records."""
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for one in short:
        key = (one.said, one.taker.printed_name, ", ".join(one.steps), ", ".join(one.parts))
        found.setdefault(key, []).append(one.entry.number)
    return [
        said % {"who": who, "steps": steps, "parts": parts, "numbers": listed(numbers)}
        for (said, who, steps, parts), numbers in found.items()
    ]


def short_of(
    found: Iterable[Item], *, leaver: User, takers: Mapping[str, User], to: User, give_roles: bool
) -> list[Short]:  # fmt: skip
    """The records whose successor could not do all that the leaver can do in them now, each with the steps.

    give_roles: `to` gets the roles of the leaver too, so only what no role helps with is told.
    """
    short = []
    for item in found:
        taker = takers.get(item.entry.register, to)
        if not item.fields or item.record is None:
            continue
        barred = _lacking(item, leaver, taker, able=with_every_role(taker, item.record.unit_id))
        if barred:
            named = in_words(item.entry.register, registry[item.entry.register].parts_of(item.record, taker))
            short.append(Short(item.entry, taker, tuple(barred), barred=True, parts=tuple(named)))
        if give_roles and taker.pk == to.pk:
            continue
        if steps := [step for step in _lacking(item, leaver, taker, able=taker) if step not in barred]:
            short.append(Short(item.entry, taker, tuple(steps)))
    return short


def _lacking(item: Item, leaver: User, taker: User, *, able: User) -> list[str]:
    """The steps that the leaver can take now and `able`, who is the taker with roles of his own or more, could not."""
    register, record = registry[item.entry.register], item.record
    after = copy.copy(record)
    register.put_instead(after, item.fields, leaver, taker)
    moves = register.lifecycle.leaving(record.state)
    lacking = [str(t.label) for t in moves if t.rule(leaver, record) and not t.rule(able, after)]
    if register.can_edit(record, leaver) and not register.can_edit(after, able):
        lacking.append(_("Edit"))
    if _works_in(leaver, record.unit_id) and not _works_in(able, record.unit_id):
        lacking.append(_("whatever asks more than the role of a reader"))
    return lacking


def _works_in(person: User, unit_id: int | None) -> bool:
    """Whether the person holds a role in the unit that does more than read."""
    working = [role for role in ROLES if role not in CLOSED_ROLES | {"reader"}]
    return any(reach(person).has(role, unit_id) for role in working)
