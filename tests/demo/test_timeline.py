"""The order of steps, whatever weekday the demo is loaded on."""

import datetime

import pytest

from demo.timeline import Timeline

MONDAY = datetime.datetime(2026, 11, 23, 0, 5, tzinfo=datetime.UTC)
TODAYS = [MONDAY + datetime.timedelta(days=n) for n in range(7)]


@pytest.mark.parametrize("today", TODAYS, ids=lambda t: t.strftime("%a"))
def test_steps_are_taken_by_their_days_and_none_after_today(today: datetime.datetime) -> None:
    timeline, taken = Timeline(today), list[tuple[int, datetime.datetime]]()
    for start in (-12, -9, -10):
        timeline.tell([(day, lambda day=day: taken.append((day, timeline.at()))) for day in range(-1, start, -1)])
    timeline.run()
    days, moments = [day for day, _at in taken], [at for _day, at in taken]
    assert days == sorted(days)
    assert moments == sorted(moments) and moments[-1] < today
    assert all(at.weekday() < 5 for at in moments)


@pytest.mark.parametrize("today", TODAYS, ids=lambda t: t.strftime("%a"))
def test_no_date_of_a_story_is_a_weekend(today: datetime.datetime) -> None:
    timeline = Timeline(today)
    dates = [timeline.day(offset) for offset in (*range(-20, 0), *range(1, 20))]
    assert dates == sorted(dates)
    assert all(date.weekday() < 5 for date in dates)


def test_a_step_after_today_is_refused() -> None:
    timeline = Timeline(MONDAY)
    timeline.tell([(1, timeline.at)])
    with pytest.raises(ValueError, match="lies after"):
        timeline.run()
