"""Clocks of the law that run in a record: what is due by when, counted how, and what to do next.

A register that has them names in `clock_field` the field that holds the instant of the next one (null when none runs)
and answers `clocks(record)`; record page, the page of all clocks and home read both.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from qms.lib.clocks import Count, count, recount
from qms.lib.errors import Invalid
from qms.lib.instants import moment_in

SOON = datetime.timedelta(hours=24)


@dataclass(frozen=True)
class Clock:
    """One clock of a record. `met_at`: when what it asks for was done; `next_step`: what to do, in a sentence.

    `verb`: the move by which it is done.
    """

    label: Any
    counted: Count
    met_at: datetime.datetime | None = None
    next_step: Any = ""
    verb: str = ""
    waived: Any = ""  # why it asks for nothing, as where a breach is no risk to anybody
    remarks: tuple[str, ...] = ()  # what has to stand beside it, such as that its start was corrected

    @property
    def due(self) -> datetime.datetime:
        """The time to keep, in UTC."""
        return self.counted.due

    @property
    def runs(self) -> bool:
        """Whether it still asks for something."""
        return self.met_at is None and not self.waived

    def standing(self, at: datetime.datetime) -> str:
        """`waived`, `met`, `met_late`, `late`, `soon` (under 24 hours) or `running`."""
        if not self.runs:
            return "waived" if self.met_at is None else "met" if self.met_at <= self.due else "met_late"
        return "late" if at > self.due else "soon" if at > self.due - SOON else "running"


def clock_of(
    rule: str,
    start: datetime.datetime,
    unit: Any,
    *,
    country: str | None = None,
    zone: datetime.tzinfo | None = None,
    **said: Any,
) -> Clock:
    """The clock of a rule (qms.lib.clocks) that an event started, counted where the unit is unless said otherwise."""
    where = unit.country if country is None else country
    counted = count(rule, start, zone=zone or ZoneInfo(unit.time_zone), country=where)
    return Clock(**{"label": counted.rule.label, "counted": counted, **said})


def with_former(clock: Clock, starts: Iterable[datetime.datetime]) -> Clock:
    """The clock with the starts that were recorded before, and how it stands counted from the earliest of them.

    One rule for every register whose clocks run from a moment that people correct: the one before is never forgotten.
    """
    before = list(starts)
    if not before:
        return clock
    zone, start = clock.counted.zone, clock.counted.start
    said = [_("Corrected from %s.") % moment_in(before[0], zone)]
    if min(before) < start:
        due = recount(clock.counted, min(before)).due
        told = {"start": moment_in(min(before), zone), "due": moment_in(due, zone)}
        late = clock.met_at is not None and clock.met_at > due
        words = (
            _("From %(start)s it was due %(due)s, and met late.") if late else _("From %(start)s it was due %(due)s.")
        )
        said.append(words % told)
    return replace(clock, remarks=(*clock.remarks, *said))


def check_later(
    was: datetime.datetime | None, now: datetime.datetime | None, *, field: str, may: bool, who: Any
) -> None:
    """Raises Invalid where the start of a clock is moved later by somebody who does not answer for the clock.

    Whoever learns that it was known earlier says so; a later start gains time, and may turn late into in time. may:
    whether the actor answers for it. who: who does, in words.
    """
    if was and now and now > was and not may:
        said = _("A later moment gives the clock more time: that correction is for %s.") % who
        raise Invalid(fields={field: [said]})


def next_day(clocks: list[Clock]) -> datetime.date | None:
    """The day of `next_due` in the place where that clock is counted: what people are reminded of."""
    running = min((clock for clock in clocks if clock.runs), key=lambda clock: clock.due, default=None)
    return running.due.astimezone(running.counted.zone).date() if running else None


def next_due(clocks: list[Clock]) -> datetime.datetime | None:
    """When the first of those that still run is due: what a register keeps in its `clock_field`."""
    return min((clock.due for clock in clocks if clock.runs), default=None)
