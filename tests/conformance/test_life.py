"""Every move of every register: refused for each reason there is; then made; then every other move refused."""

from typing import Any

import pytest

from qms.lib.errors import Forbidden, Invalid, NotVisible, ProofRefused, Stale, WrongState
from qms.records.models import Entry, LedgerRow
from qms.registers import registry
from qms.registers.checks import problems
from qms.registers.signing import signatures_of
from qms.registers.verify import verify
from qms.signatures.proof import PasswordProof
from tests.conformance.world import World, nothing_changes
from tests.factories.recipes import Recipe, recipe_of

EMPTY: tuple[Any, ...] = (None, "", [])


def test_the_declaration_has_no_mistake(key: str) -> None:
    assert problems(registry[key]) == []


def test_the_recipe_knows_every_move(key: str) -> None:
    assert set(recipe_of(key).moves) == set(registry[key].lifecycle.transitions)


@pytest.mark.requirement("P11-10e-1", "DI-A")
def test_a_valid_record_can_be_made_and_edited(world: World) -> None:
    record = world.recipe.make()
    assert record.rev >= 1 and record.state == world.register.lifecycle.start
    entry = Entry.objects.get(pk=record.pk)
    assert (entry.number, entry.title, entry.register) == (record.number, record.title, world.register.key)
    assert world.register.get(record.number, world.org[world.recipe.boss]).pk == record.pk
    after = world.edited(record, title="A better title")
    assert after.rev == record.rev + 1 and LedgerRow.objects.get(entry=after.pk, rev=after.rev).action.endswith(".edit")
    assert list(verify()) == []


@pytest.mark.requirement("P11-10f", "P11-10e-1", "P11-10g-2", "P11-50-1", "P11-200-1")
def test_a_move_is_refused_for_each_reason_and_then_made(moving: tuple[Recipe, str, Any]) -> None:
    recipe, verb, record = moving
    t = recipe.register.lifecycle.transitions[verb]
    with nothing_changes():
        for error, changed in refusals(recipe, t, record):
            with pytest.raises(error) as caught:
                recipe.perform(record, verb, **changed)
            assert isinstance(caught.value, error), changed
    forbidden_moves_are_refused(recipe, record)
    if t.signs and t.signs.meaning in ("review", "approval"):
        not_signed_by_its_owner(recipe, t, record)
    after = recipe.perform(record, verb)
    assert (after.state, after.rev) == (t.leads_to(record.state), record.rev + 1)
    row = LedgerRow.objects.get(entry=after.pk, rev=after.rev)
    assert row.action == f"{recipe.key}.{verb}" and row.actor_id == recipe.org[recipe.moves[verb].who].pk
    assert Entry.objects.get(pk=after.pk).phase == recipe.register.lifecycle.phase(after.state)
    if t.signs:
        signature, valid = signatures_of(recipe.fresh(after))[-1]
        assert valid and (signature.meaning, signature.verb, signature.rev) == (t.signs.meaning, verb, after.rev)
    assert list(verify()) == []
    forbidden_moves_are_refused(recipe, after)


def refusals(recipe: Recipe, t: Any, record: Any) -> list[tuple[type[Exception], dict[str, Any]]]:
    """What must be refused of a move that is otherwise ready, each with how the call differs."""
    found: list[tuple[type[Exception], dict[str, Any]]] = [
        (NotVisible, {"actor": recipe.org[recipe.stranger]}),
        (Stale, {"rev": record.rev + 1}),
        (Stale, {"rev": record.rev - 1}),
    ]
    if t.reason:
        found += [(Invalid, {"reason": text}) for text in ("", "too short", "-" * 30)]
    for name in t.needs:
        found += [(Invalid, {name: value}) for value in EMPTY]
    if t.signs:
        who, other = (
            recipe.moves[t.verb].who,
            recipe.boss if recipe.moves[t.verb].who != recipe.boss else recipe.stranger,
        )
        good = recipe.asked(t.verb)["proof"].password
        found += [
            (ProofRefused, {"proof": proof})
            for proof in (None, PasswordProof("wrong password", who), PasswordProof(good, other), PasswordProof(good))
        ]
    return found


def forbidden_moves_are_refused(recipe: Recipe, record: Any) -> None:
    """Every move that does not start in this state is a 409 for whoever would make it elsewhere."""
    lifecycle = recipe.register.lifecycle
    elsewhere = [v for v, t in lifecycle.transitions.items() if record.state not in t.sources]
    with nothing_changes():
        for verb in elsewhere:
            with pytest.raises(WrongState):
                recipe.register.perform(
                    record, verb, rev=record.rev, actor=recipe.org[recipe.moves[verb].who], at=recipe.clock()
                )
        with pytest.raises(NotVisible):
            recipe.register.perform(record, "fly", rev=record.rev, actor=recipe.org[recipe.boss], at=recipe.clock())
        if lifecycle.phase(record.state) not in recipe.register.edit_phases:
            with pytest.raises(WrongState):
                recipe.register.edit(
                    record, rev=record.rev, actor=recipe.org[recipe.boss], at=recipe.clock(), title="Too late",
                    reason="It is closed already.",
                )  # fmt: skip


def not_signed_by_its_owner(recipe: Recipe, t: Any, record: Any) -> None:
    """Whoever owns a record does not sign its review or approval, whatever roles he holds besides."""
    person = recipe.org.person("everything", "quality_manager", "approver", "contributor", unit=recipe.unit)
    mine = recipe.fresh(record)
    mine.owner = person
    assert not t.rule(person, mine), f"“{t.verb}” is signed as {t.signs.meaning} by the owner himself"


def test_outside_the_draft_phase_an_edit_asks_why(world: World) -> None:
    open_states = [s.key for s in world.register.lifecycle.states.values() if s.phase == "open"]
    if not open_states:
        return
    record = world.recipe.in_state(open_states[0])
    boss = world.org[world.recipe.boss]
    locked = "title" in world.register.locked(record)
    change = {"owner": boss} if locked else {"title": "Changed without a word"}
    with nothing_changes(), pytest.raises(Invalid) as caught:
        world.register.edit(record, rev=record.rev, actor=boss, at=world.clock(), **change)
    assert "reason" in caught.value.fields


def test_a_reader_reads_and_changes_nothing(world: World) -> None:
    world.org.person("onlooker", "reader", unit=world.recipe.unit)
    record, onlooker = world.recipe.make(), world.org["onlooker"]
    if world.register.audience in ("quality", "named"):  # what is said about a person is not for everybody in the unit
        with pytest.raises(NotVisible):
            world.register.get(record.number, onlooker)
        return
    assert world.register.get(record.number, onlooker).number == record.number
    with nothing_changes():
        for call in (
            lambda: world.register.edit(record, rev=record.rev, actor=onlooker, at=world.clock(), title="Mine"),
            lambda: world.register.attach(
                record, name="a.txt", data=b"a", rev=record.rev, actor=onlooker, at=world.clock()
            ),
        ):
            with pytest.raises((Forbidden, WrongState)):
                call()
