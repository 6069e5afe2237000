"""Results of a card as metric rows, and the sentences for those that cannot be."""

import dataclasses
from pathlib import Path

import pytest

from modelcards.cards.hfwrite import write_readme
from modelcards.cards.metrics import missing
from tests.modelcards.cards.reading import RESULT, front, readme, refused


def metrics(*rows: str) -> str:
    return front(RESULT + "".join(f"    - {row}\n" for row in rows))


@pytest.mark.requirement("MC-02", "MC-05")
def test_row_takes_what_stands_beside_a_metric() -> None:
    given = (
        "{type: accuracy, name: Top-1, value: 0.9120, n: 500, slice: dialect, unit: fraction, threshold: 0.9,"
        " date: 2026-01-31,"
        " code_version: abc, file: "
        + "ab" * 32
        + ", confidence_interval: {lower_bound: 0.90, upper_bound: 0.92, level: 0.95}}"
    )
    (row,) = readme(metrics(given)).metrics
    assert row == {
        "type": "accuracy",
        "name": "Top-1",
        "value": "0.9120",
        "unit": "fraction",
        "direction": "higher",
        "dataset": "D",
        "dataset_id": "d",
        "slice": "dialect",
        "n": 500,
        "lower": "0.90",
        "upper": "0.92",
        "level": "0.95",
        "threshold": "0.9",
        "code_version": "abc",
        "date": "2026-01-31",
        "file": "ab" * 32,
        "task": "t",
    }


def test_threshold_a_measure_was_computed_with_is_not_its_limit() -> None:
    (row,) = readme(metrics("{type: f1, value: 0.5, args: {threshold: 0.4}}")).metrics
    assert "threshold" not in row


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{type: f1, value: .nan}", "f1: the value is “.nan”; a figure has to be finite"),
        ("{type: f1, value: -.inf}", "finite"),
        ("{type: f1, value: 1.0e+308}", "larger than 10^15"),
        ("{type: f1, value: good}", "“good”, not a number"),
        ("{type: f1, value: 20.0 ± 1.2}", "intervals and remarks into their own fields"),
        ("{type: f1, value: }", "the value is missing"),
        ("{type: f1, value: [1]}", "the value is not a number"),
        ("{type: f1, value: yes}", "“yes”, not a number"),
        ("{type: f1, value: true}", "the value is not a number"),
        ("{type: f1, value: 0.5, date: 2026-12-01}", "a day in the future"),
        ("{type: accuracy, value: 92.3, threshold: 0.9}", "Say the unit"),
        ("{type: f1, value: 0.5, confidence_interval: {lower_bound: 0.6}}", "under its interval"),
        ("{type: , value: 0.5}", "the measure has no name"),
    ],
)
def test_wrong_figure_is_refused_with_line_and_field(row: str, words: str) -> None:
    refusal = refused(metrics("{type: loss, value: 1}", row))
    assert refusal.line == 9
    assert refusal.sentences[0].startswith("Line 9, ") and words in refusal.sentences[0]


@pytest.mark.parametrize(
    ("index", "line", "words"),
    [
        ("model-index:\n  name: m\n  results: []", 2, "model-index has to be a list"),
        ("model-index:\n- m", 3, "has to be an object with the keys name, results"),
        ("model-index:\n- name: m", 3, "has no key “results”"),
        ("model-index:\n- results: []", 3, "has no key “name”"),
        ("model-index:\n- name: m\n  results: x", 4, "has to be a list"),
        ("model-index:\n- name: m\n  results:\n  - task: {type: t}\n    metrics: []", 5, "has no key “dataset”"),
        (
            "model-index:\n- name: m\n  results:\n  - dataset: {type: d, name: D}\n    metrics: []",
            5,
            "has no key “task”",
        ),
        (RESULT.replace("{type: d, name: D}", "{type: d}") + "    - {type: f1, value: 1}", 6, "has no key “name”"),
        (RESULT + "    - {type: f1}", 8, "has no key “value”"),
        (RESULT + "    - f1", 8, "has to be an object with the keys type, value"),
        (
            RESULT.replace("name: m", "name:") + "    - {type: f1, value: 1}",
            2,
            "huggingface_hub cannot read the metadata",
        ),
    ],
)
def test_index_of_another_shape_is_refused_with_what_is_missing(index: str, line: int, words: str) -> None:
    refusal = refused(front(index))
    assert (refusal.line, refusal.sentences[0].startswith(f"Line {line}: ")) == (line, True)
    assert words in refusal.sentences[0] and "huggingface_hub" in refusal.sentences[0]


@pytest.mark.parametrize("index", ["model-index:", "model-index: []", "model-index:\n- name: m\n  results: []"])
def test_index_without_results_is_no_fault(index: str) -> None:
    card = readme(front(index))
    assert card.metrics == [] and card.metadata == index
    assert readme(write_readme(card)).metadata == index


def test_all_wrong_rows_are_told_at_once_but_not_thousands_of_sentences() -> None:
    refusal = refused(metrics(*["{type: f1, value: .nan}"] * 11_000))  # each line by itself would take an hour
    assert len(refusal.sentences) == 21
    assert (
        refusal.sentences[1].startswith("Line 9, f1") and refusal.sentences[-1] == "And 10980 more metrics are wrong."
    )


@pytest.mark.requirement("MC-02")
def test_eleven_thousand_metrics_go_in_and_out() -> None:
    text = metrics(
        *[f"{{type: accuracy, value: 0.{n:05d}, name: share of right answers in question {n}}}" for n in range(11_000)]
    )
    assert len(text) > 750_000
    card = readme(text)
    assert len(card.metrics) == 11_000 and card.metrics[-1]["value"] == "0.10999"
    edited = [{**row, "n": 10} for row in card.metrics[:-1]]
    again = readme(write_readme(dataclasses.replace(card, metrics=edited)))
    assert again.metrics == edited


def test_more_metrics_than_a_card_may_have_are_refused() -> None:
    assert "20000 are taken" in refused(metrics(*["{type: f1, value: 1}"] * 20_001)).sentences[0]


@pytest.mark.requirement("MC-05")
def test_example_of_the_documentation_is_read_as_it_says() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "model-cards-format.md").read_text(encoding="utf-8")
    (row,) = readme(front(page.partition("```yaml\n")[2].partition("```")[0])).metrics
    assert missing(row) == () and len(row) == 19
    assert (row["threshold"], row["decision_threshold"], row["n"], row["level"]) == ("0.9", "0.5", 5000, "0.95")
