"""Whether whoever takes a record over could go on with it: the steps that are the leaver's now, asked for him too."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.records.models import Entry

from .leaving import Item
from .registry import registry


@dataclass(frozen=True)
class Short:
    """A record whose successor lacks a role or reach for some of the steps that the leaver could take."""

    entry: Entry
    taker: User
    steps: tuple[str, ...]

    def __str__(self) -> str:
        said = {"who": self.taker.printed_name, "number": self.entry.number, "steps": ", ".join(self.steps)}
        return _("%(who)s could not take these steps in %(number)s: %(steps)s.") % said


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
    return lacking
