"""The whole demo, in the order in which things happened."""

import datetime

from . import company, procedures

MONTHS = 18


def load(*, today: datetime.datetime) -> None:
    """Write the company's eighteen months before `today`. Each change carries its own time, none later than `today`."""
    start = today - datetime.timedelta(days=30 * MONTHS)
    founded = company.found(start)
    procedures.write(founded, start=start)
