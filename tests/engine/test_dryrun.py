"""The dry run says what the sweep then does, and does nothing itself."""

import datetime
import json
import random
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from qms.notices import dryrun
from qms.notices.models import Notice, SweptDay
from qms.notices.reminders import later, remind
from qms.notices.rules import MANAGER, Book, Rule, keepers
from qms.records.models import Entry

from .notice_entries import NOON, a_person, a_unit, an_entry, day, finish, involve

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Pacific/Honolulu")
ROLES = ("validator", MANAGER, "executive", "approver")


def a_world(seed: int) -> Book:
    """Units in five zones, people with and without roles, records in every phase, and rules that overlap."""
    chance = random.Random(seed)
    units = [a_unit(f"U{n}", time_zone=zone, country=chance.choice(["DE", "US", "JP"])) for n, zone in enumerate(ZONES)]
    people = [
        a_person(f"p{n}", chance.choice(units), chance.choice(["contributor", *ROLES])) for n in range(14)
    ]  # fmt: skip
    people[0].is_active = False
    people[0].save()
    for _number in range(90):
        names = chance.sample(["due", "review", "valid_until"], chance.randint(1, 2))
        entry = an_entry(
            chance.choice([None, *people]), chance.choice(units),
            register=chance.choice(["actions", "audits", "risks"]),
            dates={name: day(chance.randint(-16, 32)) for name in names},
            waiting_role=chance.choice(["", "", *ROLES]), audience=chance.choice(["unit", "unit", "named", "everyone"]),
        )  # fmt: skip
        if chance.random() < 0.4:
            involve(chance.choice(people), entry, "next")
        if chance.random() < 0.1:
            finish(entry)
    rules = [
        Rule(
            number=f"REM-{n}", register=register, date=date, hour=chance.choice([4, 9, 17]),
            offsets=tuple(sorted(chance.sample(range(-30, 15), 6))), working_days=chance.random() < 0.5,
            to=frozenset(chance.sample(["owner", "next", "manager"], chance.randint(0, 2))),
            roles=tuple(chance.sample(ROLES, 1)), people=(chance.choice(people).pk,),
            escalations=((chance.randint(-3, 7), "executive"),), at_once=chance.random() < 0.5,
            hook=chance.random() < 0.5, mail=chance.random() < 0.7,
        )
        for n, (register, date) in enumerate([("actions", "due"), ("", "review"), ("audits", "")])
    ]  # fmt: skip
    return Book(tuple(rules), frozenset({"risks"}))


@pytest.fixture
def held():
    """Put rules in force for a test."""
    before = list(keepers)

    def hold(book: Book) -> None:
        keepers[:] = [lambda: book]

    yield hold
    keepers[:] = before


def made() -> list[tuple]:
    fields = ("user__username", "entry__number", "rule", "on", "why", "told_by", "by_mail", "by_hook", "at_once",
              "statutory")  # fmt: skip
    return sorted(Notice.objects.values_list(*fields))


def said(run: dryrun.DryRun) -> list[tuple]:
    notices = [told.notice for told in run.rows]
    return sorted(
        (n.user.username, n.entry.number, n.rule, n.on, n.why, n.told_by, n.by_mail, n.by_hook, n.at_once, n.statutory)
        for n in notices
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_dry_run_of_an_instant_is_what_tick_then_does(held, seed):
    held(a_world(seed))
    call_command("tick", at=NOON - 3 * DAY, stdout=StringIO())  # two days are missed after it
    Notice.objects.all().delete()
    before = list(SweptDay.objects.order_by("pk").values_list("pk", "day"))
    foreseen = dryrun.at_instant(NOON, most=10_000)
    assert Notice.objects.count() == 0
    assert list(SweptDay.objects.order_by("pk").values_list("pk", "day")) == before
    call_command("tick", at=NOON, stdout=StringIO())
    assert made() == said(foreseen)
    assert foreseen.count == len(foreseen.rows) > 10, "the world is too small to show anything"


def test_the_dry_run_of_a_day_is_what_the_sweeps_of_that_day_do_in_every_time_zone(held):
    held(a_world(9))
    remind(at=NOON - DAY)
    Notice.objects.all().delete()
    SweptDay.objects.update(day=day(0))
    foreseen = dryrun.on_day(day(0), alone=True, most=10_000)
    assert all(told.due.date() == day(0) for told in foreseen.rows)
    for zone in ZONES:  # at the end of the day, as the last sweep of the day does it there
        end = datetime.datetime.combine(day(0), datetime.time(23, 59), dryrun.zone_of(zone))
        remind(at=end, zones=[zone])
    assert made() == said(foreseen)
    assert len(foreseen.rows) > 5


def test_steps_that_follow_a_sweep_are_in_the_dry_run_too():
    """A deputy, say: whatever is added to the sweep is tried and taken back with it."""
    unit = a_unit()
    an_entry(a_person("ada", unit), unit, due=day(1))
    deputy = a_person("deputy", unit)

    def tell_deputies(at: datetime.datetime, zones: object) -> int:
        new = [
            Notice(user=deputy, entry=n.entry, rule=n.rule, on=n.on, at=at) for n in Notice.objects.exclude(user=deputy)
        ]
        return len(Notice.objects.bulk_create(new, ignore_conflicts=True))

    later.append(tell_deputies)
    try:
        foreseen = dryrun.at_instant(NOON)
        assert sorted(told.notice.user.username for told in foreseen.rows) == ["ada", "deputy"]
        assert not Notice.objects.exists()
        call_command("tick", at=NOON, stdout=StringIO())
    finally:
        later.remove(tell_deputies)
    assert sorted(Notice.objects.values_list("user__username", flat=True)) == ["ada", "deputy"]


def test_rows_are_bounded_and_what_the_reader_may_not_see_is_only_counted():
    unit = a_unit()
    owner, reader = a_person("ada", unit), a_person("reader", unit)
    for _ in range(5):
        an_entry(owner, unit, due=day(1))
    an_entry(owner, unit, due=day(1), audience="named")
    run = dryrun.on_day(day(0), actor=reader, alone=True, most=3)
    assert (run.count, run.visible, run.hidden, len(run.rows)) == (6, 5, 1, 3)


def test_a_rule_is_tried_as_if_it_were_in_force_and_alone():
    unit = a_unit()
    an_entry(a_person("ada", unit), unit, dates={"due": day(3), "review": day(1)})
    rule = Rule(number="REM-0007", register="actions", date="due", offsets=(-3, -2), escalations=())
    run = dryrun.on_day(day(0), rule=rule, alone=True)
    assert [(t.notice.rule, t.notice.told_by) for t in run.rows] == [("due-3", "REM-0007")]
    found = dryrun.forecast(rule, at=NOON)
    assert (found.total, found.people, found.worst, found.asks) == (2, 1, (day(0), 1), False)
    assert not Notice.objects.exists()


def test_a_forecast_asks_from_a_thousand_and_one_on():
    assert dryrun.Forecast({day(0): 1000}, 3).asks is False
    assert dryrun.Forecast({day(0): 1001}, 3).asks is True
    assert dryrun.Forecast({day(0): 5}, 1001).asks is True


def test_the_command_says_who_what_why_how_and_when():
    unit = a_unit(time_zone="America/New_York")
    entry = an_entry(a_person("ada", unit), unit, due=day(1))
    out = StringIO()
    call_command("reminders", "--on", day(0).isoformat(), "--json", stdout=out)
    (row,) = json.loads(out.getvalue())["notices"]
    assert row["due"] == "2026-11-23T09:00:00-05:00"
    expected = {"user": "ada", "number": entry.number, "date": "due", "on": "2026-11-24", "offset": -1,
                "rule": "built-in", "why": "owns it", "channels": ["app", "mail"], "statutory": False}  # fmt: skip
    assert {k: row[k] for k in expected} == expected
    assert "tomorrow" in row["says"]
    out = StringIO()
    call_command("reminders", "--on", day(0).isoformat(), stdout=out)
    assert "1 notices. Nothing was told." in out.getvalue() and "Calibrate the gauge" in out.getvalue()
    assert out.getvalue().startswith("2026-11-23T09:00-05:00  ada"), "the unit's hour, with its offset"
    assert Entry.objects.count() == 1 and not Notice.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["--on", "soon"],
        ["--on", "2026-02-30"],
        ["--at", "noon"],
        ["--at", "2026-12-01T09:00"],
        [],
        ["--on", "2026-11-23", "--most", "0"],
    ],
)
def test_the_command_refuses_what_is_no_day_in_a_sentence(words):
    with pytest.raises(CommandError):
        call_command("reminders", *words, stdout=StringIO())
