"""A dataset's life: identified, approved by somebody else, followed by its next version, withdrawn."""

import json

import pytest

from qms.lib.errors import Forbidden, Invalid, Unmet, WrongState
from qms.links import edges
from qms.records.models import LedgerRow
from qms.registers.verify import verify
from tests.conformance.world import World, nothing_changes
from tests.factories.datasets import DatasetRecipe

pytestmark = pytest.mark.requirement("EUA-10")


def test_what_has_no_hash_is_not_handed_in(recipe: DatasetRecipe) -> None:
    dataset = recipe.make(version_hash="")
    with nothing_changes(), pytest.raises(Unmet, match="hash"):
        recipe.perform(dataset, "submit")
    with nothing_changes(), pytest.raises(Invalid, match="64 hexadecimal"):
        recipe.make(version_hash="ABC")


def test_neither_owner_nor_author_approves(recipe: DatasetRecipe) -> None:
    recipe.org.person("both", "approver", "contributor")
    recipe.org.person("owner", "approver", "contributor")
    dataset = recipe.register.create(
        actor=recipe.org["both"], at=recipe.clock(), owner=recipe.org["owner"], title="Mine", family="mine",
        version="1", version_hash="1" * 64, licence="internal", personal="no",
        **dict.fromkeys(("split", "leakage"), "Written down."),
        **dict.fromkeys(
            ("design_choices", "origin", "preparation", "assumptions", "suitability", "bias_examination",
             "bias_measures", "gaps"), "Written down.",
        ),
    )  # fmt: skip
    dataset = recipe.register.perform(dataset, "submit", rev=1, actor=recipe.org["owner"], at=recipe.clock())
    for who in ("both", "owner"):
        with nothing_changes(), pytest.raises(Forbidden):
            recipe.register.perform(dataset, "approve", rev=2, actor=recipe.org[who], at=recipe.clock())


def test_one_version_of_a_family_is_recorded_once(recipe: DatasetRecipe) -> None:
    recipe.make(version="7")
    with nothing_changes(), pytest.raises(Invalid, match="recorded already"):
        recipe.make(version="7")


def test_a_signed_datasheet_is_changed_by_its_next_version_only(recipe: DatasetRecipe) -> None:
    dataset = recipe.in_state("approved")
    with nothing_changes(), pytest.raises(WrongState, match="Make a new version"):
        recipe.register.edit(
            dataset, rev=dataset.rev, actor=recipe.org["approver"], at=recipe.clock(), origin="Somewhere else.",
            reason="It came from elsewhere.",
        )  # fmt: skip


def test_the_next_version_takes_the_descriptions_and_supersedes_when_approved(recipe: DatasetRecipe) -> None:
    old = recipe.register.edit(
        recipe.make(gaps="Nights are missing.", consent="unknown"),
        rev=1, actor=recipe.org["author"], at=recipe.clock(),
        quality=[{"rule": "r", "value": "1", "comparison": "ge", "threshold": "0"}],
    )  # fmt: skip
    old = recipe.perform(recipe.perform(old, "submit"), "approve")
    new = recipe.following(old, "2.0")
    assert (new.state, new.family, new.gaps, new.consent) == ("draft", old.family, "Nights are missing.", "Unknown")
    assert new.quality == [] and (new.version, new.version_hash) == ("2.0", "f" * 64)
    assert [e.number for e in edges.targets(new.pk, "supersedes")] == [old.number]
    new = recipe.perform(recipe.perform(new, "submit"), "approve")
    old = recipe.fresh(old)
    assert (new.state, old.state) == ("approved", "superseded")
    row = LedgerRow.objects.get(entry=old.pk, rev=old.rev)
    assert row.actor_name == "Plumbline" and new.number in row.reason
    assert list(verify()) == []


def test_a_next_version_by_page_and_by_api(world: World) -> None:
    dataset = world.recipe.make()
    here = f"/datasets/{dataset.number}/next/"
    client = world.client("author")
    assert "taken over" in client.get(here).content.decode()
    taken = client.post(here, {"version": dataset.version, "version_hash": ""})
    assert taken.status_code == 422 and "recorded already" in taken.content.decode()
    made = client.post(here, {"version": "2027-01", "version_hash": "b" * 64})
    assert made.status_code == 302
    by_api = client.post(f"/api/v1{here}", json.dumps({"version": "2027-02"}), "application/json")
    assert by_api.status_code == 201 and by_api.json()["version"] == "2027-02" and by_api.json()["origin"]
    page = client.get(by_api.headers["Location"].replace("/api/v1", "")).content.decode()
    assert "2027-01" in page, "the versions of the family stand on the page"


def test_another_family_is_not_superseded(recipe: DatasetRecipe) -> None:
    other = recipe.in_state("approved")
    mine = recipe.make(family="another")
    mine = recipe.register.link(
        mine, kind="supersedes", target=other.number, rev=mine.rev, actor=recipe.org["author"], at=recipe.clock()
    )
    recipe.perform(recipe.perform(mine, "submit"), "approve")
    assert recipe.fresh(other).state == "approved"


def test_a_withdrawn_dataset_has_no_next_version(recipe: DatasetRecipe) -> None:
    dataset = recipe.in_state("withdrawn")
    with nothing_changes(), pytest.raises(WrongState):
        recipe.following(dataset)
