"""Whatever a card holds survives going out and coming in; whatever is no card is refused and never breaks."""

import dataclasses
import datetime
from typing import Any

import pytest
import yaml
from huggingface_hub import ModelCard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelcards.cards import schema, yamlread
from modelcards.cards.card import LISTS
from modelcards.cards.hf import read_readme
from modelcards.cards.hfwrite import write_readme
from modelcards.cards.mct import read_mct
from modelcards.cards.mctwrite import write_mct
from modelcards.cards.yamledit import dump
from qms.lib.errors import Refused
from tests.modelcards.cards.reading import TODAY, content, readme

THEIRS = ("self", "eval_results", "model_name", "model-index", "ignore_metadata_errors", "kwargs", *LISTS)
plainly = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30)
ambiguous = st.sampled_from(
    ["no", "yes", "on", "~", "null", "1", "0.10", "2026-01-31", "1e5", "1:30", "0x1F", "-", "#", "a: b"]
)
texts = st.one_of(words, ambiguous)
leaves = st.one_of(
    texts,
    st.integers(),
    st.floats(allow_nan=False),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(min_value=datetime.datetime(1900, 1, 1)),  # noqa: DTZ001
)
keys = st.text(st.characters(codec="ascii", categories=("Ll", "Nd")), min_size=1, max_size=8).filter(
    lambda k: k not in THEIRS
)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)
metadata = st.dictionaries(keys.map(lambda k: f"k{k}"), values, max_size=6)
lists = st.dictionaries(st.sampled_from(LISTS), st.lists(texts.filter(str.strip), min_size=1, max_size=4), max_size=4)


@pytest.mark.requirement("MC-02")
@plainly
@given(metadata, lists)
def test_metadata_survive_an_edit_beside_them(data: dict[str, Any], named: dict[str, list[str]]) -> None:
    """What PyYAML writes is read, edited beside, and read by huggingface_hub to the same values."""
    text = yaml.safe_dump({**data, "tags": ["old"]}, allow_unicode=True, sort_keys=False)
    card = readme(f"---\n{text}---\n# T\n")
    before = ModelCard(write_readme(card)).data.to_dict()
    edited = dataclasses.replace(card, values=named)
    after = ModelCard(write_readme(edited)).data.to_dict()
    assert before == ModelCard(f"---\n{text}---\n# T\n").data.to_dict()
    assert {k: v for k, v in after.items() if k not in LISTS} == {k: v for k, v in before.items() if k not in LISTS}
    again = readme(write_readme(edited))
    assert again.values == named
    assert yamlread.load(again.metadata).items() >= yamlread.load(yaml.safe_dump(data, allow_unicode=True)).items()


@plainly
@given(metadata)
def test_yaml_is_read_as_pyyaml_reads_it_but_for_yes_and_no(data: dict[str, Any]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True)
    assert yaml.safe_load(dump(yamlread.load(text)) or "{}") == yaml.safe_load(text)


HEADINGS = [schema.plain_heading(h) for f in schema.fields().values() for h in f.hf if h]
LABELS = [label for f in schema.fields().values() for label in f.label_line]
signs = st.text(alphabet="ab #*-_`~>|<!/:.[](){}\\&1\n\t $é", max_size=40)
blocks = st.one_of(
    st.builds(lambda n, h: "#" * n + " " + h, st.integers(1, 6), st.sampled_from(HEADINGS)),
    st.builds(lambda n, h: "#" * n + " X" + h.replace("\n", " "), st.integers(1, 6), signs),
    st.builds(lambda label, v: f"- **{label}:** {v}", st.sampled_from(LABELS), signs),
    signs,
    st.sampled_from(
        [
            "```\n# no\n```",
            "```",
            "<!-- c",
            "-->",
            "<details>\n\n## in\n</details>",
            "Setext\n===",
            "Uses\n---",
            "<script>",
        ]
        + ["---", "> # q", "- # l", "    # code", "<div>\n# x", "[a]: b", "| a |\n|---|"]
    ),
)


@pytest.mark.requirement("MC-02")
@settings(plainly, max_examples=400)
@given(st.lists(blocks, max_size=10).map("\n\n".join))
def test_text_survives_going_out_and_coming_in(body: str) -> None:
    try:
        card = readme(body)
    except Refused:  # it begins with --- or holds nothing
        return
    written = write_readme(card)
    if not written.strip():
        assert card.title == "" and card.sections == {} and card.extra == []
        return
    again = readme(written)
    assert (again.title, again.sections, again.extra) == (card.title, card.sections, card.extra)
    assert write_readme(again) == written


@pytest.mark.requirement("MC-03")
@settings(plainly, max_examples=200)
@given(st.lists(blocks, max_size=8).map("\n\n".join), st.booleans())
def test_text_survives_the_toolkit(body: str, twice: bool) -> None:
    """Through the format that has fewer places than we have fields."""
    try:
        card = readme(f"# T\n\n{body}")
    except Refused:
        return
    again = read_mct(write_mct(card).encode(), today=TODAY)
    assert (again.title, set(again.sections)) == (card.title, set(card.sections))
    if twice:
        assert content(read_mct(write_mct(again).encode(), today=TODAY)) == content(again)


pieces = st.lists(
    st.sampled_from(
        [
            "---\n",
            "a: b\n",
            "- x\n",
            "model-index:\n",
            "  - name: m\n",
            "    results: []\n",
            "\t",
            "&a ",
            "*a",
            "!!x ",
            "{",
            "}",
            "[",
            "]",
        ]
        + [
            "'",
            '"',
            ": ",
            "? ",
            "|\n",
            ">\n",
            "<<: ",
            "%YAML 1.1\n",
            "...\n",
            "\ufeff",
            "\u2028",
            "\x85",
            "😀",
            "# T\n",
            "```\n",
            "NaN",
        ]
        + [
            '{"model_details": {',
            '"name": "x"',
            "}}",
            ",",
            "1e999",
            "\\u0000",
            '"\\ud800"',
            "null",
            "[[[[",
            "tags: [",
            "no",
            "0x1",
        ]
    ),
    max_size=14,
).map("".join)


@settings(plainly, max_examples=500)
@given(st.one_of(pieces.map(lambda t: t.encode("utf-8", "surrogatepass")), st.binary(max_size=60)), st.booleans())
def test_no_file_breaks_the_reader(data: bytes, as_json: bool) -> None:
    try:
        card = (read_mct if as_json else read_readme)(data, today=TODAY)
    except Refused as refusal:
        assert refusal.sentences and refusal.status in (413, 422)
    else:
        assert write_readme(card) is not None and write_mct(card)
