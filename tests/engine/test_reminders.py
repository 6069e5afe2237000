"""Who is reminded of which date, when, and that it happens once."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms.notices.models import Notice
from qms.notices.reminders import remind
from qms.notices.words import sentence

from .notice_entries import NOON, a_person, a_unit, an_entry, day, finish, involve, move_date

pytestmark = pytest.mark.django_db
BEFORE_AND_ON = {-30, -7, -1, 0}
AFTER = {1, 7, 14}


def told(user=None) -> list[tuple[str, str]]:
    notices = Notice.objects.order_by("pk")
    return [(n.user.username, n.rule) for n in (notices.filter(user=user) if user else notices)]


@pytest.mark.parametrize("offset", range(-40, 21))
def test_remind_tells_the_owner_on_the_seven_days_and_the_quality_manager_after(offset):
    unit = a_unit()
    owner, manager = a_person("ada", unit), a_person("grace", unit, "quality_manager")
    an_entry(owner, unit, due=day(-offset))
    remind(at=NOON)
    rule = f"due{offset:+d}"
    assert told(owner) == ([("ada", rule)] if offset in BEFORE_AND_ON | AFTER else [])
    assert told(manager) == ([("grace", rule)] if offset in AFTER else [])


def test_remind_again_and_again_tells_once():
    unit = a_unit()
    an_entry(a_person("ada", unit), unit, due=day(1))
    assert [remind(at=NOON) for _ in range(3)] == [1, 0, 0]


def test_remind_tells_of_each_named_date():
    unit = a_unit()
    an_entry(a_person("ada", unit), unit, dates={"due": day(1), "effectiveness": day(1), "valid_until": day(30)})
    remind(at=NOON)
    assert sorted(rule for _, rule in told()) == ["due-1", "effectiveness-1", "valid_until-30"]


@pytest.mark.parametrize("phase", ["done", "void"])
def test_remind_is_silent_about_finished_entries(phase):
    unit = a_unit()
    finish(an_entry(a_person("ada", unit), unit, due=day(0)), phase)
    assert remind(at=NOON) == 0


def test_remind_tells_of_drafts():
    unit = a_unit()
    an_entry(a_person("ada", unit), unit, due=day(0), phase="draft")
    assert remind(at=NOON) == 1


def test_remind_tells_the_quality_manager_before_the_day_when_nobody_owns_it():
    unit = a_unit()
    a_person("grace", unit, "quality_manager")
    gone = a_person("gone", unit)
    gone.is_active = False
    gone.save()
    an_entry(None, unit, due=day(7))
    an_entry(gone, unit, due=day(7))
    remind(at=NOON)
    assert told() == [("grace", "due-7"), ("grace", "due-7")]


def test_remind_also_tells_whom_the_entry_waits_for_but_not_everybody_who_has_a_part():
    unit, other = a_unit(), a_unit("ELSEWHERE")
    owner, checker, helper = a_person("ada", unit), a_person("checker", other), a_person("helper", other)
    entry = an_entry(owner, unit, dates={"effectiveness_check": day(1)})
    involve(helper, entry, "team")
    involve(checker, entry, "checker")
    involve(checker, entry, "next")
    remind(at=NOON)
    assert sorted(told()) == [("ada", "effectiveness_check-1"), ("checker", "effectiveness_check-1")]


def test_remind_tells_whoever_holds_the_role_that_the_entry_waits_for_there():
    top = a_unit("TOP")
    left, right = a_unit("LEFT", parent=top), a_unit("RIGHT", parent=top)
    owner = a_person("ada", left)
    for name, unit in (("chief", top), ("near", left), ("far", right)):
        a_person(name, unit, "approver")
    a_person("grace", left, "quality_manager")
    an_entry(owner, left, due=day(7), waiting_role="approver")
    an_entry(owner, left, due=day(7), waiting_role="approver", audience="named")
    remind(at=NOON)
    assert sorted(told()) == [("ada", "due-7"), ("ada", "due-7"), ("chief", "due-7"), ("near", "due-7")]


def test_remind_tells_a_manager_once_of_what_waits_for_him_and_is_overdue():
    unit = a_unit()
    grace = a_person("grace", unit, "quality_manager")
    an_entry(a_person("ada", unit), unit, due=day(-1), waiting_role="quality_manager")
    an_entry(a_person("bob", unit), unit, due=day(7), waiting_role="quality_manager")
    an_entry(a_person("cas", unit), unit, due=day(7))
    remind(at=NOON)
    assert sorted(told(grace)) == [("grace", "due+1"), ("grace", "due-7")]


def test_remind_tells_a_manager_of_his_units_and_those_below_only():
    top = a_unit("TOP")
    left, right = a_unit("LEFT", parent=top), a_unit("RIGHT", parent=top)
    a_person("grace", left, "quality_manager")
    a_person("chief", top, "quality_manager")
    owner = a_person("ada", right)
    an_entry(owner, right, due=day(-1))
    remind(at=NOON)
    assert sorted(told()) == [("ada", "due+1"), ("chief", "due+1")]


def test_remind_never_tells_who_may_not_see():
    unit = a_unit()
    owner, manager = a_person("ada", unit), a_person("grace", unit, "quality_manager")
    secret = an_entry(owner, unit, due=day(-1), audience="named")
    remind(at=NOON)
    assert told() == [("ada", "due+1")]
    involve(manager, secret)
    remind(at=NOON)
    assert told(manager) == [("grace", "due+1")]


def test_remind_counts_days_in_the_units_time_zone():
    berlin = a_unit("BER", time_zone="Europe/Berlin")
    auckland = a_unit("AKL", time_zone="Pacific/Auckland")
    an_entry(a_person("ada", berlin), berlin, due=day(1))
    an_entry(a_person("kiri", auckland), auckland, due=day(1))
    remind(at=NOON)  # 00:00 of the next day in Auckland, and nobody is told at night
    assert told() == [("ada", "due-1")]
    remind(at=NOON + datetime.timedelta(hours=9) - datetime.timedelta(minutes=1))
    assert told() == [("ada", "due-1")]
    remind(at=NOON + datetime.timedelta(hours=9))
    assert told() == [("ada", "due-1"), ("kiri", "due+0")]


@pytest.mark.parametrize("month, date", [(3, 29), (10, 25)])
def test_remind_does_not_slip_where_the_clock_changes(month, date):
    unit = a_unit()
    the_day = datetime.date(2026, month, date)
    an_entry(a_person("ada", unit), unit, due=the_day)
    for hour in range(24):
        remind(at=datetime.datetime.combine(the_day, datetime.time(hour), NOON.tzinfo))
    assert told() == [("ada", "due+0")]


def test_remind_makes_up_for_days_on_which_nothing_ran():
    unit = a_unit()
    owner = a_person("ada", unit)
    remind(at=NOON)
    an_entry(owner, unit, due=day(3))
    remind(at=NOON + datetime.timedelta(days=4))
    assert told() == [("ada", "due+1")], "each date once, as what it is by now"
    assert remind(at=NOON + datetime.timedelta(days=4, hours=1)) == 0


def test_remind_does_not_flood_people_about_the_time_before_an_entry_existed():
    unit = a_unit()
    an_entry(a_person("ada", unit), unit, due=day(-200))
    assert remind(at=NOON) == 0


def test_remind_speaks_again_when_the_date_is_moved():
    unit = a_unit()
    entry = an_entry(a_person("ada", unit), unit, due=day(1))
    remind(at=NOON)
    move_date(entry, day(8))
    remind(at=NOON + datetime.timedelta(days=7))
    tomorrow = Notice.objects.filter(rule="due-1").order_by("on")
    assert list(tomorrow.values_list("on", flat=True)) == [day(1), day(8)]


def test_remind_survives_a_unit_with_a_wrong_time_zone():
    wrong, right = a_unit("BAD", time_zone="Mars/Olympus"), a_unit("GOOD")
    an_entry(a_person("ada", wrong), wrong, due=day(1))
    an_entry(a_person("bob", right), right, due=day(1))
    assert remind(at=NOON) == 2


def test_remind_asks_as_many_questions_for_thirty_entries_as_for_one():
    unit = a_unit()
    owner = a_person("ada", unit)
    a_person("grace", unit, "quality_manager")
    an_entry(owner, unit, due=day(-1))
    with CaptureQueriesContext(connection) as one:
        remind(at=NOON)
    for _ in range(30):
        an_entry(owner, unit, due=day(-1))
    with CaptureQueriesContext(connection) as thirty:
        assert remind(at=NOON) == 60
    assert len(thirty) <= len(one)


def test_a_reminder_that_comes_late_speaks_of_the_day_on_which_it_comes():
    unit = a_unit()
    remind(at=NOON)
    an_entry(a_person("ada", unit), unit, due=day(3))
    remind(at=NOON + datetime.timedelta(days=5))
    (notice,) = Notice.objects.all()
    assert sentence(notice, today=day(5)).endswith("2 days ago")
    assert sentence(notice) == "Due date: 26 Nov 2026 (told 2 days after)", "in words that stay true"
