"""People, units and entries with dates, as the write door leaves them, for tests of reminders and mails."""

import datetime
import itertools
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from qms.accounts.models import Grant, Unit, User
from qms.accounts.people import new_unit
from qms.records.models import Entry, Involved, NamedDate

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=BERLIN)
_count = itertools.count(1)


def zone_at_noon() -> str:
    """A time zone in which it is about noon now: rules tell from an hour of the day on, whenever a test runs."""
    east = 12 - datetime.datetime.now(datetime.UTC).hour  # −11 … 12; Etc/GMT counts the other way round
    return f"Etc/GMT{-east:+d}" if east else "Etc/GMT"


def a_unit(code: str = "HQ", **values: Any) -> Unit:
    return new_unit(code=code, name=code, **values)


def a_person(username: str, unit: Unit, role: str = "contributor") -> User:
    user = User.objects.create(username=username, email=f"{username}@example.org", unit=unit)
    Grant.objects.create(user=user, role=role, unit=unit, granted_by="test", granted_at=NOON)
    return user


def written(row: models.Model) -> Any:
    """Insert a row of a closed table: these tests are about readers of the table of contents, not about the door."""
    models.Model.save(row, force_insert=True)
    return row


def an_entry(owner: User | None, unit: Unit, *, due: datetime.date | None = None, **values: Any) -> Entry:
    number = f"ACT-2026-{next(_count):04d}"
    fields = {"register": "actions", "title": "Calibrate the gauge", "state": "open", "phase": "open"}
    fields |= {"changed_at": NOON, **values}
    dates = fields.pop("dates", {"due": due} if due else {})
    entry = written(Entry(number=number, owner=owner, unit=unit, rev=1, **fields))
    for name, on in dates.items():
        written(NamedDate(entry=entry, name=name, on=on))
    return entry


def involve(user: User, entry: Entry, part: str = "team") -> None:
    written(Involved(user=user, entry=entry, part=part))


def leave(user: User, entry: Entry) -> None:
    """What the door does when somebody has no part in a record any more."""
    models.QuerySet._raw_delete(Involved.objects.filter(user=user, entry=entry), using="default")


def move_date(entry: Entry, on: datetime.date) -> None:
    """What the door does when a due date is extended."""
    models.QuerySet.update(NamedDate.objects.filter(entry=entry), on=on)


def finish(entry: Entry, phase: str = "done") -> None:
    models.QuerySet.update(Entry.objects.filter(pk=entry.pk), phase=phase)


def day(offset: int) -> datetime.date:
    """A date so many days from NOON's."""
    return NOON.date() + datetime.timedelta(days=offset)
