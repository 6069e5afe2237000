"""Metric rows: what is taken, how it is kept, and the sentence for what is not."""

import datetime
import json
from typing import Any

import pytest

from modelcards.cards.metrics import KEYS, Row, missing, read_row, sentences, status
from qms.lib.canonical import encode, plain
from qms.lib.errors import Invalid
from tests.modelcards.cards.reading import TODAY

FULL = {
    "type": "Accuracy",
    "name": "Top-1",
    "value": "0.9120",
    "dataset": "Ward 7",
    "dataset_id": "w7",
    "dataset_version": "2.1",
    "split": "test",
    "slice": "age > 65",
    "n": 5000,
    "lower": "0.90",
    "upper": "0.92",
    "level": "95%",
    "threshold": "0.9",
    "decision_threshold": "0.5",
    "code_version": "d035f48",
    "date": "2026-11-27",
    "file": "sha256:" + "AB" * 32,
    "task": "t",
    "config": "de",
    "model": "m",
    "direction": "Higher is better",
    "unit": "fraction",
}


def row(**raw: Any) -> Row:
    return read_row(raw, place="Row 3", today=TODAY)


def said(**raw: Any) -> list[str]:
    with pytest.raises(Invalid) as caught:
        row(**raw)
    return caught.value.sentences


@pytest.mark.requirement("MC-05")
def test_row_carries_everything_as_plain_text() -> None:
    read = row(**FULL)
    assert list(read) == list(KEYS)
    assert (read["type"], read["value"], read["level"], read["n"]) == ("accuracy", "0.9120", "0.95", 5000)
    assert (read["direction"], read["file"]) == ("higher", "ab" * 32)
    assert missing(read) == ()
    assert all(isinstance(value, str | int) for value in read.values())
    assert json.loads(encode(plain(read))) == read  # the ledger's encoder takes no floats


@pytest.mark.requirement("MC-05")
def test_row_without_n_is_marked() -> None:
    read = row(type="f1", value=0.5)
    assert missing(read) == ("n", "dataset_version", "lower", "threshold", "date", "code_version")
    assert list(sentences([read])) == ["1 of 1 metrics have no number of cases (n)."]
    assert "n" not in missing(row(type="f1", value=0.5, n="12"))
    assert "lower" not in missing(row(type="f1", value=0.5, upper=0.6))


@pytest.mark.parametrize("raw", [FULL, {"type": "wer", "value": "4.1%"}, {"type": "loss", "value": "1e-3", "n": 3}])
def test_reading_again_changes_nothing(raw: dict[str, Any]) -> None:
    once = row(**raw)
    assert row(**once) == once


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (0.1, "0.1"),
        ("0.9120", "0.9120"),
        (1, "1"),
        ("1e-3", "0.001"),
        ("1.5E+2", "150"),
        (".5", "0.5"),
        ("−3", "-3"),
        (0.1 + 0.2, "0.30000000000000004"),
    ],
)
def test_figures_keep_their_digits(given: Any, kept: str) -> None:
    assert row(type="loss", value=given)["value"] == kept


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (float("nan"), "“nan”; a figure has to be finite"),
        ("NaN", "finite"),
        (".nan", "finite"),
        (float("inf"), "finite"),
        ("-inf", "finite"),
        ("-.INF", "finite"),
        ("∞", "finite"),
        ("Infinity", "finite"),
        ("1e308", "larger than 10^15"),
        (1e308, "larger than 10^15"),
        (10**16, "larger"),
        ("1e9999", "larger"),
        ("1e-31", "30 decimal places"),
        ("0." + "1" * 50, "30 decimal places"),
        ("good", "not a number"),
        ("20.0 ± 1.2", "intervals and remarks"),
        ("0,92", "not a comma"),
        ("1 000", "not a number"),
        ("0x1F", "not a number"),
        ("٣", "not a number"),
        (True, "not a number"),
        ([1], "not a number"),
        ({}, "not a number"),
        (None, "missing"),
        ("", "missing"),
        ("9" * 5000, "larger"),
        ("1_000", "not a number"),
    ],
)
def test_figure_that_is_none_is_refused_by_row_and_field(value: Any, words: str) -> None:
    (sentence,) = said(type="accuracy", value=value)
    assert sentence.startswith("Row 3: the value ") and words in sentence and len(sentence) < 200


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"date": "2026-11-28"}, "the date is “2026-11-28”, a day in the future"),
        ({"date": "27.11.2026"}, "write a date as 2026-01-31"),
        ({"date": "2026-02-30"}, "write a date as 2026-01-31"),
        ({"n": 0}, "between 1 and 10^12"),
        ({"n": -5}, "whole number"),
        ({"n": "1,000"}, "without separators"),
        ({"n": 10.5}, "whole number"),
        ({"n": "1" * 20}, "whole number"),
        ({"level": 95}, "between 0 and 1, for example 0.95"),
        ({"level": 1}, "between 0 and 1"),
        ({"file": "abc"}, "64 characters"),
        ({"lower": 0.95}, "the value lies under its interval"),
        ({"upper": 0.85}, "the value lies above its interval"),
        ({"lower": 0.95, "upper": 0.85}, "the lower bound is above the upper bound"),
        ({"lower": "nan"}, "the lower bound is “nan”"),
        ({"direction": "lower"}, "of accuracy the other is better"),
        ({"direction": "up"}, "write higher or lower"),
        ({"split": ["a"]}, "the split is a list or an object"),
        ({"name": "x" * 301}, "more than 300 characters"),
        ({"name": "a\x00b"}, "control character U+0000"),
        ({"colour": "red"}, "“colour” is no field of a metric"),
        ({"value": "92.3%", "unit": "fraction"}, "a figure ends with %"),
        ({"value": 1.2, "unit": "fraction"}, "lies between 0 and 1"),
        ({"value": 120, "unit": "percent"}, "lies between 0 and 100"),
        ({"value": -0.1}, "lies between 0 and 100"),
    ],
)
def test_field_that_does_not_fit_is_refused_by_name(raw: dict[str, Any], words: str) -> None:
    told = said(**{"type": "accuracy", "value": 0.9, **raw})
    assert [one for one in told if one.startswith("Row 3: ") and words in one]


def test_every_fault_of_a_row_is_told_at_once() -> None:
    assert len(said(type="accuracy", value="nan", n="many", date="2027-01-01", colour="red")) == 4


def test_row_needs_a_measure() -> None:
    assert said(value=1) == ["Row 3: the measure has no name; say for example accuracy."]
    assert row(name="Word Error-Rate", value=0.1)["type"] == "word_error_rate"


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        ({"type": "accuracy", "value": 0.92}, "fraction"),
        ({"type": "accuracy", "value": 92.3}, None),
        ({"type": "accuracy", "value": "92.3%"}, "percent"),
        ({"type": "accuracy", "value": 92.3, "unit": "%"}, "percent"),
        ({"type": "bleu", "value": 27.3}, None),
        ({"type": "mcc", "value": -0.2}, "fraction"),
        ({"type": "loss", "value": 0.5}, None),
        ({"type": "latency", "value": 12, "unit": "ms"}, "ms"),
        ({"type": "something new", "value": 0.5}, None),
    ],
)
def test_unit_is_known_or_stays_open(raw: dict[str, Any], unit: str | None) -> None:
    assert row(**raw).get("unit") == unit


def test_open_unit_is_said() -> None:
    assert "accuracy is 92.3 without a unit: percent or fraction?" in list(
        sentences([row(type="accuracy", value=92.3)])
    )


def test_interval_may_reach_beyond_the_scale_and_is_said() -> None:
    read = row(type="accuracy", value="0.993", lower="0.983", upper="1.003", n=9)
    assert list(sentences([read])) == ["The interval of accuracy reaches 1.003, beyond the scale."]


@pytest.mark.parametrize(
    "raw",
    [
        {"value": 92.3, "threshold": 0.9},
        {"value": "92.3%", "threshold": 0.9},
        {"value": 0.923, "threshold": 90},
        {"value": 92.3, "unit": "percent", "threshold": 0.9},
        {"value": 92.3, "unit": "percent", "threshold": "0.9%"},
        {"type": "something new", "value": 92.3, "threshold": 0.9},
        {"type": "wer", "value": 6, "threshold": 5},
        {"type": "kappa", "value": 45, "threshold": 0.4},
    ],
)
def test_value_against_a_threshold_a_hundredfold_apart_asks_for_the_unit(raw: dict[str, Any]) -> None:
    (sentence,) = said(**{"type": "accuracy", **raw})
    assert "the threshold is" in sentence and "Say the unit" in sentence


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "accuracy", "value": 0.923, "threshold": 0.9},
        {"type": "accuracy", "value": 92.3, "unit": "percent", "threshold": 90},
        {"type": "loss", "value": 1.2, "threshold": 0.9},
        {"type": "new", "value": 1.2, "threshold": 0.9, "unit": "points"},
        {"type": "bleu", "value": 27.3, "threshold": 25},
        {"type": "mcc", "value": -0.2, "threshold": 0.4},
    ],
)
def test_value_and_threshold_in_one_unit_are_taken(raw: dict[str, Any]) -> None:
    assert row(**raw)["threshold"] == str(raw["threshold"])


@pytest.mark.parametrize(
    ("kind", "direction"),
    [
        ("accuracy", "higher"),
        ("acc", "higher"),
        ("F1", "higher"),
        ("f1_macro", "higher"),
        ("Macro F1-score", "higher"),
        ("AUC", "higher"),
        ("roc_auc", "higher"),
        ("bleu", "higher"),
        ("chrf++", "higher"),
        ("pass@1", "higher"),
        ("R²", "higher"),
        ("wer", "lower"),
        ("eval_wer", "lower"),
        ("loss", "lower"),
        ("eval_loss", "lower"),
        ("Validation loss", "lower"),
        ("rmse", "lower"),
        ("perplexity", "lower"),
        ("ece", "lower"),
        ("latency_ms", "lower"),
        ("something new", ""),
        ("score", ""),
        ("f1 of accuracy", ""),
    ],
)
def test_direction_of_well_known_measures(kind: str, direction: str) -> None:
    assert row(type=kind, value=0.5).get("direction", "") == direction


@pytest.mark.requirement("MC-05")
def test_figure_is_verified_only_by_a_file_that_is_there() -> None:
    read = row(type="f1", value=0.5, file="ab" * 32)
    assert status(read, {"ab" * 32}) == "verified"
    assert status(read, {"cd" * 32}) == "declared"
    assert status(row(type="f1", value=0.5), {"ab" * 32}) == "declared"


def test_today_is_the_last_day() -> None:
    assert read_row({"type": "f1", "value": 1, "date": "2020-01-01"}, place="x", today=datetime.date(2020, 1, 1))
    with pytest.raises(Invalid):
        read_row({"type": "f1", "value": 1, "date": "2020-01-02"}, place="x", today=datetime.date(2020, 1, 1))
