"""Periods of the law: the vectors of the requirements, and what must hold for any start."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms.lib import periods, workdays
from qms.lib.clocks import RULES, count

pytestmark = pytest.mark.one_database
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [ZoneInfo(z) for z in ("Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland", "UTC")]
COUNTRIES = ("DE", "US-CA", "IN", "NZ", "GB", "")
FIRST, LAST = (datetime.datetime.fromisoformat(f"{year}-01-01") for year in (2016, 2036))
starts = st.datetimes(FIRST, LAST, timezones=st.just(datetime.UTC))
places = st.tuples(st.sampled_from(ZONES), st.sampled_from(COUNTRIES))


def last_day(rule: str, start: str, country: str = "DE", zone: ZoneInfo = BERLIN) -> str:
    """The local day on which the clock runs out that began at noon of a day."""
    at = datetime.datetime.fromisoformat(start).replace(hour=12, tzinfo=zone)
    return count(rule, at, zone=zone, country=country).due.astimezone(zone).date().isoformat()


@pytest.mark.requirement("GD-DATE")
@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2027-01-31", "2027-03-01"),  # 28 February is a Sunday
        ("2026-08-31", "2026-09-30"),  # no 31st; a Wednesday
        ("2024-03-05", "2024-04-05"),  # a Friday
        ("2026-03-05", "2026-04-07"),  # Easter Sunday, then Easter Monday
        ("2024-01-31", "2024-02-29"),  # a leap year
        ("2026-11-25", "2026-12-28"),  # Christmas Day is a Friday, and so are Boxing Day and Sunday free
    ],
)
def test_month_ends_on_its_date_or_the_next_working_day(received: str, due: str) -> None:
    assert last_day("gdpr.request", received) == due


@pytest.mark.requirement("GD-DATE")
def test_holidays_are_those_of_the_country_or_its_part() -> None:
    assert last_day("gdpr.request", "2026-10-06", "DE") == "2026-11-06"
    assert last_day("gdpr.request", "2026-05-04", "DE") == "2026-06-04"
    assert last_day("gdpr.request", "2026-05-04", "DE-BY") == "2026-06-05"  # Corpus Christi in Bavaria
    assert last_day("gdpr.request", "2026-03-05", "") == "2026-04-06"  # weekends alone


@pytest.mark.requirement("GD-DATE")
def test_how_a_country_counted_until_a_day_is_data() -> None:
    assert last_day("gdpr.request", "2019-07-03", "GB", ZoneInfo("Europe/London")) == "2019-08-05"  # 4th, a Sunday
    assert last_day("gdpr.request", "2019-09-03", "GB", ZoneInfo("Europe/London")) == "2019-10-03"
    assert last_day("gdpr.request", "2019-07-02", "DE") == "2019-08-02"


@pytest.mark.requirement("GD-33-1")
@pytest.mark.parametrize(
    ("aware", "hours_later"),
    [("2026-11-27T18:20:31+01:00", 72), ("2027-03-27T12:00:00+01:00", 72), ("2026-10-24T12:00:00+02:00", 72)],
)
def test_hours_run_on_through_weekends_and_changes_of_the_clock(aware: str, hours_later: int) -> None:
    start = datetime.datetime.fromisoformat(aware)
    assert (count("gdpr.breach", start, zone=BERLIN, country="DE").due - start).total_seconds() == hours_later * 3600


@pytest.mark.requirement("GD-DATE")
def test_strict_time_is_the_one_to_keep_where_a_shift_is_disputed() -> None:
    friday = datetime.datetime.fromisoformat("2026-11-27T18:20:00+01:00")
    found = count("gdpr.breach", friday, zone=BERLIN, country="DE")
    assert found.due == found.strict
    # Monday alone would be one working day of the two that Article 3(5) asks for.
    assert found.shifted.astimezone(BERLIN).isoformat() == "2026-12-01T23:59:59+01:00"
    assert any("keep the strict time" in said for said in found.how)


@pytest.mark.requirement("EUA-73-1")
@pytest.mark.parametrize(
    ("rule", "aware", "strict", "shifted"),
    [
        ("aiact.serious", "2026-11-20", "2026-12-05", "2026-12-07"),
        ("aiact.death", "2026-11-20", "2026-11-30", "2026-11-30"),
        ("aiact.critical", "2026-11-27", "2026-11-29", "2026-12-01"),  # Monday and Tuesday are the two working days
        ("aiact.critical", "2026-12-23", "2026-12-25", "2026-12-28"),  # Thursday, then Monday
    ],
)
def test_days_of_the_ai_act_are_counted_from_awareness(rule: str, aware: str, strict: str, shifted: str) -> None:
    at = datetime.datetime.fromisoformat(aware).replace(hour=9, tzinfo=BERLIN)
    found = count(rule, at, zone=BERLIN, country="DE")
    days = [at.astimezone(BERLIN).date().isoformat() for at in (found.strict, found.shifted)]
    assert days == [strict, shifted]


@pytest.mark.requirement("GD-33-1")
def test_an_event_a_day_later_never_has_an_earlier_end_around_free_days() -> None:
    """A working day of which an hour lies in the period is not yet one of the two: it counts to its end."""

    def shifted(start: datetime.datetime) -> datetime.datetime:
        return count("gdpr.breach", start, zone=BERLIN, country="DE").shifted

    first = datetime.datetime(2015, 12, 28, tzinfo=datetime.UTC)
    ends = [shifted(first + n * periods.AN_HOUR) for n in range(14 * 24)]
    assert ends == sorted(ends)
    saturday = datetime.datetime(2016, 1, 2, 1, tzinfo=BERLIN)  # Monday lies in it whole, of Tuesday an hour
    assert shifted(saturday) == periods.end_of(datetime.date(2016, 1, 5), BERLIN)


@pytest.mark.requirement("CC-01")
def test_california_counts_working_and_calendar_days() -> None:
    pacific = ZoneInfo("America/Los_Angeles")
    at = datetime.datetime(2026, 11, 20, 10, tzinfo=pacific)
    ends = {r: count(f"ccpa.{r}", at).due.astimezone(pacific).date().isoformat() for r in
            ("confirm", "answer", "answer_extended")}  # fmt: skip
    # Thanksgiving and the day after it are holidays of the state; 45 and 90 days are counted as they come.
    assert ends == {"confirm": "2026-12-08", "answer": "2027-01-04", "answer_extended": "2027-02-18"}


@given(start=starts, later=st.timedeltas(datetime.timedelta(0), datetime.timedelta(days=400)), place=places)
@pytest.mark.parametrize("rule", sorted(RULES))
def test_later_event_never_ends_earlier_and_none_ends_before_its_event(rule, start, later, place) -> None:  # type: ignore[no-untyped-def]
    zone, country = place
    first = count(rule, start, zone=zone, country=country)
    second = count(rule, start + later, zone=zone, country=country)
    assert start < first.strict <= first.shifted
    assert first.strict <= second.strict
    assert first.shifted <= second.shifted


@given(start=starts, place=places)
@pytest.mark.parametrize("rule", ["gdpr.request", "aiact.serious", "ccpa.confirm"])
def test_period_of_days_ends_with_the_last_second_of_a_working_day(rule, start, place) -> None:  # type: ignore[no-untyped-def]
    zone, country = place
    end = count(rule, start, zone=zone, country=country).due.astimezone(zone)
    assert (end.hour, end.minute, end.second) == (23, 59, 59)
    assert workdays.is_working_day(end.date(), country)


@given(day=st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)), months=st.integers(0, 60))
def test_months_keep_the_date_or_end_on_the_last_day(day: datetime.date, months: int) -> None:
    found = periods.add_months(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found + workdays.ONE_DAY).day == 1


@pytest.mark.parametrize(
    ("rule", "start", "country", "said"),
    [
        ("gdpr.breach", FIRST, "DE", "no offset"),
        ("gdpr.breach", datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC), "DE", "too far off"),
        ("gdpr.request", datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), "ZZ", "“ZZ” is not a country"),
        ("gdpr.request", datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), "DE-ZZ", "has these parts: BB"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_sentence(rule, start, country, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=said):
        count(rule, start, zone=BERLIN, country=country)
