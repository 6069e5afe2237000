"""The Markdown of a card: headings and labelled lines become fields, the rest is kept."""

import pytest

from modelcards.cards.body import MOST_HEADINGS, MOST_SIGNS
from modelcards.cards.headings import field_at, norm
from modelcards.cards.placeholders import is_empty
from tests.modelcards.cards.reading import readme, refused

TEMPLATE = """# Model Card for Ward triage

<!-- Provide a quick summary of what the model is/does. -->

Sorts messages.

## Model Details

### Model Description

<!-- Provide a longer summary of what this model is. -->

A small model.

- **Developed by:** Ada Example
- **Funded by [optional]:** [More Information Needed]
- **Model type:** trees
- **Language(s) (NLP):** nl
- **Finetuned from model [optional]:** none

### Model Sources [optional]

- **Repository:** https://example.org/code
- **Something else:** stays

## Uses

### Direct Use

Triage.

### Out-of-Scope Use

[More Information Needed]

## Bias, Risks, and Limitations

Does badly on dialect.

#### By age

Worse above 65.

### Recommendations

Ask a nurse.

## Training Details

### Training Procedure

#### Preprocessing [optional]

Lower case.

## Evaluation

### Testing Data, Factors & Metrics

#### Testing Data

Ward 7.

#### Factors

Age.

#### Metrics

F1.

### Results

Good.

#### Summary

Good enough.

## Environmental Impact

- **Hours used:** 12

## House rules

Ours.

### Of the ward

More.
"""


@pytest.mark.requirement("MC-02")
def test_template_of_hugging_face_is_read_field_by_field() -> None:
    card = readme(TEMPLATE)
    assert card.title == "Model Card for Ward triage"
    said = {key: text for key, text in card.sections.items() if not is_empty(text)}
    assert said == {
        "summary": "<!-- Provide a quick summary of what the model is/does. -->\n\nSorts messages.",
        "description": "<!-- Provide a longer summary of what this model is. -->\n\nA small model.\n\n"
        "- **Something else:** stays",
        "developers": "Ada Example",
        "model_type": "trees",
        "language": "nl",
        "repository": "https://example.org/code",
        "primary_uses": "Triage.",
        "limitations": "Does badly on dialect.\n\n#### By age\n\nWorse above 65.",
        "recommendations": "Ask a nurse.",
        "training_preprocessing": "Lower case.",
        "evaluation_datasets": "Ward 7.",
        "evaluation_factors": "Age.",
        "performance_measures": "F1.",
        "unitary_results": "Good.",
        "results_summary": "Good enough.",
        "hours_used": "12",
    }
    assert card.sections["base_model"] == "none" and is_empty(card.sections["out_of_scope"])
    assert card.extra == [{"heading": "House rules", "text": "Ours.\n\n#### Of the ward\n\nMore."}]


@pytest.mark.parametrize(
    ("heading", "above", "key"),
    [
        ("Limitations", [], "limitations"),
        ("## 3. Limitations:", [], "limitations"),
        ("⚠️ **Limitations**", [], "limitations"),
        ("Intended uses & limitations", [], "primary_uses"),
        ("Out-of-scope use cases", [], "out_of_scope"),
        ("Factors", [], "relevant_factors"),
        ("Factors", ["Evaluation"], "evaluation_factors"),
        ("Data", ["Ethical Considerations"], "ethics_data"),
        ("Data", [], None),
        ("Data", ["Other"], None),
        ("[Citation](#c)", [], "citation"),
        ("Citation [optional]", [], "citation"),
        ("HOW TO USE", [], "instructions"),
        ("Favourite colours", [], None),
    ],
)
def test_spellings_of_a_heading(heading: str, above: list[str], key: str | None) -> None:
    assert field_at(heading.removeprefix("## "), above) == key


def test_headings_in_code_comments_quotes_and_lists_are_none() -> None:
    card = readme(
        "# T\n\n```\n# Limitations\n```\n\n> # Uses\n\n- # Citation\n\n<!--\n# Glossary\n-->\n\n    # Evaluation\n"
    )
    assert list(card.sections) == ["summary"] and card.extra == []


def test_underlined_headings_count() -> None:
    card = readme("Title\n=====\n\nLimitations\n-----------\n\nSmall.\n")
    assert (card.title, card.sections) == ("Title", {"limitations": "Small."})


def test_heading_met_twice_keeps_both_texts_and_is_said() -> None:
    card = readme("# T\n\n## Limitations\n\none\n\n## Limitations\n\ntwo\n")
    assert card.sections["limitations"] == "one\n\ntwo"
    assert "“Limitations” stands twice, in lines 3 and 7: both texts are in one field." in card.warnings


def test_lines_are_those_of_the_file() -> None:
    card = readme("---\nlicense: mit\n---\n\n# T\n\n## Limitations\n\none\n\n## Limitations\n\ntwo\n")
    assert "lines 7 and 11" in card.warnings[0]


def test_card_without_known_headings_is_kept_and_said() -> None:
    card = readme("# T\n\n## Favourite colours\n\nBlue.\n")
    assert card.extra == [{"heading": "Favourite colours", "text": "Blue."}]
    assert "No heading of a model card was recognised; the text is kept under its own headings." in card.warnings


def test_html_is_kept_as_text() -> None:
    assert (
        readme("# T\n\n<script>alert(1)</script>\n<b>x</b>").sections["summary"]
        == "<script>alert(1)</script>\n<b>x</b>"
    )


def test_more_headings_than_a_card_can_have_are_refused() -> None:
    refusal = refused("# T\n" + "## x\n" * (MOST_HEADINGS + 1))
    assert "more than 2000 headings" in refusal.sentences[0] and refusal.line == MOST_HEADINGS + 1


def test_longer_text_than_a_card_can_have_is_refused() -> None:
    refusal = refused("# T\n" + "a\n" * (MOST_SIGNS // 2))
    assert "500000 characters" in refusal.sentences[0] and refusal.line == 250_000


def test_normalising_is_done_once() -> None:
    assert norm(norm("1.2 **Bias**, Risks, & Limitations [optional]")) == "bias risks and limitations"
