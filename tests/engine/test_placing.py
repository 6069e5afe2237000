"""On which day a notice falls: pure dates, free days, and the hour in any time zone."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qms.lib.workdays import is_working_day
from qms.notices.placing import holidays_of, placed, steps

pytestmark = pytest.mark.one_database
DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2032, 12, 31))  # two leap days and 1 January in between
OFFSETS = st.lists(st.integers(-40, 40), min_size=1, max_size=8, unique=True)
COUNTRIES = st.sampled_from(["DE", "US", "JP", ""])
ONE = datetime.timedelta(days=1)


@given(on=DAYS, offset=st.integers(-60, 60))
def test_every_day_counts_where_the_rule_does_not_say_otherwise(on, offset):
    assert placed(on, offset, None) == on + offset * ONE
    assert steps([offset], on + offset * ONE, None) == {on: offset}


@given(on=DAYS, offset=st.integers(-60, 60), country=COUNTRIES)
def test_a_free_day_gives_way_to_the_nearest_working_day_on_its_side(on, offset, country):
    meant, found = on + offset * ONE, placed(on, offset, country)
    assert is_working_day(found, country)
    assert found >= meant if offset > 0 else found <= meant
    between = range(1, abs((found - meant).days))
    assert not any(is_working_day(meant + n * ONE * (1 if offset > 0 else -1), country) for n in between)
    assert found == meant or not is_working_day(meant, country)


@settings(max_examples=60)
@given(on=DAYS, offsets=OFFSETS, country=COUNTRIES)
def test_steps_is_placed_backwards_and_says_each_date_once_a_day(on, offsets, country):
    """Over all days around a date every offset is told on its day, unless a later one is told on the same day."""
    by_day: dict[datetime.date, set[int]] = {}
    for offset in offsets:
        by_day.setdefault(placed(on, offset, country), set()).add(offset)
    for day in (on + n * ONE for n in range(-60, 61)):
        told = steps(offsets, day, country).get(on)
        assert told == (max(by_day[day]) if day in by_day else None)


def test_christmas_and_new_year_in_germany():
    friday = datetime.date(2027, 1, 1)  # a holiday
    assert placed(friday, 0, "DE") == datetime.date(2026, 12, 31)
    assert placed(datetime.date(2026, 12, 25), -1, "DE") == datetime.date(2026, 12, 24)
    assert placed(datetime.date(2026, 12, 24), 1, "DE") == datetime.date(2026, 12, 28)


@pytest.mark.parametrize("on, offset, day", [
    ("2028-02-29", -1, "2028-02-28"), ("2028-03-01", -1, "2028-02-29"), ("2027-03-01", -1, "2027-02-28"),
    ("2028-02-28", 1, "2028-02-29"), ("2028-02-29", 7, "2028-03-07"),
])  # fmt: skip
def test_the_end_of_february(on, offset, day):
    assert placed(datetime.date.fromisoformat(on), offset, None) == datetime.date.fromisoformat(day)


def test_an_unknown_country_has_weekends_and_stops_nobody():
    assert holidays_of("XX") == ""
    assert holidays_of("DE") == "DE"


@given(
    day=st.dates(datetime.date(2024, 1, 1), datetime.date(2030, 12, 31)),
    hour=st.integers(4, 23),
    zone=st.sampled_from(
        ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Auckland", "Asia/Kolkata", "Africa/Cairo",
         "America/Santiago", "Asia/Beirut", "Pacific/Chatham"]
    ),
)  # fmt: skip
def test_the_hour_of_a_rule_exists_once_on_every_day(day, hour, zone):
    """From 4 to 23 no zone of these skips or repeats an hour, in spring or in autumn."""
    there = datetime.datetime.combine(day, datetime.time(hour), ZoneInfo(zone))
    again = there.astimezone(datetime.UTC).astimezone(ZoneInfo(zone))
    assert again.replace(tzinfo=None) == there.replace(tzinfo=None)
    assert there.replace(fold=1).utcoffset() == there.utcoffset()
