"""Tell one person about one entry, inside the transaction that gives the reason."""

import datetime

from django.conf import settings

from qms.accounts.models import User
from qms.jobs.wake import wake
from qms.records.access import sees
from qms.records.models import Entry

from .models import Notice
from .zones import zone_of


def wants_mail(user: User) -> bool:
    """Whether notices also go to the person by mail. One without an address stands among what failed, to be seen."""
    return user.mail_wanted and user.username != "system"


def notify(
    *,
    user: User,
    entry: Entry | None,
    rule: str,
    at: datetime.datetime,
    text: str = "",
    on: datetime.date | None = None,
    statutory: bool = False,
) -> bool:
    """Make a notice, unless the person may not see the entry or has been told already.

    rule: the event that gives the reason, e.g. "assigned:3"; together with `on` (default: the day of `at` in the
    entry's unit) it makes the notice the only one of its kind. statutory: about a clock of the law, which no choice
    of the person silences. Returns whether the person may be told at all.
    """
    if not user.is_active or (entry is not None and not sees(user, entry)):
        return False
    zone = entry.unit.time_zone if entry is not None else settings.TIME_ZONE
    day = on or at.astimezone(zone_of(zone)).date()
    by_mail = wants_mail(user) or (statutory and user.username != "system")
    notice = Notice(
        user=user, entry=entry, rule=rule, on=day, text=text, at=at, by_mail=by_mail, statutory=statutory
    )  # fmt: skip
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    wake()
    return True
