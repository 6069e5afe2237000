"""What people are told about a clock of the law hour by hour: a day before, four hours before, when it has run out.

Once for each person, clock and step; nobody's choice or absence silences it. A sweep that comes late tells the nearest
step alone.
"""

import datetime
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.accounts.people import users_with
from qms.lib.instants import moment_in
from qms.notices.models import Notice
from qms.notices.notify import notify
from qms.notices.words import CLOCK

from .running import Running, clocked, clocks_running, due_before

HOUR, SECOND = datetime.timedelta(hours=1), datetime.timedelta(seconds=1)
STEPS = ((0, "over"), (4, "4h"), (24, "24h"))  # hours left, at most; the name of the step
DAYS_LATE = 7  # so long it is said again each day that it is late
CATCH_UP = 30  # days that nothing may have run
MOST_OF_A_SWEEP = 500
GUARDIANS = ("privacy_officer", "quality_manager")


def tell(at: datetime.datetime, zones: Collection[str] | None = None) -> int:
    """Make the notices that are due at `at` in units of these time zones; gives how many are new."""
    return sum(_tell_of(running, at) for running in _near(at, at, zones))


def moments(
    start: datetime.datetime, end: datetime.datetime, zones: Collection[str] | None = None
) -> list[datetime.datetime]:  # fmt: skip
    """When after `start` and until `end` a clock in units of these time zones reaches a step, in order."""
    found = set()
    for running in _near(start, end, zones):
        due = running.clock.due
        steps = [due - hours * HOUR for hours, _name in STEPS if hours]
        steps += [due + SECOND, *(due + datetime.timedelta(days=n) for n in range(1, DAYS_LATE + 1))]
        found |= {step for step in steps if start < step <= end}
    return sorted(found)


def _near(
    start: datetime.datetime, end: datetime.datetime, zones: Collection[str] | None
) -> Iterator[Running]:  # fmt: skip
    """Clocks that may speak between two instants; what ran out too long ago has been said often enough."""
    for register in clocked():
        rows = due_before(register, register.model.objects.all(), end + 24 * HOUR)
        since = start - datetime.timedelta(days=DAYS_LATE + CATCH_UP)
        rows = rows.filter(entry__phase__in=("draft", "open"), **{f"{register.clock_field}__gte": since})
        rows = rows if zones is None else rows.filter(unit__time_zone__in=zones)
        for record in rows[:MOST_OF_A_SWEEP]:
            yield from clocks_running(register, record, end)


def _tell_of(running: Running, at: datetime.datetime) -> int:
    due, record = running.clock.due, running.record
    step = step_at(due, at)
    if not step:
        return 0
    day = due.astimezone(running.clock.counted.zone).date()
    rule = f"{CLOCK}{running.clock.counted.rule.name}:{step}:{due:%Y%m%dT%H%M%SZ}"
    said = {"entry": record.entry, "rule": rule, "on": day, "at": at, "text": sentence(running, at), "statutory": True}
    made = Notice.objects.filter(entry=record.entry, rule=rule, on=day)
    before = made.count()
    for user in audience(running, late=at > due):
        notify(user=user, **said)
    return made.count() - before


def step_at(due: datetime.datetime, at: datetime.datetime) -> str:
    """The step that is reached at `at`, or "" more than a day before; a day late it has a number more."""
    if at > due and (days := (at - due).days):
        return f"late{min(days, DAYS_LATE)}"
    return next((name for hours, name in STEPS if due - at <= hours * HOUR), "")


def audience(running: Running, *, late: bool) -> list[User]:
    """Owner, whoever has the next move, and those who answer for it in the unit once it is late or nobody owns it."""
    register, record = running.register, running.record
    ids = {pk for pk, part in register.people(record) if part == "next"} | {record.owner_id}
    people = {u.pk: u for u in User.objects.filter(pk__in=ids - {None}, is_active=True)}
    roles = {register.waiting_role(record)} - {""}
    if late or not people:
        roles |= set(GUARDIANS)
    for role in sorted(roles):
        people |= {user.pk: user for user in users_with(role, record.unit)[:20]}
    return list(people.values())


def sentence(running: Running, at: datetime.datetime) -> str:
    """What is due and when, in the place where it is counted."""
    clock = running.clock
    said = {"what": clock.label, "moment": moment_in(clock.due, clock.counted.zone)}
    if at > clock.due:
        return _("“%(what)s” was due by law on %(moment)s and is not done.") % said
    return _("“%(what)s” is due by law on %(moment)s.") % said
