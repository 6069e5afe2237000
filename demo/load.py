"""The whole demo, in the order in which things happened."""

import datetime

from django.db.models import F

from qms.notices.models import Notice

from . import company, procedures

MONTHS = 18


def load(*, today: datetime.datetime) -> None:
    """Write the company's eighteen months before `today`. Each change carries its own time, none later than `today`."""
    start = today - datetime.timedelta(days=30 * MONTHS)
    founded = company.found(start)
    procedures.write(founded, start=start)
    _read_old_notices(today)


def _read_old_notices(today: datetime.datetime) -> None:
    """What was told long ago has been read."""
    Notice.objects.filter(at__lt=today - datetime.timedelta(days=14), read_at=None).update(read_at=F("at"))
