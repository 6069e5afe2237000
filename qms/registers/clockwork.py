"""Moves that the clock makes: in the name of `system`, on the same road as everybody's, one record after the other."""

import datetime
from collections.abc import Iterable
from typing import Any

from qms.accounts.people import system_user
from qms.lib.errors import Refused


def move_each(
    register: Any, verb: str, records: Iterable[Any], *, at: datetime.datetime, source: str, reason: str = ""
) -> int:  # fmt: skip
    """Make the move with each record, for a reason where it asks one; gives how many moved.

    Safe to run twice and in many processes.
    A record that refuses it is left: somebody was faster, or it still waits for something; the next sweep looks again.
    """
    moved = 0
    for record in records:
        try:
            register.perform(record, verb, rev=record.rev, actor=system_user(), at=at, source=source, reason=reason)
        except Refused:
            continue
        moved += 1
    return moved
