"""Who may see what: one predicate in SQL and the same one in memory, for every role, audience, unit and part."""

import datetime
import itertools
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qms.accounts.models import Grant, User
from qms.accounts.people import system_user
from qms.accounts.reach import reach
from qms.accounts.roles import CLOSED_ROLES, ROLES
from qms.lib.errors import NotVisible
from qms.records.access import QUALITY, sees, visible_to
from qms.records.grants import grant, withdraw
from qms.records.models import Entry, LedgerRow
from qms.registers import people
from qms.registers.verify import verify
from tests.engine.trials.models import Trial

UNITS = ("HQ", "NORTH", "LINE", "SOUTH")
AUDIENCES = ("unit", "everyone", "quality", "named")
BELOW = {"HQ": set(UNITS), "NORTH": {"NORTH", "LINE"}, "LINE": {"LINE"}, "SOUTH": {"SOUTH"}}


@pytest.fixture
def grid(trials: Any, org: Any, clock: Any) -> dict[tuple[str, str], Any]:
    """One record per unit and audience, owned by nobody, in which nobody has a part."""
    system = system_user()
    return {
        (unit, audience): trials.create(
            actor=system, at=clock(), title=f"{audience} in {unit}", unit=org.units[unit], audience=audience
        )
        for unit, audience in itertools.product(UNITS, AUDIENCES)
    }


@pytest.fixture(autouse=True)
def system_may_write(trials: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about seeing; the system writes what is seen."""
    for rule in ("may_add", "may_edit"):
        monkeypatch.setattr(type(trials), rule, lambda self, actor, record=None: True)


def shown(actor: Any, records: Any) -> set[tuple[str, str]]:
    """What the actor sees, by both forms of the predicate on both tables; they must agree."""
    by_sql = set(visible_to(Trial.objects.all(), actor).values_list("pk", flat=True))
    by_entry = set(visible_to(Entry.objects.all(), actor).values_list("pk", flat=True))
    by_memory = {r.pk for r in records.values() if sees(actor, r)}
    by_memory_of_entry = {r.pk for r in records.values() if sees(actor, r.entry)}
    assert by_sql == by_entry == by_memory == by_memory_of_entry
    return {key for key, r in records.items() if r.pk in by_sql}


@pytest.mark.requirement("P11-10g-1")
@pytest.mark.parametrize("role", ROLES)
def test_a_role_in_a_unit_covers_the_units_below(org: Any, grid: Any, role: str) -> None:
    for unit in UNITS:
        name = f"{role}_{unit}".lower()
        org.person(name, role, unit=unit)
        expected = set()
        if role not in CLOSED_ROLES:
            theirs = {"unit", "quality"} if role in QUALITY else {"unit"}
            expected = {(u, a) for u, a in grid if a == "everyone" or (a in theirs and u in BELOW[unit])}
        assert shown(org[name], grid) == expected


def test_nobody_sees_what_is_for_named_people_by_a_role_alone(org: Any, grid: Any, trials: Any, clock: Any) -> None:
    org.person("boss", *[r for r in ROLES if r not in CLOSED_ROLES], unit="HQ")
    assert reach(org["boss"]).organisation_wide
    assert not {a for _u, a in shown(org["boss"], grid)} & {"named"}


def test_who_is_no_quality_person_does_not_see_what_is_said_about_people(org: Any, grid: Any) -> None:
    """Not even with every other role over the whole organisation."""
    org.person("boss", *[r for r in ROLES if r not in (*CLOSED_ROLES, *QUALITY)], unit="HQ")
    assert reach(org["boss"]).organisation_wide
    assert {a for _u, a in shown(org["boss"], grid)} == {"unit", "everyone"}


@pytest.mark.requirement("P11-10d", "P11-10g-1")
def test_what_was_opened_to_somebody_from_outside_ends_with_its_day_and_with_his(
    org: Any, grid: Any, clock: Any
) -> None:
    """By a grant, in the ledger each time; the same again is none; the role's last day ends all of it."""
    org.person("outside", "external_auditor", unit="HQ", home=None)
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    entries = [grid["LINE", "unit"].entry, grid["SOUTH", "unit"].entry]

    def give(until: datetime.date | None) -> int:
        common: dict[str, Any] = {"because": "AUD-1", "actor": system_user(), "at": clock()}
        return grant(entries, org["outside"], until=until, **common)

    assert (give(today), give(today)) == (2, 0)
    assert shown(org["outside"], grid) == {("LINE", "unit"), ("SOUTH", "unit")}
    logged = LedgerRow.objects.filter(action="access.grant")
    assert logged.count() == 1 and entries[0].number in bytes(logged.get().body).decode()
    assert give(today - day) == 2 and shown(org["outside"], grid) == set()
    assert give(None) == 2 and len(shown(org["outside"], grid)) == 2
    withdraw([entries[0].pk], org["outside"], because="AUD-1", actor=system_user(), at=clock())
    assert shown(org["outside"], grid) == {("SOUTH", "unit")}
    people.grant_role(
        user=org["outside"], role="external_auditor", unit=org.units["HQ"], actor=system_user(), at=clock(),
        until=today - day,
    )  # fmt: skip
    assert shown(org["outside"], grid) == set()
    assert set(verify()) == set()


@pytest.mark.parametrize("part", ["owner", "lead", "team"])
@pytest.mark.parametrize("role", [None, "reader", "external_auditor", "administrator"])
def test_a_part_in_a_record_shows_it_and_losing_the_part_hides_it(
    trials: Any, org: Any, grid: Any, clock: Any, part: str, role: str | None
) -> None:
    org.person("guest", *([role] if role else []), unit="SOUTH", home="SOUTH")
    guest, before = org["guest"], shown(org["guest"], grid)
    for key in [("LINE", "named"), ("LINE", "unit")]:
        for value, expected in (([guest.pk] if part == "team" else guest, before | {key}), (None, before)):
            record = grid[key]
            grid[key] = trials.edit(record, rev=record.rev, actor=system_user(), at=clock(), **{part: value})
            assert shown(guest, grid) == expected


def test_whoever_made_a_record_keeps_seeing_it_wherever_it_goes(trials: Any, org: Any, clock: Any) -> None:
    org.person("writer", "contributor", unit="LINE", home="LINE")
    made = trials.create(actor=org["writer"], at=clock(), title="Mine", owner=org["author"])
    records = {("LINE", "unit"): made}
    made = trials.edit(made, rev=1, actor=system_user(), at=clock(), unit=org.units["SOUTH"])
    assert shown(org["writer"], records) == set(records)
    people.withdraw_role(
        grant=org.grants("writer").get(), actor=system_user(), at=clock(), reason="Works elsewhere now."
    )
    assert shown(org["writer"], records) == set(records) and shown(org["stranger"], records) == set()
    assert set(verify()) == set()


def test_what_is_for_named_people_or_was_imported_is_not_shown_for_having_written_it(
    trials: Any, org: Any, clock: Any
) -> None:
    """Named people are those whom the record names; an importer did not write what he brought."""
    org.person("writer", "contributor", unit="LINE", home="LINE")
    named = trials.create(actor=org["writer"], at=clock(), title="Narrowed", owner=org["author"])
    row = {"title": "Brought", "external_id": "X-1"}
    brought = trials.create_many([row], actor=org["writer"], at=clock())[0]
    records = {("LINE", "named"): named, ("LINE", "unit"): brought}
    assert shown(org["writer"], records) == set(records)
    named = trials.edit(named, rev=1, actor=system_user(), at=clock(), audience="named")
    brought = trials.edit(brought, rev=1, actor=system_user(), at=clock(), unit=org.units["SOUTH"])
    records = {("LINE", "named"): named, ("SOUTH", "unit"): brought}
    assert shown(org["writer"], records) == set()
    named = trials.edit(named, rev=2, actor=system_user(), at=clock(), audience="unit", unit=org.units["SOUTH"])
    assert shown(org["writer"], {("SOUTH", "unit"): named}) == {("SOUTH", "unit")}
    assert set(verify()) == set()


@pytest.mark.requirement("P11-10d")
def test_deactivated_and_anonymous_people_see_nothing(org: Any, grid: Any, trials: Any, clock: Any) -> None:
    org.person("leaver", "quality_manager", unit="HQ")
    mine = trials.create(actor=system_user(), at=clock(), title="Owned", owner=org["leaver"], unit=org.units["HQ"])
    grid["mine", "owned"] = mine
    assert ("mine", "owned") in shown(org["leaver"], grid)
    people.deactivate(user=org["leaver"], actor=system_user(), at=clock(), reason="Left the company.")
    assert shown(org["leaver"], grid) == set()
    assert shown(AnonymousUser(), grid) == set()
    assert shown(User(username="nobody"), grid) == set()
    assert shown(None, grid) == set()


def test_the_system_sees_everything(org: Any, grid: Any) -> None:
    assert shown(system_user(), grid) == set(grid)


def test_a_role_ends_with_its_date_and_at_once_when_withdrawn(org: Any, grid: Any, clock: Any) -> None:
    org.person("temp", home="SOUTH")
    today = datetime.datetime.now(datetime.UTC).date()
    for until, visible in ((today + datetime.timedelta(days=2), True), (today - datetime.timedelta(days=2), False)):
        people.grant_role(
            user=org["temp"], role="reader", unit=org.units["SOUTH"], actor=system_user(), at=clock(), until=until
        )
        assert (("SOUTH", "unit") in shown(org["temp"], grid)) is visible
    people.grant_role(user=org["temp"], role="reader", unit=org.units["SOUTH"], actor=system_user(), at=clock())
    temp = org["temp"]
    assert ("SOUTH", "unit") in shown(temp, grid)
    grant = Grant.objects.get(user=temp)
    people.withdraw_role(grant=grant, actor=system_user(), at=clock(), reason="The project ended.")
    assert shown(org["temp"], grid) == set()


def test_a_second_tree_is_not_covered_by_the_first_ones_top(org: Any, grid: Any, trials: Any, clock: Any) -> None:
    org.unit("ABROAD")
    grid["ABROAD", "unit"] = trials.create(actor=system_user(), at=clock(), title="Far", unit=org.units["ABROAD"])
    org.person("boss", "executive", unit="HQ")
    assert ("ABROAD", "unit") not in shown(org["boss"], grid) and ("SOUTH", "unit") in shown(org["boss"], grid)


def test_an_invisible_record_and_one_that_does_not_exist_answer_alike(trials: Any, org: Any, trial: Any) -> None:
    answers = []
    for number in (trial.number, "TRI-2026-9999"):
        with pytest.raises(NotVisible) as caught:
            trials.get(number, org["stranger"])
        answers.append((type(caught.value), caught.value.status, str(caught.value).replace(number, "N")))
    assert answers[0] == answers[1]


def test_the_predicate_is_sql_and_asks_once_per_person(org: Any, grid: Any) -> None:
    org.person("reader", "reader")
    reader = org["reader"]
    with CaptureQueriesContext(connection) as queries:
        list(visible_to(Trial.objects.all(), reader))
        list(visible_to(Entry.objects.all(), reader))
    assert len(queries) == 4, "grants and units once, then one query per list"
