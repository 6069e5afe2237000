"""A card written after it was edited: what changed is written, what nobody touched stays."""

import dataclasses
from typing import Any

import pytest
from huggingface_hub import ModelCard

from modelcards.cards.card import ParsedCard
from modelcards.cards.hfwrite import write_readme
from tests.modelcards.cards.reading import RESULT, front, readme

YAML = """# kept remark
license: mit   # kept too
released: 2026-01-31
score: 0.9120
nothing:
custom:
  deep: [1, {of: "no"}]
  note: |
    two
    lines
tags:
- a
- b
model-index:
- name: m
  extra: of the model
  results:
  - task:
      type: t
      name: Task
    dataset:
      type: d
      name: D
      revision: abc
      args: {date: 20220120}
    source: {name: S, url: "https://example.org"}
    metrics:
    - type: accuracy
      value: 0.9120
      verifyToken: xyz
      args: {threshold: 0.5}
    - type: f1
      value: 66.6%
      name: F1
"""
CARD = readme(front(YAML, "# T\n\n## Limitations\n\nSmall.\n"))


def hub(card: ParsedCard) -> dict[str, Any]:
    found: dict[str, Any] = ModelCard(write_readme(card)).data.to_dict()
    return found


def yaml_of(card: ParsedCard) -> str:
    return readme(write_readme(card)).metadata


@pytest.mark.requirement("MC-02")
def test_untouched_front_matter_is_byte_for_byte_the_same() -> None:
    assert yaml_of(CARD) == YAML.rstrip("\n")


@pytest.mark.requirement("MC-02")
def test_edited_values_are_merged_in_and_the_rest_stays() -> None:
    edited = dataclasses.replace(CARD, values={"license": ["apache-2.0"], "tags": ["a", "no"], "language": ["en"]})
    yaml = yaml_of(edited)
    assert yaml.startswith("# kept remark\nlicense: apache-2.0\nreleased: 2026-01-31\nscore: 0.9120\nnothing:\n")
    assert "tags:\n- a\n- 'no'\n" in yaml and yaml.endswith("language: en")
    assert 'deep: [1, {of: "no"}]' in yaml
    before, after = hub(CARD), hub(edited)
    assert after == {**before, "license": "apache-2.0", "tags": ["a", "no"], "language": "en"}


@pytest.mark.requirement("MC-02")
def test_value_that_was_taken_away_is_gone() -> None:
    edited = dataclasses.replace(CARD, values={"license": ["mit"]})
    assert "tags" not in hub(edited) and hub(edited)["custom"] == hub(CARD)["custom"]


@pytest.mark.requirement("MC-02")
def test_changed_metric_changes_only_its_figure() -> None:
    accuracy, f1 = CARD.metrics
    edited = dataclasses.replace(CARD, metrics=[{**accuracy, "value": "0.9130", "n": 500}, f1])
    (model,) = readme_index(edited)
    assert model["extra"] == "of the model"
    (result,) = model["results"]
    assert result["source"] == {"name": "S", "url": "https://example.org"}
    assert result["dataset"]["args"] == {"date": "20220120"}
    first, second = result["metrics"]
    assert first == {
        "type": "accuracy",
        "value": "0.9130",
        "verifyToken": "xyz",
        "args": {"threshold": "0.5"},
        "unit": "fraction",
        "n": "500",
    }
    assert second == {"type": "f1", "value": "66.6%", "name": "F1"}
    assert readme(write_readme(edited)).metrics == edited.metrics
    assert hub(edited)["model-index"][0]["results"][0]["metrics"][0]["value"] == 0.913


def readme_index(card: ParsedCard) -> list[dict[str, Any]]:
    from modelcards.cards import yamlread

    index: list[dict[str, Any]] = yamlread.load(yaml_of(card))["model-index"]
    return index


@pytest.mark.requirement("MC-02", "MC-05")
def test_new_metric_is_written_with_everything_it_carries() -> None:
    row = {
        "type": "wer",
        "name": "Dialect",
        "value": "4.1",
        "unit": "percent",
        "direction": "lower",
        "dataset": "D2",
        "dataset_id": "d2",
        "dataset_version": "7",
        "config": "de",
        "split": "test",
        "slice": "age > 65",
        "n": 120,
        "lower": "3.9",
        "upper": "4.4",
        "level": "0.95",
        "threshold": "5",
        "code_version": "abc",
        "date": "2026-01-31",
        "file": "ab" * 32,
        "task": "speech",
    }
    edited = dataclasses.replace(CARD, metrics=[*CARD.metrics, row])
    again = readme(write_readme(edited))
    assert again.metrics == edited.metrics
    assert hub(edited)["model-index"][0]["results"][1]["dataset"] == {
        "name": "D2",
        "type": "d2",
        "config": "de",
        "split": "test",
        "revision": "7",
    }


@pytest.mark.requirement("MC-02")
def test_removed_metrics_are_gone() -> None:
    assert "model-index" not in hub(dataclasses.replace(CARD, metrics=[]))
    (kept,) = readme(write_readme(dataclasses.replace(CARD, metrics=CARD.metrics[1:]))).metrics
    assert kept["name"] == "F1"


def test_metric_without_dataset_and_task_survives_what_huggingface_hub_demands() -> None:
    card = ParsedCard(title="T", metrics=[{"type": "loss", "value": "0.5", "direction": "lower"}])
    assert readme(write_readme(card)).metrics == card.metrics
    assert hub(card)["model-index"][0]["results"][0]["dataset"] == {"type": "unknown", "name": "unknown"}


def test_metrics_of_several_models_keep_their_model() -> None:
    index = (
        RESULT + "    - {type: f1, value: 0.5}\n" + RESULT.replace("model-index:\n", "").replace("name: m", "name: k")
    )
    card = readme(front(index + "    - {type: f1, value: 0.6}\n"))
    assert [(row["model"], row["value"]) for row in card.metrics] == [("m", "0.5"), ("k", "0.6")]
    edited = dataclasses.replace(card, metrics=[card.metrics[0], {**card.metrics[1], "value": "0.7"}])
    assert readme(write_readme(edited)).metrics == edited.metrics


@pytest.mark.parametrize(
    "yaml", ["{license: mit, tags: [a], language: no}", "license: &l mit\ntags: [*l]", "'license': mit"]
)
def test_front_matter_in_another_style_is_written_anew_with_the_same_values(yaml: str) -> None:
    card = readme(front(yaml))
    edited = dataclasses.replace(card, values={**card.values, "license": ["gpl"]})
    again = readme(write_readme(edited))
    assert again.values == edited.values


def test_field_answered_by_the_front_matter_is_not_written_twice() -> None:
    assert CARD.sections["license"] == "mit"
    assert "**License:**" not in write_readme(CARD)
    other = dataclasses.replace(CARD, sections={**CARD.sections, "license": "MIT, for research"})
    assert "- **License:** MIT, for research" in write_readme(other)
    assert readme(write_readme(other)).sections["license"] == "MIT, for research"
    changed = dataclasses.replace(CARD, values={**CARD.values, "license": ["gpl"]})
    assert readme(write_readme(changed)).sections["license"] == "gpl"


def test_chapters_follow_hugging_face() -> None:
    said = {
        "monitoring_plan": "Weekly.",
        "limitations": "Small.",
        "developers": "Team\nTwo",
        "citation": "@misc",
        "summary": "Short.",
        "code_commit": "abc1234",
        "hours_used": "12",
        "description": "Long.",
        "paper": "- one\n- two",
        "primary_uses": "Use.",
    }
    card = ParsedCard(title="T", sections=said, extra=[{"heading": "Ours", "text": "More."}])
    assert write_readme(card) == (
        "# T\n\nShort.\n\n## Model Details\n\n### Model Description\n\nLong.\n\n"
        "- **Developed by:** Team\n  Two\n- **Paper:**\n  - one\n  - two\n\n"
        "## Uses\n\n### Direct Use\n\nUse.\n\n## Bias, Risks, and Limitations\n\nSmall.\n\n"
        "## Environmental Impact\n\n- **Hours used:** 12\n\n## Operation and Changes\n\n### Monitoring\n\nWeekly.\n\n"
        "## Reproduction\n\n- **Code commit:** abc1234\n\n## Citation\n\n@misc\n\n## Ours\n\nMore.\n"
    )
    again = readme(write_readme(card))
    assert (again.sections, again.extra) == ({key: said[key] for key in again.sections}, card.extra)
    assert set(again.sections) == set(said)


@pytest.mark.parametrize("text", ["```\ncode", "~~~~\ncode", "<!-- note", "<pre>\nx", "<script>\nx", "a\n\n- ```\n  b"])
def test_text_that_leaves_something_open_swallows_nothing(text: str) -> None:
    card = ParsedCard(title="T", sections={"summary": "s", "primary_uses": "Use. " + text, "limitations": "Small."})
    card = dataclasses.replace(card, sections={**card.sections, "primary_uses": f"Use.\n\n{text}"})
    again = readme(write_readme(card))
    assert again.sections["limitations"] == "Small."
    assert again.sections["primary_uses"].startswith("Use.")


def test_card_that_begins_with_a_rule_is_not_taken_for_front_matter() -> None:
    card = ParsedCard(sections={"summary": "---\n\nText"})
    assert readme(write_readme(card)).sections == {"summary": "---\n\nText"}
