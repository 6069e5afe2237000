"""The clock of an incident: which deadline, from when, and what it does when the class or the awareness changes."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelcards.aiact.incidents import KINDS, LENGTH, SECTORS, rule_for
from modelcards.incident_clocks import clock_for
from modelcards.models import Incident
from qms.accounts.models import Unit
from qms.lib.errors import Invalid, Unmet
from qms.registers import registry
from tests.factories.incidents import IncidentRecipe

UTC = datetime.UTC
START = datetime.datetime(2026, 1, 1, tzinfo=UTC)
KEYS = [key for key, _label in KINDS]
DAYS = {"death": 10, "health": 15, "critical": 2, "widespread": 2, "rights": 15, "property": 15}


def unsaved(aware_at: datetime.datetime, kinds: list[str], zone: str = "Europe/Berlin", country: str = "") -> Incident:
    """An incident in memory: the clock follows from its fields alone."""
    unit = Unit(time_zone=zone, country=country)
    return Incident(aware_at=aware_at, kinds=kinds, state="assessed", unit=unit)


def last_day(kinds: list[str], aware_at: datetime.datetime, zone: str = "Europe/Berlin") -> datetime.date:
    clock = clock_for(unsaved(aware_at, kinds, zone))
    assert clock is not None
    return clock.counted.strict.astimezone(ZoneInfo(zone)).date()


@pytest.mark.requirement("EUA-73-1")
@pytest.mark.parametrize("kind", KEYS)
def test_each_class_has_its_days_from_awareness(kind: str) -> None:
    monday = datetime.datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
    assert last_day([kind], monday) == datetime.date(2026, 11, 23) + datetime.timedelta(days=DAYS[kind])


@pytest.mark.requirement("EUA-73-1")
def test_the_day_of_awareness_is_that_of_the_unit() -> None:
    """Half past eleven at night in UTC is the next day in Berlin."""
    late = datetime.datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert last_day(["death"], late) == datetime.date(2026, 12, 4)
    assert last_day(["death"], late, "America/New_York") == datetime.date(2026, 12, 3)


@pytest.mark.requirement("EUA-73-1")
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(
    aware=st.integers(0, 7 * 365 * 24 * 60).map(lambda n: START + datetime.timedelta(minutes=n)),
    before=st.sets(st.sampled_from(KEYS)), more=st.sets(st.sampled_from(KEYS)),
    zone=st.sampled_from(["Europe/Berlin", "Europe/Lisbon", "UTC", "Europe/Helsinki"]),
    country=st.sampled_from(["", "DE", "FR", "PL"]),
)  # fmt: skip
def test_a_graver_class_is_never_due_later_and_counts_from_the_same_awareness(
    aware: datetime.datetime, before: set[str], more: set[str], zone: str, country: str
) -> None:
    first = clock_for(unsaved(aware, sorted(before), zone, country))
    then = clock_for(unsaved(aware, sorted(before | more), zone, country))
    assert first is not None and then is not None
    assert first.counted.start == then.counted.start == aware
    assert aware < then.due <= first.due


@settings(deadline=None)
@given(kinds=st.sets(st.sampled_from(KEYS), min_size=1))
def test_the_earliest_of_all_that_apply_counts(kinds: set[str]) -> None:
    assert LENGTH[rule_for(kinds)] == min(DAYS[kind] for kind in kinds)


@pytest.mark.requirement("EUA-73-4")
@pytest.mark.parametrize("sector", [key for key, _label in SECTORS if key])
def test_of_a_sector_with_reports_of_its_own_only_fundamental_rights_go_this_way(sector: str) -> None:
    assert rule_for(["death", "health", "critical", "property"], sector) == ""
    assert rule_for(["death", "rights"], sector) == "aiact.serious"
    assert rule_for([], sector) == "aiact.serious"  # nobody has looked yet: no day is lost


@pytest.mark.requirement("EUA-73-4")
def test_what_the_sector_has_reported_runs_no_clock_and_is_closed_without_a_report(db: None) -> None:
    recipe = IncidentRecipe()
    record = recipe.perform(recipe.make(), "take_up", kinds=["death"], sector="medical")
    (clock,) = recipe.register.clocks(record)
    assert record.due_at is None and not clock.runs and "law of the sector" in str(clock.waived)
    with pytest.raises(Unmet, match="under the law of the sector"):
        recipe.perform(record, "report_initial")
    record = recipe.perform(recipe.before(record, "close_elsewhere"), "close_elsewhere")
    assert record.state == "closed"


@pytest.mark.requirement("EUA-73-1")
def test_reclassification_counts_from_the_same_awareness_and_the_history_says_so(db: None) -> None:
    recipe = IncidentRecipe()
    record = recipe.perform(recipe.make(), "take_up", kinds=["health"])
    aware, due = record.aware_at, record.due_at
    recipe.clock(days=6)
    record = recipe.perform(record, "reclassify", kinds=["health", "death"], reason="A patient has died since.")
    assert record.aware_at == aware and record.due_at < due
    assert (record.due_at - aware).days in (9, 10)
    last, before = list(type(record).history.filter(entry=record.pk).order_by("-rev")[:2])
    assert (before.kinds, last.kinds) == (["health"], ["health", "death"])
    assert (before.due_at, last.due_at, last.history_change_reason) == (due, record.due_at, "A patient has died since.")
    assert record.entry.dates.get(name="due").on < due.date()


@pytest.mark.requirement("EUA-73-1")
def test_a_corrected_awareness_keeps_both_and_counts_anew(db: None) -> None:
    recipe = IncidentRecipe()
    record = recipe.perform(recipe.make(), "take_up", kinds=["health"])
    was, due = record.aware_at, record.due_at
    earlier = was - datetime.timedelta(hours=23)
    record = recipe.perform(record, "correct_awareness", aware_at=earlier, reason="The hotline had it the day before.")
    assert record.aware_at == earlier and record.due_at == due - datetime.timedelta(days=1)
    (row,) = record.awareness_before
    assert "5 Jan 2026" in row["was"] and row["why"] == "The hotline had it the day before."
    assert clock_for(record).remarks[0].startswith("Corrected from Mon 5 Jan 2026")


@pytest.mark.requirement("EUA-73-1")
def test_a_later_awareness_does_not_hide_that_it_was_late_and_the_page_says_one_thing(db: None) -> None:
    recipe = IncidentRecipe()
    known = recipe.clock() - datetime.timedelta(days=9)
    draft = recipe.make(happened_at=known, aware_at=known)
    later = known + datetime.timedelta(days=8)
    given: dict[str, Any] = {"rev": draft.rev, "aware_at": later, "reason": "The first call was about another one."}
    with pytest.raises(Invalid, match="for quality manager or compliance officer"):
        recipe.register.edit(draft, actor=recipe.org["author"], at=recipe.clock(), **given)
    record = recipe.perform(draft, "take_up", kinds=["critical"])
    record = recipe.perform(record, "report_initial", late_reason="Nobody knew whom to tell.")
    client = Client()
    client.force_login(recipe.org["compliance"])
    here = f"/incidents/{record.number}/"
    page = client.get(here).content.decode()
    assert "reported late" in page and "is classed “Minimal”, and Art. 73 is about high-risk systems" in page
    record = recipe.perform(record, "correct_awareness", aware_at=later, reason="The first call was another one.")
    page = client.get(here).content.decode()
    assert "reported late" not in page and "Done in time" in page and "corrected from" in page
    assert "and met late." in page and "as the awareness was recorded before" in page


def test_in_a_draft_too_it_asks_why_and_keeps_both(db: None) -> None:
    recipe = IncidentRecipe()
    record = recipe.make()
    given = {"rev": record.rev, "actor": recipe.org["author"], "at": recipe.clock()}
    earlier = record.aware_at - datetime.timedelta(hours=3)
    with pytest.raises(Invalid, match="Say why"):
        recipe.register.edit(record, aware_at=earlier, **given)
    record = recipe.register.edit(record, aware_at=earlier, reason="The call came before that.", **given)
    assert len(record.awareness_before) == 1 and record.due_at is not None


def test_who_records_it_is_aware_of_it(db: None) -> None:
    recipe = IncidentRecipe()
    record = recipe.make(aware_at=None)
    assert record.aware_at == record.created_at and record.due_at > record.aware_at


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"aware_at": datetime.datetime(2027, 1, 1, tzinfo=UTC)}, "has not come yet"),
        ({"happened_at": datetime.datetime(2026, 1, 5, 8, tzinfo=UTC),
          "aware_at": datetime.datetime(2026, 1, 5, 7, tzinfo=UTC)}, "Nobody knew of it before"),
        ({"aware_at": datetime.datetime(2026, 1, 5, 9)}, "offset from UTC"),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_moments_out_of_their_order_are_refused(db: None, changed: dict[str, Any], said: str) -> None:
    with pytest.raises((Invalid, ValidationError), match=said):
        IncidentRecipe().make(**changed)


@pytest.mark.requirement("EUA-73-2")
def test_an_awareness_after_the_report_is_refused(db: None) -> None:
    recipe = IncidentRecipe()
    record = recipe.in_state("initial")
    with pytest.raises(Unmet, match="It was reported before that"):
        recipe.perform(record, "correct_awareness", aware_at=recipe.clock(hours=2))


def test_a_voided_one_and_one_that_is_not_serious_run_no_clock(db: None) -> None:
    recipe = IncidentRecipe()
    assert recipe.in_state("void").due_at is None and not registry["incidents"].clocks(recipe.in_state("void"))
    record = recipe.in_state("not_serious")
    assert record.due_at is None and "not serious" in str(recipe.register.clocks(record)[0].waived)
    aware = record.aware_at
    again = recipe.perform(record, "reopen", kinds=["critical"])
    assert again.aware_at == aware and (again.due_at.date() - aware.date()).days == 2
