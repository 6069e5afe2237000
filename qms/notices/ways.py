"""Where a person goes to do what a notice asks for. The floor above, which knows lifecycles, says it in `ready()`."""

import datetime
from collections.abc import Callable, Sequence

from qms.accounts.models import User
from qms.records.models import Entry

#: Of these entries, the address of the step that is this person's next, by entry id; entries without one are left out.
Steps = Callable[[Sequence[Entry], User, datetime.datetime], dict[int, str]]


def _none(entries: Sequence[Entry], user: User, at: datetime.datetime) -> dict[int, str]:
    return {}


_steps: list[Steps] = [_none]


def tell_steps(steps: Steps) -> None:
    """Say how next steps are found."""
    _steps[:] = [steps]


def steps_of(entries: Sequence[Entry], user: User, at: datetime.datetime) -> dict[int, str]:
    """The step of each entry that is this person's to make, as an address such as /actions/ACT-2026-0001/do/report/."""
    return _steps[0](entries, user, at)
