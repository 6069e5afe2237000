"""Rules that say otherwise: which dates, whom, when, on which channels."""

import datetime
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from qms.notices.models import Notice
from qms.notices.reminders import remind
from qms.notices.rules import DEFAULT, Book, Rule

from .notice_entries import NOON, a_person, a_unit, an_entry, day, involve

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
BARE = Rule(number="REM-0001", register="actions", date="due", offsets=(-3,), to=frozenset({"owner"}), escalations=())


def sweep(*rules: Rule, at: datetime.datetime = NOON, clocked: frozenset[str] = frozenset()) -> int:
    return remind(at=at, share=Book(rules, clocked).shares())


def told() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("user__username", "rule"))


def test_a_rule_takes_the_place_of_the_built_in_one_for_its_dates_alone():
    unit = a_unit()
    owner = a_person("ada", unit)
    an_entry(owner, unit, dates={"due": day(3), "review": day(7)})
    an_entry(owner, unit, dates={"due": day(7)})
    an_entry(owner, unit, dates={"due": day(7)}, register="audits")
    sweep(BARE)
    assert told() == [("ada", "due-3"), ("ada", "due-7"), ("ada", "review-7")]
    assert Notice.objects.get(rule="due-3").told_by == "REM-0001"
    assert set(Notice.objects.exclude(rule="due-3").values_list("told_by", flat=True)) == {""}


@pytest.mark.parametrize("register, name, expected", [
    ("actions", "due", "REM-1"), ("actions", "review", "REM-2"),
    ("audits", "due", "REM-3"), ("audits", "review", "REM-4"),
])  # fmt: skip
def test_the_most_particular_rule_holds(register, name, expected):
    rules = (
        replace(BARE, number="REM-4", register="", date=""), replace(BARE, number="REM-3", register=""),
        replace(BARE, number="REM-2", date=""), replace(BARE, number="REM-1"),
    )  # fmt: skip
    unit = a_unit()
    an_entry(a_person("ada", unit), unit, dates={name: day(3)}, register=register)
    assert sweep(*rules) == 1
    assert Notice.objects.get().told_by == expected
    assert Book(rules).rule_for(register, name).number == expected


def test_named_people_and_roles_are_told_of_what_they_may_see_and_why():
    unit, other = a_unit(), a_unit("ELSEWHERE")
    owner, checker = a_person("ada", unit), a_person("checker", unit, "validator")
    named, stranger = a_person("named", unit), a_person("stranger", other)
    a_person("far", other, "validator")
    rule = replace(BARE, roles=("validator",), people=(named.pk, stranger.pk))
    an_entry(owner, unit, due=day(3))
    secret = an_entry(owner, unit, due=day(3), audience="named")
    involve(checker, secret)
    sweep(rule)
    assert sorted(Notice.objects.values_list("user__username", "entry_id", "why")) == sorted([
        ("ada", secret.pk, "owner"), ("ada", secret.pk - 1, "owner"), ("checker", secret.pk, "role:validator"),
        ("checker", secret.pk - 1, "role:validator"), ("named", secret.pk - 1, "named"),
    ])  # fmt: skip


@pytest.mark.parametrize("late, expected", [(1, ["ada"]), (7, ["ada", "boss"]), (14, ["ada", "boss"])])
def test_escalation_tells_a_role_too_from_its_day_on(late, expected):
    unit = a_unit()
    owner = a_person("ada", unit)
    a_person("boss", unit, "executive")
    an_entry(owner, unit, due=day(-late))
    sweep(replace(BARE, offsets=(1, 7, 14), escalations=((7, "executive"),)))
    assert [name for name, _rule in told()] == expected
    assert set(Notice.objects.filter(user__username="boss").values_list("why", flat=True)) <= {"late:executive"}


def test_the_manager_stands_in_where_nobody_owns_it_unless_the_owner_is_not_told_at_all():
    unit = a_unit()
    a_person("grace", unit, "quality_manager")
    an_entry(None, unit, due=day(3))
    assert sweep(replace(BARE, to=frozenset({"next"}))) == 0
    assert sweep(BARE) == 1
    assert Notice.objects.get().why == "unowned:quality_manager"


def test_channels_are_those_of_the_rule_and_of_the_person():
    unit = a_unit()
    owner, silent = a_person("ada", unit), a_person("silent", unit)
    silent.mail_wanted = False
    silent.save()
    for person in (owner, silent):
        an_entry(person, unit, due=day(3))
    rule = replace(BARE, at_once=True, hook=True)
    sweep(rule)
    flags = {n.user.username: (n.by_mail, n.by_hook, n.at_once, n.statutory) for n in Notice.objects.all()}
    assert flags == {"ada": (True, True, True, False), "silent": (False, True, True, False)}
    an_entry(owner, unit, due=day(3))
    sweep(replace(rule, mail=False, hook=False, at_once=False))
    last = Notice.objects.latest("pk")
    assert (last.by_mail, last.by_hook, last.at_once) == (False, False, False)


def test_the_hour_of_the_rule_is_that_of_the_unit_and_days_are_not_lost_in_between():
    unit = a_unit()
    an_entry(a_person("ada", unit), unit, due=day(3))
    rule = replace(BARE, hour=14)
    assert sweep(rule, at=NOON) == 0
    assert sweep(rule, at=NOON + 2 * HOUR - datetime.timedelta(seconds=1)) == 0
    # Nothing ran from noon to the next morning: the afternoon's notice is made up for, once.
    assert sweep(rule, at=NOON + 21 * HOUR) == 1
    assert sweep(rule, at=NOON + 22 * HOUR) == 0


def test_working_days_follow_the_country_of_the_unit():
    """Monday 26 October 2026 is a working day in Germany and a holiday in Austria."""
    germany, austria = a_unit("DE", country="DE"), a_unit("AT", country="AT", time_zone="Europe/Berlin")
    people = {unit: a_person(unit.code.lower(), unit) for unit in (germany, austria)}
    monday = datetime.datetime(2026, 10, 26, 12, tzinfo=NOON.tzinfo)
    for unit, person in people.items():
        an_entry(person, unit, due=monday.date())
    rule = replace(BARE, offsets=(0,), working_days=True)
    sweep(rule, at=monday - 3 * DAY)
    assert told() == [("at", "due+0")]
    for days in (2, 1, 0):
        sweep(rule, at=monday - days * DAY)
    assert told() == [("at", "due+0"), ("de", "due+0")]


def test_two_steps_that_meet_on_a_working_day_speak_once():
    unit = a_unit()
    sunday = datetime.date(2026, 11, 22)
    an_entry(a_person("ada", unit), unit, due=sunday)
    rule = replace(BARE, offsets=(-1, 0), working_days=True)
    for days in range(-4, 3):
        sweep(rule, at=datetime.datetime.combine(sunday + days * DAY, datetime.time(12), NOON.tzinfo))
    assert told() == [("ada", "due+0")]
    assert Notice.objects.get().at.date() == datetime.date(2026, 11, 20)


def test_a_date_that_a_law_sets_keeps_the_built_in_rule_whatever_is_edited():
    unit = a_unit()
    silent = a_person("ada", unit)
    silent.mail_wanted = False
    silent.save()
    a_person("grace", unit, "quality_manager")
    an_entry(silent, unit, due=day(1))
    an_entry(silent, unit, due=day(-1))
    an_entry(silent, unit, due=day(3))
    mute = replace(BARE, register="", date="", offsets=(-3,), to=frozenset({"manager"}), mail=False, hour=23)
    sweep(mute, clocked=frozenset({"actions"}))
    assert told() == [
        ("ada", "due+1"), ("ada", "due-1"), ("ada", "due-3"),
        ("grace", "due+1"), ("grace", "due-1"), ("grace", "due-3"),
    ]  # fmt: skip
    assert all(n.statutory and n.by_mail for n in Notice.objects.all()), "no choice silences it"


def test_without_rules_a_date_that_a_law_sets_is_as_always_but_cannot_be_silenced():
    unit = a_unit()
    an_entry(a_person("ada", unit), unit, dates={"due": day(1), "review": day(1)})
    sweep(clocked=frozenset({"actions"}))
    assert dict(Notice.objects.values_list("rule", "statutory")) == {"due-1": True, "review-1": False}


def test_each_date_falls_under_exactly_one_rule():
    """Whatever rules there are, every pair of register and date is swept by the rule that `rule_for` names."""
    rules = [replace(DEFAULT, number=f"R{n}", register=r, date=d, offsets=(0,), to=frozenset({"owner"}), escalations=())
             for n, (r, d) in enumerate([("actions", ""), ("", "due"), ("audits", "review")])]  # fmt: skip
    book = Book(tuple(rules), frozenset({"incidents"}))
    unit = a_unit()
    owner = a_person("ada", unit)
    for register in ("actions", "audits", "incidents", "risks"):
        an_entry(owner, unit, dates={"due": day(0), "review": day(0)}, register=register)
    remind(at=NOON, share=book.shares())
    made = Notice.objects.values_list("entry__register", "rule", "told_by", "statutory")
    assert len(made) == 8
    for register, rule, told_by, statutory in made:
        expected = book.rule_for(register, rule.removesuffix("+0"))
        assert (told_by, statutory) == (expected.number, expected.statutory)


@pytest.mark.parametrize("leap", [-3, 2])
def test_a_clock_that_leaps_and_comes_back_loses_and_doubles_nothing(leap):
    unit = a_unit()
    owner = a_person("ada", unit)
    for ahead in range(-2, 6):
        an_entry(owner, unit, due=day(ahead))
    rule = replace(BARE, offsets=(-1, 0, 1), hour=11)
    for at in (NOON - HOUR, NOON + leap * DAY, NOON + HOUR, NOON + DAY, NOON + 2 * DAY + HOUR, NOON + 3 * DAY):
        sweep(rule, at=at)
    made = list(Notice.objects.values_list("entry_id", "rule", "on"))
    assert len(made) == len(set(made))
    days = {(on + int(rule.removeprefix("due")) * DAY) for _entry, rule, on in made}
    for n in range(4):
        expected = {(day(n - offset), offset) for offset in (-1, 0, 1) if -2 <= n - offset < 6}
        there = {
            (on, int(r.removeprefix("due"))) for _e, r, on in made if on + int(r.removeprefix("due")) * DAY == day(n)
        }
        assert there == expected, n
    assert day(0) in days


def test_five_time_zones_are_each_told_at_nine_of_their_own_morning():
    zones = ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland", "Pacific/Honolulu"]
    the_day = datetime.date(2026, 3, 29)  # Berlin's clock changes
    for number, zone in enumerate(zones):
        unit = a_unit(f"Z{number}", time_zone=zone)
        an_entry(a_person(f"p{number}", unit), unit, due=the_day)
    first: dict[str, datetime.datetime] = {}
    start = datetime.datetime(2026, 3, 28, 18, 30, tzinfo=datetime.UTC)
    for half in range(60):
        at = start + half * HOUR / 2
        sweep(at=at)
        for name in Notice.objects.filter(rule="due+0").values_list("user__username", flat=True):
            first.setdefault(name, at)
    local = {zone: first[f"p{n}"].astimezone(ZoneInfo(zone)) for n, zone in enumerate(zones)}
    assert {(at.date(), at.hour, at.minute) for at in local.values()} == {(the_day, 9, 0)}


def test_within_an_hour_only_what_changed_is_looked_at_and_every_hour_all_of_it():
    """A sweep a minute over all dates would be work for nothing; what is late by a change of roles is so by an hour."""
    unit = a_unit()
    owner = a_person("ada", unit)
    old = an_entry(owner, unit, due=day(-1), changed_at=NOON - DAY)
    remind(at=NOON)
    a_person("grace", unit, "quality_manager")  # no entry changed
    new = an_entry(owner, unit, due=day(1), changed_at=NOON + datetime.timedelta(minutes=5))
    remind(at=NOON + datetime.timedelta(minutes=6))
    made = Notice.objects.values_list("user__username", "entry_id")
    assert sorted(made) == sorted([("ada", old.pk), ("ada", new.pk)])
    remind(at=NOON + HOUR)
    assert ("grace", old.pk) in made.all()


def test_a_rule_put_in_force_within_the_hour_holds_at_once():
    unit = a_unit()
    an_entry(a_person("ada", unit), unit, due=day(3), changed_at=NOON - DAY)
    assert sweep(at=NOON) == 0
    assert sweep(BARE, at=NOON + datetime.timedelta(minutes=1)) == 1
