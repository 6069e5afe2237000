"""Many records at once, for every register: each is checked as if it were alone, and a stranger learns nothing."""

import json
from functools import partial
from typing import Any

import pytest

from qms.lib.errors import Invalid
from qms.records.models import LedgerRow
from qms.registers import bulk
from qms.registers.verify import verify
from tests.conformance.test_queries import cost, same
from tests.conformance.test_secrecy import as_seen, ghost, readable
from tests.conformance.world import SECRET, World, nothing_changes
from tests.factories.recipes import REASON, Recipe


def seen(*records: Any) -> list[bulk.Seen]:
    return [bulk.Seen(r.number, r.rev) for r in records]


@pytest.mark.requirement("P11-10e-2", "P11-10f", "P11-10g-1")
def test_a_move_of_many_is_refused_for_each_reason_and_then_made(moving: tuple[Recipe, str, Any]) -> None:
    recipe, verb, record = moving
    t, who = recipe.register.lifecycle.transitions[verb], recipe.org[recipe.moves[verb].who]
    many = partial(bulk.perform_each, recipe.register, verb, clock=recipe.clock, reason=REASON)
    if t.many:
        many = partial(many, asked={n: v for n, v in recipe.asked(verb).items() if n in t.asks})
    if t.signs or (t.asks and not t.many):
        with nothing_changes(), pytest.raises(Invalid) as caught:
            many(seen(record), actor=who)
        assert "verb" in caught.value.fields
        return
    onlooker = recipe.org.person("onlooker", "reader", unit=recipe.unit)
    with nothing_changes():
        assert [o.status for o in many(seen(record), actor=recipe.org[recipe.stranger])] == [404]
        assert [o.status for o in many([bulk.Seen(record.number, record.rev + 1)], actor=who)] == [412]
        if not t.rule(onlooker, recipe.fresh(record)):
            hidden = recipe.register.audience in ("quality", "named")  # what is said about a person
            assert [o.status for o in many(seen(record), actor=onlooker)] == [404 if hidden else 403]
        if t.reason:
            with pytest.raises(Invalid):
                many(seen(record), actor=who, reason="too short")
    nobody = bulk.Seen(ghost(record.number), 1)
    missing, done = many([nobody, *seen(record)], actor=who)
    assert (missing.status, missing.record, done.status) == (404, None, 200)
    assert (done.record.state, done.record.rev) == (t.leads_to(record.state), record.rev + 1)
    row = LedgerRow.objects.get(entry=record.pk, rev=record.rev + 1)
    assert (row.action, row.actor_id, row.reason) == (f"{recipe.key}.{verb}", who.pk, REASON)
    assert list(verify()) == []
    with nothing_changes():
        assert many(seen(record), actor=who)[0].status in (409, 412), "the same selection again"


def post(world: World, who: str, where: str, body: dict[str, Any]) -> Any:
    return world.client(who).post(where, json.dumps(body), "application/json")


@pytest.mark.requirement("P11-10e-2")
def test_records_are_handed_over_where_their_owner_can_be_edited(world: World) -> None:
    boss, newcomer = world.recipe.boss, world.org.person("newcomer", "contributor", unit=world.recipe.unit)
    records = [world.recipe.make() for _ in range(3)]
    rows = [{"number": r.number, "rev": r.rev} for r in records]
    rows[1]["rev"] += 1
    body = {"verb": "hand_over", "reason": REASON, "owner": "newcomer", "records": rows}
    where = f"/api/v1/{world.register.key}/bulk/"
    if "owner" not in world.register.editable:
        with nothing_changes():
            assert post(world, boss, where, body).status_code == 422
        return
    with nothing_changes():
        assert post(world, boss, where, {**body, "reason": "short"}).status_code == 422
        assert post(world, boss, where, {**body, "owner": "nobody-there"}).status_code == 422
    if "owner" in world.register.locked(records[0]):
        with nothing_changes():
            refused = post(world, boss, where, body).json()
        assert [r["status"] for r in refused["results"]] == [409, 412, 409] and refused["done"] == 0
        return
    answer = post(world, boss, where, body).json()
    assert [r["status"] for r in answer["results"]] == [200, 412, 200] and (answer["done"], answer["refused"]) == (2, 1)
    owners = [world.recipe.fresh(r).owner_id for r in records]
    assert [o == newcomer.pk for o in owners] == [True, False, True]
    assert (
        LedgerRow.objects.filter(entry=records[0].pk, reason=REASON, action=f"{world.register.key}.edit").count() == 1
    )
    assert list(verify()) == []


@pytest.mark.requirement("P11-10d")
def test_a_stranger_learns_nothing_by_choosing_rows(world: World) -> None:
    """Not from the page that asks, not from the result, not from a file, not by API."""
    record = world.edited(world.recipe.make(), title=f"{SECRET} in the title")
    number, nobody, key = record.number, ghost(record.number), world.register.key
    verbs = ["hand_over", *list(bulk.moves_of(world.register))]
    with nothing_changes():
        for verb in verbs:
            for more in ({}, {"sure": "1", "owner": "stranger", "reason": REASON}):
                said = [
                    world.stranger.post(f"/{key}/bulk/", {"do": verb, "record": f"{n}:1", **more})
                    for n in (number, nobody)
                ]
                assert as_seen(said[0], number) == as_seen(said[1], nobody), (verb, more)
                assert SECRET not in readable(said[0])
            bodies = [{"verb": verb, "reason": REASON, "records": [{"number": n, "rev": 1}]} for n in (number, nobody)]
            told = [post(world, "stranger", f"/api/v1/{key}/bulk/", {**b, "owner": "stranger"}) for b in bodies]
            assert as_seen(told[0], number) == as_seen(told[1], nobody), verb
        for kind in ("csv", "xlsx", "pdf"):
            text = readable(world.stranger.post(f"/{key}/bulk/", {"do": kind, "record": f"{number}:1"}))
            assert number not in text and SECRET not in text, kind
    mine = readable(world.boss.post(f"/{key}/bulk/", {"do": "csv", "record": f"{number}:{record.rev}"}))
    assert f"{SECRET} in the title" in mine


def test_the_page_that_asks_costs_the_same_for_three_records_as_for_one(world: World) -> None:
    records = [world.recipe.make() for _ in range(3)]
    words = [f"{r.number}:{r.rev}" for r in records]
    here = f"/{world.register.key}/bulk/"
    for verb in bulk.moves_of(world.register):
        one = cost(lambda verb=verb: world.boss.post(here, {"do": verb, "record": words[:1]}))
        same(one, cost(lambda verb=verb: world.boss.post(here, {"do": verb, "record": words})), verb)


def test_the_list_offers_only_what_can_be_done_in_bulk(world: World) -> None:
    world.recipe.make()
    page = world.boss.get(f"/{world.register.key}/?phase=all").content.decode()
    for verb, t in world.register.lifecycle.transitions.items():
        if t.signs or (t.asks and not t.many):
            assert f'name="do" value="{verb}"' not in page, verb
        elif t.rule(world.org[world.recipe.boss], None):
            assert f'name="do" value="{verb}"' in page, verb
    assert ('value="hand_over"' in page) == ("owner" in world.register.editable)
