"""Quality results from machines: exact, idempotent, all or nothing, and no way to a false pass."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from modelcards import quality
from modelcards.services.datasets import report_quality
from qms.accounts.tokens import create_token
from qms.lib.errors import Invalid, WrongState
from qms.records.models import LedgerRow
from tests.conformance.world import World, nothing_changes
from tests.factories.datasets import DatasetRecipe

FILE = "a" * 64
RESULT = {
    "rule": "completeness", "value": 0.995, "comparison": "ge", "threshold": 0.99, "n": 1200, "tool": "checks 2.1",
    "file": FILE, "required": True,
}  # fmt: skip
pytestmark = pytest.mark.requirement("EUA-10")


def send(world: World, number: str, results: Any, who: str = "author") -> Any:
    body = results if isinstance(results, str) else json.dumps({"results": results})
    return world.client(who).post(f"/api/v1/datasets/{number}/quality/", body, "application/json")


def report(recipe: DatasetRecipe, dataset: Any, *results: Any) -> Any:
    actor = recipe.org["author"]
    return report_quality(dataset, list(results), actor=actor, at=recipe.clock(), source="api:token 7")


@pytest.mark.parametrize(
    ("value", "comparison", "threshold", "passed"),
    [
        ("0.1", "ge", "0.1", True), ("0.30000000000000004", "le", "0.3", False), ("0.3", "eq", "0.30", True),
        ("0.09999999999999999999", "ge", "0.1", False), ("-0", "eq", "0", True), ("5", "le", "4", False),
    ],
)  # fmt: skip
def test_verdicts_are_exact(value: str, comparison: str, threshold: str, passed: bool) -> None:
    row = {"rule": "r", "value": value, "comparison": comparison, "threshold": threshold}
    assert quality.passes(row) is passed


def test_results_come_in_bulk_and_twice_makes_no_difference(world: World) -> None:
    dataset = world.recipe.make()
    rows = [RESULT, {**RESULT, "rule": "duplicates", "value": 3, "comparison": "le", "threshold": 2, "required": False}]
    first = send(world, dataset.number, rows)
    assert first.status_code == 201 and first.json()["added"] == 2 and first.json()["failing_required"] == []
    again = send(world, dataset.number, rows)
    assert again.status_code == 200 and (again.json()["added"], again.json()["known"]) == (0, 2)
    assert again.json()["rev"] == first.json()["rev"], "nothing was written the second time"
    told = world.boss.get(f"/api/v1/datasets/{dataset.number}/").json()["quality_results"]
    assert [(r["rule"], r["value"], r["passed"]) for r in told] == [
        ("completeness", "0.995", True), ("duplicates", "3", False)
    ]  # fmt: skip
    page = world.boss.get(f"/datasets/{dataset.number}/").content.decode()
    assert "completeness" in page and 'class="badge bad">failed' in page and 'class="badge done">passed' in page


def test_the_ledger_names_the_token(recipe: DatasetRecipe) -> None:
    dataset = recipe.make()
    token, secret = create_token(user=recipe.org["author"], name="CI", scope="write", at=timezone.now())
    sent = Client().post(
        f"/api/v1/datasets/{dataset.number}/quality/", json.dumps({"results": [RESULT]}), "application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert sent.status_code == 201, sent.content
    row = LedgerRow.objects.get(entry=dataset.pk, rev=2)
    assert row.source == f"api:token {token.pk}" and row.actor_id == recipe.org["author"].pk


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "-Infinity", '"0.9"', "true", "1e308", "null", "[1]", '{"a": 1}'])
def test_what_is_no_number_is_refused_with_row_and_field_and_nothing_is_kept(world: World, bad: str) -> None:
    dataset = world.recipe.make()
    good, wrong = json.dumps(RESULT), json.dumps({**RESULT, "rule": "other", "value": "@"}).replace('"@"', bad)
    with nothing_changes():
        answer = send(world, dataset.number, f'{{"results": [{good}, {wrong}]}}')
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["results[1].value"]
    assert answer.json()["fields"]["results[1].value"][0].startswith("Row 2: ")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"file": ""}, "file"), ({"file": "abc"}, ""), ({"comparison": "about"}, "comparison"), ({"rule": ""}, "rule"),
        ({"on": "yesterday"}, "on"), ({"required": "yes"}, "required"), ({"strange": 1}, "strange"), ({"n": 1.5}, ""),
        ({"threshold": None}, "threshold"), ({"comparison": None}, "comparison"),
    ],
)  # fmt: skip
def test_other_mistakes_are_named_too(recipe: DatasetRecipe, changed: dict[str, Any], field: str) -> None:
    dataset = recipe.make()
    with nothing_changes(), pytest.raises(Invalid) as said:
        report(recipe, dataset, {**RESULT, **changed})
    assert field == "" or list(said.value.fields) == [f"results[0].{field}"]


@pytest.mark.parametrize(
    "body", ["[]", '{"results": []}', '{"results": {}}', '{"more": 1}', "nonsense", '{"results": [3]}']
)
def test_a_body_of_another_shape_is_refused(world: World, body: str) -> None:
    dataset = world.recipe.make()
    with nothing_changes():
        assert send(world, dataset.number, body).status_code in (400, 422)


def test_too_many_at_once_are_refused(world: World) -> None:
    dataset = world.recipe.make()
    with nothing_changes():
        answer = send(world, dataset.number, [{**RESULT, "rule": f"rule {n}"} for n in range(401)])
    assert answer.status_code == 422 and "Send them in parts" in answer.json()["detail"]


def test_a_rule_cannot_be_softened_by_whoever_reports(recipe: DatasetRecipe) -> None:
    dataset = recipe.make()
    report(recipe, dataset, {**RESULT, "value": 0.9})
    for change in ({"threshold": 0.5}, {"comparison": "le"}):
        with nothing_changes(), pytest.raises(Invalid, match="Edit the dataset, with a reason"):
            report(recipe, dataset, {**RESULT, "file": "b" * 64, "value": 0.9, **change})
    with nothing_changes(), pytest.raises(Invalid, match="0.9 was reported before"):
        report(recipe, dataset, {**RESULT, "value": 0.999})
    told = report(recipe, dataset, {"rule": "Completeness ", "value": 0.98, "file": "c" * 64, "required": False})
    assert told["failing_required"] == ["Completeness 0.98, ≥ 0.99"], "it stays required, with the threshold it had"
    told = report(recipe, dataset, {"rule": "completeness", "value": 0.99, "file": "d" * 64})
    assert told["failing_required"] == [], "the newest result counts"
    older = report(recipe, dataset, {"rule": "completeness", "value": 1, "file": "e" * 64, "on": "2020-01-01"})
    assert older["failing_required"] == [] and len(older["record"].quality) == 4


def test_a_required_rule_that_fails_blocks_approval_and_says_so(recipe: DatasetRecipe) -> None:
    from qms.lib.errors import Unmet

    dataset = recipe.ready("approve")
    dataset = report(recipe, dataset, {**RESULT, "value": 0.5})["record"]
    assert dataset.failing_required == ["completeness 0.5, ≥ 0.99"]
    with nothing_changes(), pytest.raises(Unmet, match="completeness 0.5, ≥ 0.99"):
        recipe.perform(dataset, "approve")
    dataset = report(recipe, dataset, {**RESULT, "file": "b" * 64})["record"]
    assert recipe.perform(dataset, "approve").state == "approved"


def test_results_may_still_come_when_it_is_approved_and_the_signature_holds(recipe: DatasetRecipe) -> None:
    from qms.registers.signing import signatures_of

    dataset = recipe.ready("approve")
    dataset = report(recipe, dataset, RESULT)["record"]
    dataset = recipe.perform(dataset, "approve")
    dataset = report(recipe, dataset, {**RESULT, "file": "b" * 64, "value": 0.2})["record"]
    assert dataset.failing_required and [ok for _s, ok in signatures_of(recipe.fresh(dataset))] == [True]
    changed = [{**dataset.quality[0], "value": "0.999"}, *dataset.quality[1:]]
    recipe.register.edit(
        dataset, rev=dataset.rev, actor=recipe.org["approver"], at=recipe.clock(), reason="Trying to touch it up.",
        quality=changed,
    )  # fmt: skip
    assert [ok for _s, ok in signatures_of(recipe.fresh(dataset))] == [False], "a result that was signed was changed"


def test_nobody_reports_to_what_is_over_or_invisible(recipe: DatasetRecipe) -> None:
    from qms.lib.errors import Forbidden, NotVisible

    dataset = recipe.make()
    with nothing_changes(), pytest.raises(NotVisible):
        report_quality(dataset, [RESULT], actor=recipe.org["stranger"], at=recipe.clock())
    recipe.org.person("onlooker", "reader")
    with nothing_changes(), pytest.raises(Forbidden):
        report_quality(dataset, [RESULT], actor=recipe.org["onlooker"], at=recipe.clock())
    dataset = recipe.perform(dataset, "void")
    with nothing_changes(), pytest.raises(WrongState):
        report(recipe, dataset, RESULT)
