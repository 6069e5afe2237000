"""Two texts compared: paragraph by paragraph, and inside the paragraphs that differ word by word."""

import difflib
import re
from dataclasses import dataclass

from qms.lib.worddiff import word_diff

_PARAGRAPHS = re.compile(r"\n\s*\n")
#: Unchanged paragraphs that stay visible around a change.
AROUND = 1


@dataclass(frozen=True)
class Passage:
    """A run of paragraphs: `pieces` as word_diff gives them; `same` where nothing changed."""

    same: bool
    pieces: list[tuple[str, str]]
    count: int = 1


def compared(old: str, new: str) -> list[Passage]:
    """The passages from `old` to `new` in order; long stretches without a change are one passage each."""
    a, b = _paragraphs(old), _paragraphs(new)
    found: list[Passage] = []
    for op, i, j, k, m in difflib.SequenceMatcher(None, a, b).get_opcodes():
        if op == "equal":
            found += _unchanged(a[i:j], first=i == 0, last=j == len(a))
        else:
            found.append(Passage(False, word_diff("\n\n".join(a[i:j]), "\n\n".join(b[k:m]))))
    return found


def differs(passages: list[Passage]) -> bool:
    """Whether anything changed."""
    return any(not p.same for p in passages)


def _paragraphs(text: str) -> list[str]:
    return [p.strip("\n") for p in _PARAGRAPHS.split(text.strip()) if p.strip()]


def _unchanged(paragraphs: list[str], *, first: bool, last: bool) -> list[Passage]:
    """Unchanged paragraphs: those beside a change in full, what lies between folded into one passage."""
    head = 0 if first else AROUND
    tail = 0 if last else AROUND
    if len(paragraphs) <= head + tail + 1:
        return [Passage(True, [("=", "\n\n".join(paragraphs))])]
    middle = paragraphs[head : len(paragraphs) - tail]
    parts = [(paragraphs[:head], 1), (middle, len(middle)), (paragraphs[len(paragraphs) - tail :], 1)]
    return [Passage(True, [("=", "\n\n".join(some))], count) for some, count in parts if some]
