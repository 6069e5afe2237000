"""Working days: Saturdays, Sundays and the public holidays of a country are none (Regulation 1182/71, Article 2)."""

import datetime
from collections.abc import Mapping
from functools import cache

import holidays
from django.utils.translation import gettext as _

ONE_DAY = datetime.timedelta(days=1)
SATURDAY = 5


class UnknownCountry(ValueError):
    """A country, or part of one, whose public holidays are not known."""


@cache
def public_holidays(country: str) -> Mapping[datetime.date, str]:
    """The public holidays of a country by date; none for "".

    country: ISO 3166-1 alpha-2, with a part of the country after a hyphen: "DE", "DE-BY", "US-CA".
    Raises UnknownCountry.
    """
    code, _hyphen, part = country.upper().partition("-")
    if not code:
        return {}
    known = holidays.list_supported_countries(include_aliases=False)
    if code not in known:
        said = _("“%s” is not a country whose public holidays are known. Give two letters of ISO 3166, such as DE.")
        raise UnknownCountry(said % country)
    if part and part not in known[code]:
        said = _("“%(country)s”: %(code)s has these parts: %(parts)s.")
        parts = ", ".join(known[code]) or _("none")
        raise UnknownCountry(said % {"country": country, "code": code, "parts": parts})
    return holidays.country_holidays(code, subdiv=part or None)


def knows(day: datetime.date, country: str) -> bool:
    """Whether the public holidays of that year are known; a country's table does not reach for ever."""
    table = public_holidays(country)
    return not country or table.start_year <= day.year <= table.end_year  # type: ignore[attr-defined]


def free_because(day: datetime.date, country: str) -> str:
    """Why a day is no working day: the holiday's name, or the name of the day at the weekend; "" for a working day."""
    if knows(day, country) and (name := public_holidays(country).get(day)):
        return str(name)
    if day.weekday() >= SATURDAY:
        return _("Saturday") if day.weekday() == SATURDAY else _("Sunday")
    return ""


def is_working_day(day: datetime.date, country: str) -> bool:
    """Whether people work there on that day."""
    return not free_because(day, country)


def working_day_from(day: datetime.date, country: str) -> datetime.date:
    """That day, or the next one on which people work."""
    while not is_working_day(day, country):
        day += ONE_DAY
    return day


def add_working_days(day: datetime.date, number: int, country: str) -> datetime.date:
    """The `number`-th working day after `day`; `day` itself is not counted."""
    for _nth in range(number):
        day = working_day_from(day + ONE_DAY, country)
    return day
