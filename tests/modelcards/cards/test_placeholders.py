"""What looks filled and says nothing is empty; what says something is not."""

import pytest

from modelcards.cards.placeholders import is_empty, is_unknown

EMPTY = [
    "",
    "   ",
    "N/A",
    "n/a.",
    "N / A",
    "*N/A*",
    "-",
    "--",
    "—",
    "TBD",
    "T\u200bBD",
    "tbd.",
    "`TODO`",
    "TODO: describe the bias",
    "TBD by the team in May",
    "[More Information Needed]",
    "**[More Information Needed]**",
    "More information needed",
    "?",
    "...",
    "…",
    "none",
    "None.",
    "_none_",
    "none yet",
    "null",
    "NaN",
    "Coming soon!",
    "To be determined",
    "Ｎ／Ａ",
    "ＴＢＤ",
    "\u200b",
    "\u200b\u200c\u200d\ufeff",
    "\u00a0\u00a0",
    "\u2800",
    "\u3164",
    "\u00ad",
    "&nbsp;",
    "<br>",
    "<p></p>",
    "<!-- Provide a quick summary of what the model is/does. -->",
    "<!-- never ends",
    "### Data\n\n### Metrics",
    "- [More Information Needed]\n- TBD",
    "| | |\n|---|---|",
    "{{ model_summary | default('', true) }}",
    "- [ ] TODO",
    "- **Hours used:** [More Information Needed]\n- **Cloud Provider:** n/a",
    "**BibTeX:**\n\n[More Information Needed]\n\n**APA:**\n\n[More Information Needed]",
    "Use the code below to get started with the model.\n\n[More Information Needed]",
    "Users (both direct and downstream) should be made aware of the risks, biases and limitations of the model. "
    "More information needed for further recommendations.",
    "<!-- Total emissions -->\n\nCarbon emissions can be estimated using the [Machine Learning Impact calculator]"
    "(https://mlco2.github.io/impact#compute) presented in [Lacoste et al. (2019)](https://arxiv.org/abs/1910.09700).",
    "entfällt",
    "keine Angabe",
    "à compléter",
    "待补充",
]
SAYING = [
    "unknown",
    "Unknown to the authors.",
    "N/A: the model sees no personal data",
    "None found in the tests of May 2026",
    "0",
    "42",
    "C",
    "✓",
    "😀",
    "en",
    "<https://example.org/paper>",
    "[paper](https://example.org)",
    "no licence",
    "Not applicable, because nobody uses the output without review.",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "- **Hours used:** 12\n- **Cloud Provider:** TBD",
    "<!-- note -->\nTrained on public data.",
    "無し得ない",
]


@pytest.mark.requirement("MC-04")
@pytest.mark.parametrize("text", EMPTY)
def test_placeholder_is_empty(text: str) -> None:
    assert is_empty(text)


@pytest.mark.requirement("MC-04")
@pytest.mark.parametrize("text", SAYING)
def test_answer_is_not_empty(text: str) -> None:
    assert not is_empty(text)


@pytest.mark.requirement("MC-04")
@pytest.mark.parametrize("text", ["None", "no", "nothing", "- None"])
def test_none_is_an_answer_only_where_the_field_says_so(text: str) -> None:
    assert is_empty(text)
    assert not is_empty(text, none_is_answer=True)


def test_placeholders_stay_empty_where_none_is_an_answer() -> None:
    assert is_empty("TBD", none_is_answer=True)
    assert is_empty("[More Information Needed]", none_is_answer=True)


@pytest.mark.requirement("DS-01")
@pytest.mark.parametrize(
    "text", ["unknown", "Unknown to the authors.", "not known to us", "We don't know.", "unbekannt"]
)
def test_unknown_is_an_answer_of_its_own(text: str) -> None:
    assert is_unknown(text) and not is_empty(text)


@pytest.mark.requirement("DS-01")
@pytest.mark.parametrize("text", ["", "TBD", "Unknown words are dropped.", "Everything is known."])
def test_other_texts_are_not_unknown(text: str) -> None:
    assert not is_unknown(text)
