"""A reminder rule: what is refused, what holds when, and that it is kept like data."""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import models

from qms.lib.errors import Forbidden, Invalid, Unmet, WrongState
from qms.notices.models import Notice
from qms.notices.reminders import remind
from qms.notices.rules import DEFAULT, MANAGER
from qms.records.models import Entry, LedgerRow, NamedDate
from qms.registers import registry
from reminders.reading import as_fields, as_rule, rules_in_force
from reminders.services import beginning_of
from tests.engine.notice_entries import NOON, an_entry, day, finish
from tests.reminders.conftest import RULE, put_in_force

MINUTE = datetime.timedelta(minutes=1)


def told() -> list[str]:
    return sorted(Notice.objects.values_list("rule", flat=True))


def test_a_rule_holds_from_the_sweep_after_it_was_put_in_force(draft: Any, people: SimpleNamespace) -> None:
    an_entry(people.owner, people.unit, due=day(5))
    an_entry(people.owner, people.unit, due=day(7))
    finish(an_entry(people.owner, people.unit, due=day(5)))
    put_in_force(draft, people.quality)
    remind(at=NOON + MINUTE)
    assert told() == ["due-5"], "the built-in steps of these dates are silent now"
    assert Notice.objects.get().told_by == draft.number


def test_a_draft_changes_nothing(draft: Any, people: SimpleNamespace) -> None:
    an_entry(people.owner, people.unit, due=day(5))
    an_entry(people.owner, people.unit, due=day(7))
    remind(at=NOON)
    assert told() == ["due-7"]


@pytest.mark.requirement("A11-10")
def test_a_rule_is_versioned_and_in_the_ledger_like_data(draft: Any, people: SimpleNamespace, rules: Any) -> None:
    """Who changed which reminder, when and from what to what stays readable; what held before is not overwritten."""
    edited = rules.edit(draft, rev=1, actor=people.quality, at=NOON, before=[9])
    first = put_in_force(edited, people.quality)
    with pytest.raises(WrongState):
        rules.edit(first, rev=first.rev, actor=people.quality, at=NOON, before=[1], reason="It was too early.")
    second = put_in_force(rules.create(actor=people.quality, at=NOON, **{**RULE, "before": [2]}), people.quality)
    old = rules.get(first.number, people.reader)
    assert (old.state, old.before, second.state, second.before) == ("replaced", [9], "in_force", [2])
    assert [v.before for v in rules.model.history.filter(entry_id=old.pk).order_by("rev")] == [[5], [9], [9], [9]]
    rows = LedgerRow.objects.filter(entry_id=old.pk).order_by("rev").values_list("action", "actor_name")
    assert [action.partition(".")[2] for action, _name in rows] == ["create", "edit", "put_in_force", "replace"]
    assert rows[1][1] == people.quality.printed_name


def test_withdrawing_a_rule_brings_back_the_built_in_one(draft: Any, people: SimpleNamespace) -> None:
    an_entry(people.owner, people.unit, due=day(7))
    record = put_in_force(draft, people.quality)
    registry["reminder-rules"].perform(
        record, "withdraw", rev=record.rev, actor=people.quality, at=NOON, reason="Nobody wanted it so early."
    )
    remind(at=NOON)
    assert told() == ["due-7"]
    assert rules_in_force().rules == ()


@pytest.mark.parametrize("name", ["owner", "reader", "stranger"])
def test_only_quality_managers_write_rules(draft: Any, people: SimpleNamespace, rules: Any, name: str) -> None:
    actor = getattr(people, name)
    with pytest.raises(Forbidden):
        rules.create(actor=actor, at=NOON, **RULE)
    if name != "stranger":
        with pytest.raises(Forbidden):
            put_in_force(draft, actor)


@pytest.mark.parametrize(("field", "values", "said"), [
    ("to", {"to": []}, "tells nobody"),
    ("before", {"before": []}, "never speaks"),
    ("before", {"before": [0]}, "number of days"),
    ("before", {"before": [-3]}, "number of days"),
    ("after", {"after": [731]}, "number of days"),
    ("after", {"after": ["1.5"]}, "number of days"),
    ("after", {"after": list(range(1, 14))}, "More than 12"),
    ("about", {"about": "actions.birthday"}, "no date of a register"),
    ("about", {"about": "nothing.due"}, "no date of a register"),
    ("about", {"about": "due"}, "no date of a register"),
    ("hour", {"hour": 3}, "4"),
    ("hour", {"hour": 24}, "23"),
    ("escalation", {"escalation": [{"days": "7", "role": "executive"}]}, "nobody would be told"),
    ("escalation", {"escalation": [{"days": "-1.5", "role": "executive"}]}, "whole numbers"),
    ("escalation", {"escalation": [{"days": "-2", "role": "king"}]}, "no choice"),
    ("roles", {"roles": ["external_auditor"]}, "not one of the choices"),
    ("channels", {"channels": ["fax"]}, "not one of the choices"),
])  # fmt: skip
def test_a_rule_that_cannot_work_is_refused_at_its_field(
    people: SimpleNamespace, rules: Any, field: str, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        rules.create(actor=people.quality, at=NOON, **{**RULE, **values})
    assert said in " ".join(refused.value.fields[field])
    assert not Entry.objects.exists()


def test_people_who_left_are_not_named(people: SimpleNamespace, rules: Any) -> None:
    people.owner.is_active = False
    people.owner.save()
    with pytest.raises(Invalid, match="left"):
        rules.create(actor=people.quality, at=NOON, **{**RULE, "people": [people.owner.pk]})


def test_roles_that_nobody_holds_tell_nobody(people: SimpleNamespace, rules: Any) -> None:
    record = rules.create(actor=people.quality, at=NOON, **{**RULE, "to": [], "roles": ["risk_manager"]})
    with pytest.raises(Unmet, match="nobody holds a role"):
        put_in_force(record, people.quality)
    assert put_in_force(rules.edit(record, rev=1, actor=people.quality, at=NOON, roles=["reader"]), people.quality)


def many(people: SimpleNamespace, count: int) -> None:
    """So many records that are due in five days."""
    common = {"register": "actions", "state": "open", "phase": "open", "rev": 1, "changed_at": NOON, "title": "Check"}
    numbers = range(count)
    made = models.QuerySet(Entry).bulk_create(
        [Entry(number=f"ACT-2025-{n}", owner=people.owner, unit=people.unit, **common) for n in numbers]
    )
    models.QuerySet(NamedDate).bulk_create([NamedDate(entry=entry, name="due", on=day(5)) for entry in made])


def test_a_rule_that_tells_more_than_a_thousand_at_once_asks_first(draft: Any, people: SimpleNamespace) -> None:
    many(people, 1001)
    warned = registry["reminder-rules"].warns(draft, "put_in_force", at=NOON)
    assert "1001 notices to 1 person" in warned[0] and "at most 1001 on one day" in warned[0]
    with pytest.raises(Unmet, match="Confirm") as refused:
        put_in_force(draft, people.quality)
    assert {said.field for said in refused.value.sentences} == {"confirmed"}
    assert not Notice.objects.exists() and rules_in_force().rules == ()
    assert put_in_force(draft, people.quality, confirmed=True).state == "in_force"


def test_a_thousand_are_told_without_a_question(draft: Any, people: SimpleNamespace) -> None:
    many(people, 1000)
    assert put_in_force(draft, people.quality).state == "in_force"


def test_a_change_begins_as_what_holds(people: SimpleNamespace, rules: Any) -> None:
    draft = rules.create(actor=people.quality, at=NOON, **beginning_of("actions.due", people.quality))
    rule = as_rule(draft)
    assert (rule.offsets, rule.to, rule.escalations, rule.mail) == (DEFAULT.offsets, DEFAULT.to, ((1, MANAGER),), True)
    put_in_force(rules.edit(draft, rev=1, actor=people.quality, at=NOON, before=[60]), people.quality)
    assert beginning_of("actions.due", people.quality)["before"] == [60]
    with pytest.raises(Invalid):
        beginning_of("actions.birthday", people.quality)


def test_the_built_in_rule_as_a_record_says_the_same(people: SimpleNamespace, rules: Any) -> None:
    record = rules.create(actor=people.quality, at=NOON, title="All", about="*.*", **as_fields(DEFAULT))
    rule = as_rule(record)
    same = {name: getattr(rule, name) for name in DEFAULT.__dataclass_fields__ if name != "number"}
    assert same == {name: getattr(DEFAULT, name) for name in same}
