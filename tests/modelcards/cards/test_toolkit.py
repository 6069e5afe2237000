"""Model Card Toolkit JSON, in both of its shapes."""

import base64
import dataclasses
import io
import json
from typing import Any

import pytest
from PIL import Image

from modelcards.cards.card import ParsedCard
from modelcards.cards.hfwrite import write_readme
from modelcards.cards.mct import read_mct
from modelcards.cards.mctwrite import write_mct
from tests.modelcards.cards.reading import TODAY, content, readme, refused, toolkit


def picture() -> str:
    drawn = io.BytesIO()
    Image.new("RGB", (2, 2)).save(drawn, "PNG")
    return base64.b64encode(drawn.getvalue()).decode()


NEW: dict[str, Any] = {
    "schema_version": "0.0.2",
    "model_details": {
        "name": "Ward triage",
        "overview": "Sorts.",
        "documentation": "Long.\n\n## Monitoring\n\nWeekly.\n\n## Ours\n\nMore.",
        "owners": [{"name": "Ada", "contact": "ada@example.org"}, {"name": "Bo"}],
        "version": {"name": "v2", "date": "2026-01-31", "diff": "Retrained."},
        "licenses": [{"identifier": "MIT"}, {"custom_text": "For research."}],
        "references": [{"reference": "https://example.org"}],
        "citations": [{"style": "MLA", "citation": "Ada 2026."}],
        "path": "s3/model",
    },
    "model_parameters": {
        "model_architecture": "Trees.",
        "input_format": "Text.",
        "input_format_map": [{"key": "age", "value": "int"}],
        "data": [
            {
                "name": "Training set",
                "description": "Ward 1.",
                "link": "https://example.org/d",
                "sensitive": {"sensitive_data": ["age"]},
                "graphics": {"collection": [{"name": "Ages", "image": picture()}]},
            },
            {"name": "Test set", "description": "Ward 7."},
        ],
    },
    "quantitative_analysis": {
        "performance_metrics": [
            {
                "type": "f1",
                "value": "0.9",
                "slice": "all",
                "confidence_interval": {"lower_bound": "0.85", "upper_bound": "0.95"},
                "threshold": 0.5,
                "ours": "kept",
            },
        ],
        "graphics": {"collection": [{"name": "broken", "image": "{image_bytes}"}]},
    },
    "considerations": {
        "users": [{"description": "Nurses"}],
        "use_cases": [{"description": "Triage"}, {"description": "Sorting"}],
        "limitations": [{"description": "Dialect"}],
        "tradeoffs": [{"description": "Recall first"}],
        "ethical_considerations": [{"name": "Bias", "mitigation_strategy": "Review"}],
    },
    "unknown": {"deep": [1.50, None, "x"]},
}
OLD = {
    "schema_version": "0.0.1",
    "model_details": {
        "name": "Old",
        "owners": [{"name": "Ada", "contact": "a@example.org"}],
        "license": "MIT",
        "references": ["r1", "r2"],
        "citation": "c",
    },
    "model_parameters": {"data": {"train": {"name": "W1", "sensitive": True}, "eval": {"link": "https://example.org"}}},
    "quantitative_analysis": {
        "performance_metrics": [{"type": "accuracy", "value": 0.9781249761581421, "threshold": 0.5}]
    },
    "considerations": {"users": ["u1", "u2"], "use_cases": ["one"], "limitations": ["l"], "tradeoffs": ["t"]},
}
CARD, OLDER = toolkit(json.dumps(NEW)), toolkit(json.dumps(OLD))


@pytest.mark.requirement("MC-03")
def test_card_of_the_newer_shape_is_read_field_by_field() -> None:
    assert CARD.title == "Ward triage"
    assert CARD.sections == {
        "summary": "Sorts.",
        "description": "Long.",
        "developers": "- Ada (ada@example.org)\n- Bo",
        "version": "v2",
        "model_date": "2026-01-31",
        "version_changes": "Retrained.",
        "license": "- MIT\n- For research.",
        "repository": "s3/model",
        "paper": "https://example.org",
        "citation": "Ada 2026.",
        "contact": "ada@example.org",
        "primary_uses": "- Triage\n- Sorting",
        "primary_users": "Nurses",
        "evaluation_datasets": "Test set; Ward 7.",
        "training_datasets": "Training set; Ward 1.; https://example.org/d; sensitive: age",
        "ethics_mitigations": "Bias: Review",
        "ethics_risks": "Bias",
        "limitations": "Dialect",
        "tradeoffs": "Recall first",
        "architecture": "Trees.",
        "input_format": "Text.\n\nage: int",
        "monitoring_plan": "Weekly.",
    }
    assert CARD.extra == [{"heading": "Ours", "text": "More."}]
    assert CARD.values == {"license": ["MIT", "For research."]}


@pytest.mark.requirement("MC-03", "MC-05")
def test_metrics_carry_slice_interval_and_no_limit_of_acceptance() -> None:
    assert CARD.metrics == [
        {
            "type": "f1",
            "value": "0.9",
            "unit": "fraction",
            "direction": "higher",
            "slice": "all",
            "lower": "0.85",
            "upper": "0.95",
            "decision_threshold": "0.5",
        },
    ]
    assert OLDER.metrics[0]["value"] == "0.9781249761581421"


@pytest.mark.requirement("MC-03")
def test_card_of_the_older_shape_is_read_field_by_field() -> None:
    assert OLDER.sections == {
        "developers": "Ada (a@example.org)",
        "license": "MIT",
        "paper": "- r1\n- r2",
        "citation": "c",
        "contact": "a@example.org",
        "primary_uses": "one",
        "primary_users": "- u1\n- u2",
        "evaluation_datasets": "https://example.org",
        "training_datasets": "W1; sensitive: yes",
        "limitations": "l",
        "tradeoffs": "t",
    }


def test_pictures_become_files_and_those_that_are_none_are_named() -> None:
    (file,) = CARD.files
    assert (file.name, file.media_type) == ("01-Ages.png", "image/png")
    assert Image.open(io.BytesIO(file.content)).size == (2, 2)
    assert "The picture “broken” is no whole PNG, JPEG or GIF in base64 and was left out." in CARD.warnings
    assert picture() not in CARD.metadata and "{image_bytes}" not in CARD.metadata


def test_unknown_keys_are_said_and_survive() -> None:
    assert "Kept for export and not shown: unknown." in CARD.warnings
    written = json.loads(write_mct(CARD))
    assert written["unknown"] == {"deep": [1.5, None, "x"]} and "1.5" in write_mct(CARD)
    assert written["quantitative_analysis"]["performance_metrics"][0]["ours"] == "kept"


@pytest.mark.requirement("MC-03")
@pytest.mark.parametrize("card", [CARD, OLDER], ids=["0.0.2", "0.0.1"])
def test_untouched_card_goes_out_as_it_came_in(card: ParsedCard) -> None:
    assert write_mct(card).rstrip("\n") == card.metadata
    assert content(read_mct(write_mct(card).encode(), today=TODAY)) == content(card)


EDITS = {
    "summary": "New.",
    "version": "v3",
    "primary_users": "- a\n- b",
    "limitations": "one",
    "license": "Apache-2.0",
    "citation": "c2",
    "monitoring_plan": "Daily.",
    "human_oversight": "A nurse.",
    "ethics_risks": "- x\n- y",
    "ethics_mitigations": "- y: z\n- w",
    "developers": "- Ada (ada@example.org)\n- Cy",
    "contact": "ada@example.org",
    "training_datasets": "MNIST",
    "evaluation_datasets": "MNIST test",
    "description": "Other.",
    "input_format": "Image.",
    "architecture": "Deep.",
}


@pytest.mark.requirement("MC-03")
@pytest.mark.parametrize("key", EDITS)
@pytest.mark.parametrize("card", [CARD, OLDER], ids=["0.0.2", "0.0.1"])
def test_edited_field_is_written_and_the_others_stay(card: ParsedCard, key: str) -> None:
    edited = dataclasses.replace(card, sections={**card.sections, key: EDITS[key]})
    again = read_mct(write_mct(edited).encode(), today=TODAY)
    paired = {
        "developers",
        "contact",
        "ethics_risks",
        "ethics_mitigations",
        "training_datasets",
        "evaluation_datasets",
    } - {key}
    expected = {k: v for k, v in edited.sections.items() if k not in paired}
    assert {k: v for k, v in again.sections.items() if k not in paired} == expected
    assert again.extra == card.extra and again.metrics == card.metrics


@pytest.mark.requirement("MC-03")
@pytest.mark.parametrize("card", [CARD, OLDER], ids=["0.0.2", "0.0.1"])
def test_edited_metrics_are_written_in_the_shape_of_the_card(card: ParsedCard) -> None:
    rows = [
        {**card.metrics[0], "value": "0.91", "n": 50},
        {"type": "wer", "value": "4", "unit": "percent", "direction": "lower", "threshold": "5"},
    ]
    again = read_mct(write_mct(dataclasses.replace(card, metrics=rows)).encode(), today=TODAY)
    assert again.metrics == rows
    value = json.loads(write_mct(dataclasses.replace(card, metrics=rows)))["quantitative_analysis"][
        "performance_metrics"
    ][0]["value"]
    assert value == ("0.91" if card is CARD else 0.91)


@pytest.mark.requirement("MC-02", "MC-03")
def test_card_goes_from_the_toolkit_to_hugging_face_and_back() -> None:
    over = readme(write_readme(CARD))
    assert (over.title, over.extra, over.metrics) == (CARD.title, CARD.extra, CARD.metrics)
    assert {**over.sections, "license": ""} == {**CARD.sections, "license": ""}
    back = read_mct(write_mct(over).encode(), today=TODAY)
    assert (back.title, back.extra, back.metrics) == (CARD.title, CARD.extra, CARD.metrics)
    assert set(back.sections) == set(CARD.sections)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("{\n\n", 3, "no JSON"),
        ("[]", 1, "begins with {"),
        ('{"a": 1}', 1, "no key model_details"),
        ('{"$schema": "x", "properties": {}}', 1, "a JSON schema"),
        ('{"model_details": []}', 1, "has to be an object"),
        ('{"model_details": {},\n"considerations": "none"}', 2, "“considerations” has to be an object"),
        ('{"model_details": {"name": "a",\n\n"name": "b"}}', 3, "“name” stands a second time"),
        ('{"model_details": {"name": "a",\n"overview": "b\\u0000"}}', 2, "U+0000"),
        ('{"model_details": {"name": "\\ud800"}}', 1, "U+D800"),
        ("[" * 100_000, None, "nested too deep"),
        ('{"model_details":' + '{"a":' * 80 + "1" + "}" * 81, 1, "nested more than 60 deep"),
        (
            '{"model_details": {"name": "x",\n"documentation": "' + "a " * 300_000 + '"}}',
            2,
            "longer than a card may be",
        ),
        ('{"model_details": {},\n"quantitative_analysis": {"performance_metrics": {}}}', 2, "has to be a list"),
        ('{"model_details": {},\n"quantitative_analysis": {"performance_metrics":\n["x"]}}', 3, "has to be an object"),
    ],
)
def test_what_is_no_card_is_refused_with_line_and_reason(text: str, line: int | None, words: str) -> None:
    refusal = refused(text, read_mct)
    assert words in refusal.sentences[0]
    assert line is None or refusal.line == line


@pytest.mark.parametrize(
    ("metric", "words"),
    [
        ('{"type": "f1", "value": NaN}', "finite"),
        ('{"type": "f1", "value": -Infinity}', "finite"),
        ('{"type": "f1", "value": 1e308}', "10^15"),
        ('{"type": "f1", "value": "high"}', "not a number"),
        ('{"type": "f1"}', "the value is missing"),
        ('{"value": 1}', "no name"),
        ('{"type": "f1", "value": 0.5, "confidence_interval": {"lower_bound": 0.6}}', "under its interval"),
        ('{"type": "f1", "value": 0.5, "date": "2030-01-01"}', "in the future"),
    ],
)
def test_wrong_figure_is_refused_with_line_and_field(metric: str, words: str) -> None:
    text = (
        '{"model_details": {},\n"quantitative_analysis": {"performance_metrics": [\n{"type": "f1", "value": 1},\n%s]}}'
    )
    refusal = refused(text % metric, read_mct)
    assert refusal.line == 4 and refusal.sentences[0].startswith("Line 4, ") and words in refusal.sentences[0]
