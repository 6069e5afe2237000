"""Real cards: each goes in and comes out, or is refused with its line and the reason."""

import os
from pathlib import Path

import pytest

from modelcards.cards.card import ParsedCard
from modelcards.cards.front import split
from modelcards.cards.headings import headings
from modelcards.cards.hf import read_readme
from modelcards.cards.hfwrite import write_readme
from modelcards.cards.mct import read_mct
from modelcards.cards.mctwrite import write_mct
from tests.modelcards.cards.reading import TODAY, content, refused

FOLDER = Path(os.environ.get("QMS_SAMPLES", "")) / "model-cards"
REFUSED = {
    "huggingface_hub/templates/datasetcard_template.md": (4, "fill in templates"),
    "huggingface_hub/templates/modelcard_template.md": (4, "fill in templates"),
    "facebook/wmt19-de-en/README.md": (6, "are no `key: value`"),
    "allenai/wmt16-en-de-12-1/README.md": (13, "is no YAML"),
    "facebook/wmt19-en-de/README.md": (15, "“thumbnail” stands a second time"),
    "v0.0.1/model_card.schema.json": (1, "this is a JSON schema"),
}
TITLES = {
    "bert-base-uncased-README.md": "BERT base model (uncased)",
    "gpt-2/model_card.md": "GPT-2 model card",
    "testdata/full.json": "name",
    "models/v3-13b-exp3.md": "LLM-jp v3 13B experiment 3",
}
#: Fields that a reader finds in the card and therefore has to find here.
FOUND = {
    "openai__gpt-2/model_card.md": "model_date model_type version paper contact primary_uses out_of_scope",
    "bert-base-uncased-README.md": "primary_uses instructions limitations training_datasets citation",
    "testdata/cats_vs_dogs_v0_0_1.json": "developers license primary_users limitations tradeoffs ethics_mitigations",
    "testdata/full.json": "version_changes output_format training_datasets limitations ethics_risks",
    "breast_cancer_diagnostic_model_card.md": "developers primary_users ethics_risks",
}
if os.environ.get("QMS_SAMPLES"):
    FILES = [p for p in sorted(FOLDER.rglob("*")) if p.suffix in (".md", ".json")]
    CASES = [pytest.param(p, id=p.relative_to(FOLDER).as_posix()) for p in FILES]
else:
    skip = pytest.mark.skip(reason="QMS_SAMPLES is not set: the sample files were not tried")
    CASES = [pytest.param(Path(), id="no samples", marks=skip)]


def known(table: dict, path: Path):  # type: ignore[no-untyped-def, type-arg]
    return next((value for end, value in table.items() if path.as_posix().endswith(end)), None)


def read(path: Path) -> ParsedCard:
    reader = read_mct if path.suffix == ".json" else read_readme
    return reader(path.read_bytes(), today=TODAY)


@pytest.mark.requirement("MC-02", "MC-03")
@pytest.mark.parametrize("path", CASES)
def test_sample_goes_in_or_is_refused_with_line_and_reason(path: Path) -> None:
    if expected := known(REFUSED, path):
        refusal = refused(path.read_bytes(), read_mct if path.suffix == ".json" else read_readme)
        assert (refusal.line, refusal.sentences[0].startswith(f"Line {expected[0]}: ")) == (expected[0], True)
        assert expected[1] in refusal.sentences[0]
        return
    card = read(path)
    assert card.title == known(TITLES, path) if known(TITLES, path) else True
    assert set((known(FOUND, path) or "").split()) <= set(card.sections)
    assert card.sections or card.extra or card.values or card.metadata


@pytest.mark.requirement("MC-02")
@pytest.mark.parametrize("path", CASES)
def test_sample_comes_out_as_a_readme_that_huggingface_hub_reads_to_equal_metadata(path: Path) -> None:
    from huggingface_hub import ModelCard

    if known(REFUSED, path):
        return
    card = read(path)
    readme = write_readme(card)
    theirs = ModelCard(readme)
    if card.format == "hf":
        assert theirs.data.to_dict() == ModelCard(path.read_text(encoding="utf-8")).data.to_dict()
    again = read_readme(readme.encode(), today=TODAY)
    assert (again.title, again.sections, again.extra) == (card.title, card.sections, card.extra)
    assert (again.values, again.metrics) == (card.values, card.metrics)
    assert write_readme(again) == readme


@pytest.mark.requirement("MC-02")
@pytest.mark.parametrize("path", CASES)
def test_no_word_of_a_sample_is_lost(path: Path) -> None:
    if known(REFUSED, path) or path.suffix != ".md":
        return
    card = read(path)
    kept = write_readme(card)
    text = path.read_text(encoding="utf-8")
    lost = {word for word in text.split() if word not in kept and word.strip("#*:_-.,&=") not in kept}
    headed = {word for heading in headings(split(text).body) for word in heading.text.split()}
    assert lost - headed == set()


@pytest.mark.requirement("MC-03")
@pytest.mark.parametrize("path", [case for case in CASES if str(case.id).endswith(("json", "no samples"))])
def test_toolkit_sample_comes_out_as_it_came_in(path: Path) -> None:
    if known(REFUSED, path):
        return
    card = read(path)
    assert content(read_mct(write_mct(card).encode(), today=TODAY)) == content(card)
