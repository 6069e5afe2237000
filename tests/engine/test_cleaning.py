"""What values become before they are kept, and what is refused."""

import datetime
import decimal
from typing import Any

import pytest

from qms.lib.canonical import plain
from qms.lib.errors import Invalid
from qms.records.cleaning import LONGEST_TEXT
from qms.records.models import LedgerRow
from qms.registers.verify import verify
from tests.engine.trials.models import Trial

NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)


def edited(trials: Any, org: Any, trial: Any, clock: Any, **values: Any) -> Any:
    """The record after an edit, which must equal its row, and its row the ledger."""
    after = trials.edit(trial, rev=trial.rev, actor=org["author"], at=clock(), **values)
    row = Trial.objects.get(pk=after.pk)
    for name in values:
        assert getattr(row, name) == getattr(after, name), name
        assert plain(getattr(row, name)) == plain(getattr(after, name)), name
    assert list(verify()) == []
    return after


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("size", "1.25", decimal.Decimal("1.25")),
        ("size", "7", decimal.Decimal("7.00")),
        ("size", 7, decimal.Decimal("7.00")),
        ("size", "1E+2", decimal.Decimal("100.00")),
        ("size", decimal.Decimal("2.500"), decimal.Decimal("2.50")),
        ("size", decimal.Decimal("-0.00"), decimal.Decimal("0.00")),
        ("count", "12", 12),
        ("due_on", "2027-02-03", datetime.date(2027, 2, 3)),
        ("met_at", "2027-02-03T10:00:00+01:00", datetime.datetime(2027, 2, 3, 9, 0, tzinfo=datetime.UTC)),
        ("met_at", "2027-02-03T10:00", datetime.datetime(2027, 2, 3, 9, 0, tzinfo=datetime.UTC)),
        ("note", "a\r\nb\rc\n", "a\nb\nc\n"),
        ("note", "Cafe\u0301", "Café"),
        ("note", "名前 Łukasz 🜚 \u202eright to left", "名前 Łukasz 🜚 \u202eright to left"),
        ("note", None, ""),
        ("tree", {1: ["a\r\n", ("b", None, True)], "n": 2**60}, {"1": ["a\n", ["b", None, True]], "n": str(2**60)}),
        ("tree", {}, {}),
        ("tags", None, []),
        ("tags", ["large", "small", "large"], ["large", "small"]),
        ("team", None, []),
        ("steps", None, []),
    ],
)
def test_a_value_is_kept_as_the_database_gives_it_back(
    trials: Any, org: Any, trial: Any, clock: Any, name: str, given: Any, kept: Any
) -> None:
    other = {"size": "9", "tags": ["small"], "steps": [{"what": "x"}], "tree": {"x": 1}, "team": [org["author"].pk]}
    trial = trials.edit(trial, rev=1, actor=org["author"], at=clock(), **other)
    after = edited(trials, org, trial, clock, **{name: given})
    found = getattr(Trial.objects.get(pk=after.pk), name)
    assert found == kept and plain(found) == plain(kept)


def test_rows_are_typed_and_keep_their_ids(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    row = {"what": " go ", "kind": "small", "on": "2027-01-02", "n": "1.50", "done": "on", "who": str(org["author"].pk)}
    after = edited(trials, org, trial, clock, steps=[row, {"what": "stop"}])
    first, second = after.steps
    assert {**first, "id": ""} == {
        "id": "", "what": "go", "long": "", "kind": "small", "on": "2027-01-02", "n": "1.50", "done": True,
        "who": org["author"].pk,
    }  # fmt: skip
    assert second["done"] is False and second["who"] is None and second["id"] != first["id"]
    again = edited(trials, org, after, clock, steps=[second, {**first, "what": "went"}])
    assert [r["id"] for r in again.steps] == [second["id"], first["id"]]


BAD_ROWS: list[Any] = [
    "", "text", {"what": "x"}, 7, ["x"], [{"what": ""}], [{}], [{"what": "x", "color": "red"}], [{"what": "x" * 501}],
    [{"what": "x", "kind": "huge"}], [{"what": "x", "on": "03/04/2026"}], [{"what": "x", "n": "twelve"}],
    [{"what": "x", "n": "NaN"}], [{"what": "x", "n": "1e999999"}], [{"what": "x", "who": "anna"}],
    [{"what": "x", "who": True}], [{"what": "a\x00b"}], [{"what": "x"}] * 501,
    [{"id": "1", "what": "x"}, {"id": "1", "what": "y"}], [{"what": "x", "long": "y" * 20_001}],
]  # fmt: skip


@pytest.mark.requirement("DI-Ac")
@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("title", ""), ("title", None), ("title", "x" * 201), ("title", "a\x00b"), ("title", "a\x1bb"),
        ("title", "\ud800"),
        ("note", "a\x07"), ("note", "x" * (LONGEST_TEXT + 1)),
        ("size", "many"), ("size", "NaN"), ("size", "Infinity"), ("size", "1.234"), ("size", "12345678.9"),
        ("size", "-1"), ("size", "1e400"), ("size", decimal.Decimal("sNaN")),
        ("count", "x"), ("count", None), ("count", 2**70), ("count", "1.5"),
        ("due_on", "03/04/2026"), ("due_on", "2026-02-30"), ("due_on", 5), ("met_at", "yesterday"),
        ("lead", 999_999), ("owner", 999_999), ("unit", 999_999), ("unit", None), ("audience", "secret"),
        ("tags", ["huge"]), ("tags", "small"), ("tags", [5]), ("team", [999_999]), ("team", ["anna"]), ("team", [True]),
        ("tree", {"a": 1.5}), ("tree", {"a": float("nan")}), ("tree", {"a": "\x00"}), ("tree", {"\x00": 1}),
        ("tree", {"a": "\ud800"}),
        *[("steps", bad) for bad in BAD_ROWS],
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_by_field(
    trials: Any, org: Any, trial: Any, clock: Any, name: str, given: Any
) -> None:
    ledger = LedgerRow.objects.count()
    with pytest.raises(Invalid) as caught:
        trials.edit(trial, rev=1, actor=org["author"], at=clock(), **{name: given})
    assert name in caught.value.fields or caught.value.sentences, caught.value
    assert Trial.objects.get(pk=trial.pk).rev == 1 and LedgerRow.objects.count() == ledger
    if name == "unit":
        return  # a new record goes to the unit of its author, and nobody may add to a unit that does not exist
    with pytest.raises(Invalid):
        trials.create(actor=org["author"], at=clock(), **{"title": "New", name: given})
    assert Trial.objects.count() == 1 and LedgerRow.objects.count() == ledger


def test_every_field_that_does_not_fit_is_said_at_once(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    with pytest.raises(Invalid) as caught:
        trials.edit(trial, rev=1, actor=org["author"], at=clock(), title="", size="many", due_on="soon")
    assert {"size", "due_on"} <= set(caught.value.fields)


def test_a_constraint_is_a_sentence_not_a_crash(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    with pytest.raises(Invalid, match="The size is at least 0"):
        trials.edit(trial, rev=1, actor=org["author"], at=clock(), size="-0.01")


def test_deep_json_is_refused(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(Invalid):
        trials.edit(trial, rev=1, actor=org["author"], at=clock(), tree={"deep": deep})


def test_an_external_id_is_taken_once(trials: Any, org: Any, clock: Any) -> None:
    trials.create(actor=org["author"], at=clock(), title="New", external_id="A-1", source="import")
    with pytest.raises(Invalid) as caught:
        trials.create(actor=org["author"], at=clock(), title="New", external_id="A-1", source="import")
    assert "external" in str(caught.value).lower()
    assert Trial.objects.count() == 1
