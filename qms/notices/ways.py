"""Where a person goes to do what a notice asks for, and what a clock of the law asks for by when.

The floor above, which knows registers and their lifecycles, says both in `ready()`.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qms.accounts.models import User
from qms.records.models import Entry

#: Of these entries, the address of the step that is this person's next, by entry id; entries without one are left out.
Steps = Callable[[Sequence[Entry], User, datetime.datetime], dict[int, str]]


@dataclass(frozen=True)
class Lawful:
    """A clock of the law that runs in an entry. `url`: of the step that it asks for, if it is the reader's."""

    rule: str
    label: str
    due: datetime.datetime
    zone: datetime.tzinfo
    url: str = ""

    @property
    def day(self) -> datetime.date:
        """The day on which it ends, where it is counted."""
        return self.due.astimezone(self.zone).date()


#: The clocks that run in each of these entries, the next one first, with the steps of this person (None: nobody's).
Clocks = Callable[[Sequence[Entry], User | None, datetime.datetime], dict[int, list[Lawful]]]


def _none(entries: Sequence[Entry], user: User, at: datetime.datetime) -> dict[int, str]:
    return {}


def _no_clocks(entries: Sequence[Entry], user: User | None, at: datetime.datetime) -> dict[int, list[Lawful]]:
    return {}


_steps: list[Steps] = [_none]
_clocks: list[Clocks] = [_no_clocks]


def tell_steps(steps: Steps) -> None:
    """Say how next steps are found."""
    _steps[:] = [steps]


def tell_clocks(clocks: Clocks) -> None:
    """Say how running clocks are found."""
    _clocks[:] = [clocks]


def steps_of(entries: Sequence[Entry], user: User, at: datetime.datetime) -> dict[int, str]:
    """The step of each entry that is this person's to make, as an address such as /actions/ACT-2026-0001/do/report/."""
    return _steps[0](entries, user, at)


def clocks_in(entries: Sequence[Entry], user: User | None, at: datetime.datetime) -> dict[int, list[Lawful]]:
    """The running clocks of each entry that has any."""
    return _clocks[0](entries, user, at)
