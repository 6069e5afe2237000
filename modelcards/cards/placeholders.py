"""When a text of a card counts as empty (requirement MC-04), and when it says that something is unknown (DS-01).

Empty is what looks filled and says nothing: “N/A”, “-”, “TBD”, “[More Information Needed]”, comments, prompts of the
Hugging Face template, characters without ink. Two cases are decided here:

* the bare word “none” is empty, because templates print it for a missing value. Fields for which it is a proper answer
  (`none = true` in the schema: funding, base model, fairness constraints …) pass `none_is_answer`. Anywhere else a
  sentence is needed: “None found in the tests of May 2026.” is an answer;
* “unknown” and “unknown to the authors” are answers (Gebru et al. 2021), and `is_unknown` finds them.
"""

import re
import unicodedata

_COMMENT = re.compile(r"<!--(?:.*?-->|.*)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|&nbsp;|&#160;|&#x200b;|&zwnj;|&zwj;", re.IGNORECASE)
_BULLET = re.compile(r"^[\s>]*(?:(?:[-*+]|\d+[.)])(?=\s|$))?\s*")
_OPEN = re.compile(r"^(?:todo|tbd|tba|tbc|fixme|wip)\b")
_LABEL = re.compile(r"^(?:\*\*|__)[^*_\n]{1,80}(?:\*\*|__)\s*:?\s*")
_HEADING = re.compile(r"^#{1,6}(?:\s.*)?$")
_RULE = re.compile(r"^[\s|:=*_~`.…–—-]*$")
# Characters of a category that has ink by name but none on paper.
_BLANKS = "\u2800\u3164\u115f\u1160\uffa0\u034f\ufe0e\ufe0f\u17b4\u17b5"
_EDGES = " \t.,;:!?…*_`~\"'’“”()[]{}<>|/\\#=–—-+"

PLACEHOLDERS = frozenset(
    {
        "n/a", "n.a", "n. a", "na", "n / a", "n-a", "not applicable", "not available", "nil", "null", "nan",
        "tbd", "tba", "tbc", "tbw", "todo", "to do", "fixme", "wip", "work in progress", "coming soon", "pending",
        "to be added", "to be announced", "to be completed", "to be confirmed", "to be continued", "to be decided",
        "to be defined", "to be described", "to be determined", "to be done", "to be filled", "to be filled in",
        "to be specified", "to be updated", "to be written",
        "more information needed", "needs more information", "more info needed", "information needed",
        "more information to come", "not yet", "none yet", "nothing yet", "not provided", "not specified", "not filled",
        "add later", "later", "see above", "see below", "placeholder", "insert text here", "your text here",
        "fill in", "fill me in", "fill this in", "please fill in", "describe here", "lorem ipsum",
        "x", "xx", "xxx", "xxxx", "empty", "blank", "model id", "model name", "dataset name",
        "keine angabe", "k.a", "k. a", "entfällt", "offen", "noch offen", "folgt", "wird ergänzt", "à compléter",
        "à définir", "sans objet", "pendiente", "por definir", "da definire", "待补充", "暂无", "未定",
        "なし", "未記入", "undefined", "text here",
    }
)  # fmt: skip
PROMPTS = frozenset(
    {
        "use the code below to get started with the model",
        "users (both direct and downstream) should be made aware of the risks, biases and limitations of the model. "
        "more information needed for further recommendations",
        "users should be made aware of the risks, biases and limitations of the dataset. "
        "more information needed for further recommendations",
        "carbon emissions can be estimated using the [machine learning impact calculator]"
        "(https://mlco2.github.io/impact#compute) presented in [lacoste et al. (2019)](https://arxiv.org/abs/1910.09700",
    }
)
_NONE = frozenset({"none", "none known", "no", "nothing", "keine", "aucun", "aucune", "ninguno", "ninguna", "nessuno"})
_UNKNOWN = re.compile(
    r"^(?:this |that |it )?(?:is |was )?(?:unknown|not known)(?: to (?:the |us|its )?\w*)?$|^unbekannt$|^inconnue?$|"
    r"^we (?:do not|don't|don’t) know$",
    re.IGNORECASE,
)
_JINJA = re.compile(r"\{[{%#][^{}\n]{0,300}[}%#]\}")


def visible(text: str) -> str:
    """`text` without comments, tags, template marks and characters that leave no ink; odd spaces become spaces."""
    text = _TAG.sub(" ", _COMMENT.sub("", text))
    kept = []
    for char in unicodedata.normalize("NFKC", _JINJA.sub("", text)):
        kind = unicodedata.category(char)
        if char in "\n\r\t":
            kept.append("\n" if char != "\t" else " ")
        elif kind in ("Zs", "Zl", "Zp"):
            kept.append(" ")
        elif kind not in ("Cf", "Cc", "Cs", "Co", "Cn") and char not in _BLANKS:
            kept.append(char)
    return "".join(kept)


def _bare(line: str) -> str:
    """The line's words, without list mark, bold label and punctuation around them, in lower case."""
    line = _LABEL.sub("", _BULLET.sub("", line))
    return " ".join(line.strip(_EDGES).casefold().split())


def _said(text: str) -> list[str]:
    """What the lines say, headings and rules left out."""
    lines = [line.strip() for line in visible(text or "").split("\n")]
    said = [_bare(line) for line in lines if line and not _HEADING.match(line) and not _RULE.match(line)]
    return [words for words in said if words]


def is_empty(text: str, *, none_is_answer: bool = False) -> bool:
    """Whether nothing is said: every line is blank, a placeholder, a prompt of the template or a heading of nothing.

    `none_is_answer` lets the bare word “none” stand (Field.none in the schema).
    """
    empty = PLACEHOLDERS | PROMPTS if none_is_answer else PLACEHOLDERS | PROMPTS | _NONE
    said = [words for words in _said(text) if words not in empty and not _OPEN.match(words)]
    return not [words for words in said if re.search(r"\w", words) or _has_sign(words)]


def _has_sign(words: str) -> bool:
    """Whether something other than letters and figures is drawn on purpose, such as ✓ or 😀."""
    return any(unicodedata.category(char) in ("So", "Sc", "Sm") for char in words)


def is_unknown(text: str) -> bool:
    """Whether the text says that the answer is not known: legal in a datasheet, and something else than empty."""
    said = _said(text)
    return len(said) == 1 and bool(_UNKNOWN.match(said[0]))
