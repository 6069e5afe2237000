"""The verb that puts somebody else where a person is named who leaves (requirement MK-10)."""

import copy
import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.accounts.reach import reach
from qms.lib.errors import Forbidden, Unmet, WrongState
from qms.lib.text import check_reason
from qms.records import write as door
from qms.records.access import sees
from qms.records.fields import PeopleField
from qms.records.transactions import in_one_transaction

from . import telling
from .road import Road, named

AUTHOR = "author"  # who wrote something wrote it; nobody takes that over


class Passing(Road):
    """hand_over."""

    def duties(self) -> tuple[str, ...]:
        """Fields in which a person has something to do, so that somebody else can be put there.

        The owner, and those of the people with a part whom people choose; not who wrote or did something.
        """
        asked = {name for t in self.lifecycle.transitions.values() for name in t.asks}
        chosen = {*self.editable, *asked}
        found = ("owner", *(f for part, f in self.involved.items() if part != AUTHOR and f in chosen))
        return tuple(name for name in found if name not in self.own_duty)

    def held_by(self, record: Any, person: User) -> list[str]:
        """The duties of a record that are this person's."""
        return [name for name in self.duties() if self._names(record, name, person)]

    def covered(self, record: Any, person: User, signed: Iterable[Any], other: User) -> list[str]:
        """Those of the duties without which one of these signatures, which hold now, would no longer hold.

        other: anybody else, put there on trial; nothing is written.
        """
        from .signing import is_valid

        rows, found = list(signed), []
        for name in self.held_by(record, person) if rows else ():
            tried = copy.copy(record)
            self.put_instead(tried, [name], person, other)
            if not all(is_valid(row, tried) for row in rows):
                found.append(name)
        return found

    def parts_of(self, record: Any, person: User) -> list[str]:
        """Every field that names the person as the owner or as one with a part, a duty or not."""
        names = dict.fromkeys(("owner", *self.involved.values()))
        return [name for name in names if self._names(record, name, person)]

    def _names(self, record: Any, name: str, person: User) -> bool:
        if isinstance(self.fields[name], PeopleField):
            return person.pk in getattr(record, name)
        return bool(getattr(record, self.fields[name].attname) == person.pk)

    @in_one_transaction
    def hand_over(
        self, record: Any, *, leaver: User, to: User, actor: Any, at: datetime.datetime, reason: str,
        source: str = "page",
    ) -> Any:  # fmt: skip
        """Put `to` where `leaver` has something to do in an open record, and give the record as written.

        What a signature covers that still holds is left as it is. An administrator may do this without seeing the
        record. Raises WrongState, Forbidden, or Unmet where the successor may not see the record.
        """
        fresh = door.lock(self.model, record if isinstance(record, int) else record.pk)
        if self.lifecycle.phase(fresh.state) not in ("draft", "open"):
            raise WrongState(_("%(n)s is “%(s)s”; nothing in it is handed over.") % named(self, fresh))
        if not may_hand_over(actor, fresh.unit_id):
            raise Forbidden(
                _("%s is handed over by an administrator or the quality manager of its unit.") % fresh.number
            )
        if not sees(to, fresh):
            said = {"who": to.printed_name, "number": fresh.number}
            raise Unmet(_("%(who)s may not see %(number)s and cannot take it over.") % said)
        reason, before, was_owner = check_reason(reason), self.project(fresh), fresh.owner_id
        if not self._put(fresh, leaver, to):
            return fresh
        told = telling.already(before)
        fresh = self._written(
            fresh, before=before, verb="hand_over", actor=actor, at=at, reason=reason, source=source,
            extra={"handed_over": {"from": leaver.username, "to": to.username}},
        )  # fmt: skip
        telling.of_change(self, fresh, was_owner, actor=actor, at=at, moved=True, already=told)
        return fresh

    def put_instead(self, record: Any, names: Iterable[str], leaver: User, to: User) -> None:
        """Set `to` in these fields, where `leaver` stands; nothing is written."""
        for name in names:
            attribute = self.fields[name].attname
            was = getattr(record, attribute)
            setattr(record, attribute, _instead(was, leaver.pk, to.pk) if isinstance(was, list) else to.pk)

    def _put(self, record: Any, leaver: User, to: User) -> bool:
        """Set the fields; those without which a signature would no longer hold are put back."""
        from .signing import signatures_of

        holds = {row.pk for row, valid in signatures_of(record) if valid}
        changed = False
        for name in self.held_by(record, leaver):
            attribute = self.fields[name].attname
            was = getattr(record, attribute)
            self.put_instead(record, [name], leaver, to)
            if holds and holds - {row.pk for row, valid in signatures_of(record) if valid}:
                setattr(record, attribute, was)
            else:
                changed = True
        return changed


def may_hand_over(actor: Any, unit_id: int | None) -> bool:
    """Whether the actor may put somebody else into the records of a unit."""
    held = reach(actor)
    return actor.username == "system" or held.anywhere("administrator") or held.has("quality_manager", unit_id)


def _instead(people: list[int], leaver: int, to: int) -> list[int]:
    return list(dict.fromkeys(to if pk == leaver else pk for pk in people))
