"""A clock of the law where people see it: on its page, on home, on the record, in notices hour by hour."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail as outbox
from django.test import Client

from qms.notices import dryrun
from qms.notices.because import because
from qms.notices.gathering import gather
from qms.notices.mails import deliver
from qms.notices.models import Notice
from qms.notices.reminders import sweep_notices
from qms.pages.clocks import left
from qms.records.models import LedgerRow
from tests.factories.breaches import BreachRecipe

AWARE = datetime.datetime(2026, 1, 5, 7, 30, tzinfo=datetime.UTC)
DUE = AWARE + datetime.timedelta(hours=72)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def recipe(db: None) -> BreachRecipe:
    return BreachRecipe()


@pytest.fixture
def breach(recipe: BreachRecipe) -> Any:
    """Known since Monday morning, being assessed."""
    return recipe.perform(recipe.make(aware_at=AWARE), "take_up")


def page(recipe: BreachRecipe, who: str, address: str, at: datetime.datetime) -> str:
    client = Client()
    with time_machine.travel(at, tick=False):
        client.force_login(recipe.org[who])
        answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def told(breach: Any) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(entry=breach.entry, rule__startswith="clock:").order_by("pk")
    return [(n.user.username, n.rule.split(":")[2]) for n in rows]


@pytest.mark.requirement("GD-33-1")
def test_page_home_and_record_say_what_runs_until_when_and_what_is_next(recipe: BreachRecipe, breach: Any) -> None:
    early, late = DUE - 30 * HOUR, DUE - 5 * HOUR
    shown = page(recipe, "dpo", "/clocks/", early)
    assert breach.number in shown and "1 day 6 hours left" in shown and "Thu 8 Jan 2026, 08:30 CET" in shown
    assert "72 hours from Mon 5 Jan 2026, 08:30 CET" in shown and f"/breaches/{breach.number}/do/notify/" in shown
    assert 'class="todo clocks"' not in page(recipe, "dpo", "/", early), "home shows what has less than a day left"
    assert "5 hours 0 minutes left" in page(recipe, "dpo", "/", late)
    assert "Clocks of the law" in page(recipe, "dpo", f"/breaches/{breach.number}/", early)
    assert "Run out" in page(recipe, "dpo", "/clocks/", DUE + HOUR)


def test_api_says_the_same_with_both_times(recipe: BreachRecipe, breach: Any) -> None:
    client = Client()
    client.force_login(recipe.org["dpo"])
    with time_machine.travel(DUE - 30 * HOUR, tick=False):
        found = client.get("/api/v1/clocks/").json()
    [clock] = found["results"]
    assert (clock["number"], clock["rule"], clock["due"]) == (
        breach.number,
        "gdpr.breach",
        "2026-01-08T07:30:00.000000+00:00",
    )
    assert clock["strict"] == clock["due"] < clock["shifted"] and clock["zone"] == "Europe/Berlin" and not found["cut"]


def test_nobody_sees_a_clock_of_a_record_that_he_may_not_see(recipe: BreachRecipe, breach: Any) -> None:
    recipe.org.person("foreign", "quality_manager", unit="SOUTH", home="SOUTH")
    assert breach.number not in page(recipe, "foreign", "/clocks/", DUE - HOUR)


def test_a_met_clock_runs_no_more_and_stays_on_the_record(recipe: BreachRecipe, breach: Any) -> None:
    done = recipe.perform(recipe.before(breach, "notify"), "notify")
    assert done.number not in page(recipe, "dpo", "/clocks/", DUE - HOUR)
    assert "Done in time" in page(recipe, "dpo", f"/breaches/{done.number}/", DUE - HOUR)


@pytest.mark.requirement("GD-33-1", "GD-5.2")
def test_people_are_told_a_day_before_four_hours_before_and_when_it_is_late_once_each(
    recipe: BreachRecipe, breach: Any
) -> None:
    for hours, expected in ((25, []), (24, ["24h"]), (20, ["24h"]), (4, ["24h", "4h"]), (-1, ["24h", "4h", "over"])):
        for _twice in range(2):
            sweep_notices(at=DUE - hours * HOUR)
        assert [step for who, step in told(breach) if who == "dpo"] == expected, hours
    late = Notice.objects.filter(entry=breach.entry, rule__contains=":over:")
    assert all(n.statutory and n.by_mail for n in late)
    said = "“Notify the supervisory authority” was due by law on Thu 8 Jan 2026"
    assert late[0].text.startswith(said)
    sweep_notices(at=DUE + 25 * HOUR)
    assert ("dpo", "late1") in told(breach)


def test_a_sweep_that_comes_late_tells_the_nearest_step_alone(recipe: BreachRecipe, breach: Any) -> None:
    sweep_notices(at=DUE - 2 * HOUR)
    assert told(breach) == [("dpo", "4h")]


@pytest.mark.requirement("GD-33-1")
def test_whoever_wants_no_mail_and_is_away_is_told_of_a_clock_all_the_same(recipe: BreachRecipe, breach: Any) -> None:
    person = recipe.org["dpo"]
    type(person).objects.filter(pk=person.pk).update(mail_wanted=False)
    sweep_notices(at=DUE - 2 * HOUR)
    assert Notice.objects.get(entry=breach.entry, rule__startswith="clock:").by_mail


def test_the_dry_run_tells_of_clocks_what_the_sweep_then_tells(recipe: BreachRecipe, breach: Any) -> None:
    at, rows = DUE - 2 * HOUR, LedgerRow.objects.count()
    run = dryrun.at_instant(at)
    said = {(row.notice.user.username, row.notice.rule, because(row.notice)) for row in run.rows}
    assert not Notice.objects.filter(entry=breach.entry, rule__startswith="clock:").exists()
    assert LedgerRow.objects.count() == rows
    before = set(Notice.objects.values_list("pk", flat=True))
    sweep_notices(at=at)
    made = {(n.user.username, n.rule, because(n)) for n in Notice.objects.exclude(pk__in=before)}
    assert said == made and any(rule.startswith("clock:gdpr.breach:4h") for _who, rule, _why in made)
    assert any(why == "a clock of the law" for _who, _rule, why in made)


def test_the_dry_run_of_a_day_foretells_each_step_at_its_hour_and_nothing_of_the_days_before(
    recipe: BreachRecipe, breach: Any
) -> None:
    """It ends at 8:30 on 8 January: 24 hours and 4 hours before are two days, the end and the reminder a third one."""
    for days, expected in ((2, []), (1, ["08:30 24h"]), (0, ["04:30 4h", "08:30 over"]), (-1, ["08:30 late1"])):
        run = dryrun.on_day((DUE - 24 * days * HOUR).date(), since=AWARE, alone=True)
        rows = [r for r in run.rows if r.notice.rule.startswith("clock:") and r.notice.user == recipe.org["dpo"]]
        assert [f"{r.due:%H:%M} {r.notice.rule.split(':')[2]}" for r in rows] == expected, days
        assert [r.due for r in run.rows] == sorted(r.due for r in run.rows)
    assert not Notice.objects.filter(rule__startswith="clock:").exists()


def test_mail_says_what_is_due_at_which_hour_and_leads_to_the_very_step(recipe: BreachRecipe, breach: Any) -> None:
    Notice.objects.all().delete()  # that it is hers
    at = DUE + HOUR  # on the last day, an hour late: the reminder of the day and the clock itself
    sweep_notices(at=at)
    gather(at=at)
    deliver(at=at)
    (mail,) = [m for m in outbox.outbox if m.to == [recipe.org["dpo"].email]]
    assert mail.subject == "Plumbline: 1 time limit of the law is over, 2 notices"
    due = "“Notify the supervisory authority”: due by law on Thu 8 Jan 2026, 08:30 CET, today"
    assert due in mail.body and "was due by law on Thu 8 Jan 2026, 08:30 CET and is not done" in mail.body
    assert mail.body.count(f"/breaches/{breach.number}/do/notify/") == 2
    assert mail.body.count(breach.number) == 4, "in the head of each notice and in its link, and nowhere else"
    shown = page(recipe, "dpo", "/notices/?show=law", at)
    assert "08:30 CET (told on the day)" in shown and "today" not in shown
    older = Notice.objects.filter(user=recipe.org["dpo"]).order_by("at", "pk")[0]
    assert due not in page(recipe, "dpo", f"/notices/?show=all&before={older.pk}", at)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(40, "40 minutes left"), (185, "3 hours 5 minutes left"), (2 * 1440 + 180, "2 days 3 hours left"),
     (15 * 1440, "15 days left"), (-90, "1 hour 30 minutes late")],
)  # fmt: skip
def test_what_is_left_is_said_as_people_say_it(minutes: int, words: str) -> None:
    assert left(DUE, DUE - datetime.timedelta(minutes=minutes)) == words
