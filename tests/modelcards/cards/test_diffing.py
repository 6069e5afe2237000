"""What a reviewer sees of a new version beside the signed one."""

import dataclasses
from decimal import Decimal

import pytest

from modelcards.cards.diffing import diff
from tests.modelcards.cards.reading import RESULT, front, readme

OLD = readme(
    front(
        "license: mit\ntags: [a]\nodd: 1\n"
        + RESULT
        + "    - {type: accuracy, value: 0.90, n: 10}\n    - {type: loss, value: 1}\n",
        "# T\n\n## Limitations\n\nDoes badly on dialect.\n\n## Ours\n\nA.\n\n## Citation\n\nC.\n",
    )
)


@pytest.mark.requirement("MC-04")
def test_same_card_has_no_difference() -> None:
    assert not diff(OLD, dataclasses.replace(OLD))


@pytest.mark.requirement("MC-04")
def test_texts_are_told_field_by_field() -> None:
    sections = {"limitations": "Does well on dialect.", "license": "mit", "human_oversight": "A nurse."}
    new = dataclasses.replace(
        OLD,
        title="U",
        sections=sections,
        values={"license": ["mit"], "tags": ["a", "b"]},
        extra=[{"heading": "Ours", "text": "B."}],
    )
    found = {one.key: one for one in diff(OLD, new).texts}
    assert {key: one.change for key, one in found.items()} == {
        "title": "changed",
        "citation": "removed",
        "human_oversight": "added",
        "limitations": "changed",
        "values.tags": "changed",
        "extra.Ours": "changed",
    }
    assert found["limitations"].label == "Bias, risks and limitations"
    assert ("-", "badly") in found["limitations"].words and ("+", "well") in found["limitations"].words


@pytest.mark.requirement("MC-04", "MC-05")
def test_metrics_are_told_with_their_exact_difference() -> None:
    accuracy, loss = OLD.metrics
    new = dataclasses.replace(
        OLD,
        metrics=[{**accuracy, "value": "0.8999", "n": 20}, {**loss, "value": "0.7"}, {**accuracy, "slice": "dialect"}],
    )
    worse, better, added = diff(OLD, new).metrics
    assert (worse.change, worse.keys, worse.difference, worse.judged) == (
        "changed",
        ("value", "n"),
        Decimal("-0.0001"),
        "worse",
    )
    assert (better.difference, better.judged) == (Decimal("-0.3"), "better")
    assert (added.change, added.new["slice"]) == ("added", "dialect")
    (removed,) = diff(OLD, dataclasses.replace(OLD, metrics=[loss])).metrics
    assert (removed.change, removed.old) == ("removed", accuracy)


def test_newer_dataset_is_the_same_measurement_with_another_version() -> None:
    accuracy, loss = OLD.metrics
    new = dataclasses.replace(OLD, metrics=[{**accuracy, "dataset_version": "2"}, loss])
    (change,) = diff(OLD, new).metrics
    assert change.keys == ("dataset_version",) and change.difference == 0 and change.judged == ""


def test_another_unit_is_not_computed_with() -> None:
    accuracy, loss = OLD.metrics
    (change,) = diff(
        OLD, dataclasses.replace(OLD, metrics=[{**accuracy, "value": "91", "unit": "percent"}, loss])
    ).metrics
    assert change.difference is None and change.judged == ""


@pytest.mark.requirement("MC-04")
def test_keys_that_nobody_knows_are_told_too() -> None:
    new = dataclasses.replace(OLD, metadata=OLD.metadata.replace("odd: 1", "odd: 2\nnewer: {a: b}"))
    assert [(one.key, one.change) for one in diff(OLD, new).texts] == [
        ("metadata.odd", "changed"),
        ("metadata.newer", "added"),
    ]


def test_spelling_of_the_metadata_alone_is_told_whole() -> None:
    new = dataclasses.replace(OLD, metadata=f"# remark\n{OLD.metadata}")
    (change,) = diff(OLD, new).texts
    assert change.key == "metadata" and change.new.startswith("# remark")


def test_thousands_of_metrics_are_compared_quickly() -> None:
    rows = [{"type": "f1", "name": f"m{n}", "value": "0.5"} for n in range(20_000)]
    old = dataclasses.replace(OLD, metrics=rows)
    assert not diff(old, dataclasses.replace(old, metrics=list(reversed(rows)))).metrics
