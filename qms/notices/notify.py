"""Tell one person about one entry, inside the transaction that gives the reason."""

import datetime
from zoneinfo import ZoneInfo

from qms.accounts.models import User
from qms.jobs.wake import wake
from qms.records.access import sees
from qms.records.models import Entry

from .models import Notice


def wants_mail(user: User) -> bool:
    """Whether notices also go to the person by mail."""
    return user.mail_wanted and bool(user.email)


def notify(
    *, user: User, entry: Entry, rule: str, at: datetime.datetime, text: str = "", on: datetime.date | None = None
) -> bool:
    """Make a notice, unless the person may not see the entry or has been told already.

    rule: "assigned", "mention", "sign" or another event; together with `on` (default: the day of `at` in the entry's
    unit) it is what makes the notice the only one of its kind. Returns whether the notice was asked for at all.
    """
    if not user.is_active or not sees(user, entry):
        return False
    day = on or at.astimezone(ZoneInfo(entry.unit.time_zone)).date()
    notice = Notice(user=user, entry=entry, rule=rule, on=day, text=text, at=at, by_mail=wants_mail(user))
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    wake()
    return True
