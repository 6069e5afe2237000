"""A change starts when what it waits for is there, and closes when what was said to change has changed."""

import datetime
from typing import Any

import pytest

from qms.lib.errors import Invalid, Unmet, WrongState
from qms.records.models import Entry
from qms.registers import registry
from qms.registers.signing import signatures_of
from tests.factories.changes import ChangeRecipe


@pytest.fixture
def recipe(db: None) -> ChangeRecipe:
    return ChangeRecipe()


def document(recipe: ChangeRecipe, title: str = "Sorting of letters") -> Any:
    day = datetime.date(2026, 9, 1)
    org, at = recipe.org, recipe.clock()
    return registry["documents"].create(actor=org["approver"], at=at, title=title, owner=org["author"], next_review=day)


def process(recipe: ChangeRecipe) -> Any:
    org, at = recipe.org, recipe.clock()
    given = {"purpose": "Letters arrive.", "inputs": ["letters"], "outputs": ["trays"], "clauses": ["iso9001-2015:8.1"]}
    return registry["processes"].create(actor=org["approver"], at=at, title="Sorting", owner=org["author"], **given)


def edit(recipe: ChangeRecipe, record: Any, who: str = "author", **changes: Any) -> Any:
    register = registry[record.entry.register]
    return register.edit(
        record, rev=None, actor=recipe.org[who], at=recipe.clock(), reason="Said more clearly.", **changes
    )


def link(recipe: ChangeRecipe, record: Any, target: Any) -> Any:
    return recipe.register.link(
        record, kind="concerns", target=target.number, rev=None, actor=recipe.org["author"], at=recipe.clock()
    )


def walk(recipe: ChangeRecipe, record: Any, *verbs: str) -> Any:
    for verb in verbs:
        record = recipe.perform(record, verb)
    return record


@pytest.mark.requirement("MK-09")
def test_a_change_does_not_start_before_related_records_have_reached_their_state(recipe: ChangeRecipe) -> None:
    waited = process(recipe)
    record = recipe.make(criteria=[{"record": waited.number, "state": "In use"}])
    record = walk(recipe, record, "assess", "approve")
    with pytest.raises(Unmet, match=f"{waited.number} is “Draft”, not “In use”"):
        recipe.perform(record, "start")
    registry["processes"].perform(waited, "put_in_use", rev=None, actor=recipe.org["approver"], at=recipe.clock())
    assert recipe.perform(record, "start").state == "implementation"


@pytest.mark.requirement("MK-09")
def test_a_criterion_that_nothing_could_meet_is_refused_at_once(recipe: ChangeRecipe) -> None:
    waited = process(recipe)
    for row, why in (
        ({"record": waited.number, "state": "Effective"}, "can never be"),
        ({"record": "PRO-9999", "state": "Draft"}, "no record"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=why):
            recipe.make(criteria=[row])


def test_every_aspect_is_answered_and_yes_names_the_records(recipe: ChangeRecipe) -> None:
    record = recipe.make(suppliers="", risks_text="-")
    with pytest.raises(Unmet, match="Say why not: risks change"):
        recipe.perform(record, "assess")
    record = edit(recipe, record, risks_text="Nothing new can happen.")
    with pytest.raises(Unmet, match="suppliers are touched"):
        recipe.perform(record, "assess")
    record = edit(recipe, record, suppliers="yes", suppliers_text="The one of the model.", documents="yes")
    with pytest.raises(Unmet, match="Link the records that will change .*documents change"):
        recipe.perform(record, "assess")
    record = link(recipe, record, document(recipe))
    assert recipe.perform(record, "assess").state == "assessed"
    with pytest.raises(Unmet, match="possible consequences"):
        recipe.perform(recipe.make(consequences="n/a"), "assess")


def test_what_was_said_to_change_has_changed_or_there_is_a_reason(recipe: ChangeRecipe) -> None:
    one, other = document(recipe), document(recipe, "Handling of trays")
    record = recipe.make(documents="yes")
    record = link(recipe, link(recipe, record, one), other)
    record = walk(recipe, record, "assess", "approve", "start", "verify")
    edit(recipe, one, "approver", title="Sorting of letters with model 2")
    with pytest.raises(Unmet) as caught:
        recipe.perform(record, "close")
    assert other.number in str(caught.value) and one.number not in str(caught.value)
    with pytest.raises(Unmet):
        recipe.perform(record, "close", unchanged_reason="n/a")
    done = recipe.perform(record, "close", unchanged_reason="The trays stay as they are, as the trial showed.")
    assert done.state == "closed" and Entry.objects.get(pk=done.pk).phase == "done"


def test_it_waits_for_its_actions(recipe: ChangeRecipe) -> None:
    record = walk(recipe, recipe.make(), "assess", "approve", "start")
    action = registry["actions"].create(
        actor=recipe.org["author"], at=recipe.clock(), title="Install it", kind="improvement",
        owner=recipe.org["author"],
        due_on=datetime.date(2026, 3, 1), links=[("addresses", record.entry)],
    )  # fmt: skip
    with pytest.raises(Unmet, match=action.number):
        recipe.perform(record, "verify")


def test_what_was_approved_is_locked_and_approved_anew_after_it_was_taken_back(recipe: ChangeRecipe) -> None:
    record = walk(recipe, recipe.make(), "assess", "approve")
    with pytest.raises(WrongState):
        edit(recipe, record, purpose="Something else.")
    record = edit(recipe, record, due_on=datetime.date(2026, 5, 1))
    assert signatures_of(recipe.fresh(record))[-1][1], "a date of order is outside of what was signed"
    record = recipe.perform(record, "revise")
    assert record.approved_at is None
    record = edit(recipe, record, purpose="Something else.")
    assert not signatures_of(recipe.fresh(record))[-1][1]
    with pytest.raises(Invalid):
        edit(recipe, record, starts_on=datetime.date(2026, 6, 1))
