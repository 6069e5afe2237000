"""Old and new text compared by word."""

import difflib
import re
from collections.abc import Sequence

from django.utils.translation import ngettext

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
LONGEST = 20_000


def word_diff(old: str, new: str) -> list[tuple[str, str]]:
    """Pieces ("=" kept, "-" removed, "+" added) that give `old` without the "+" and `new` without the "-".

    Texts beyond 20,000 characters are shown as one removal and one addition: the comparison would cost too much.
    """
    if old == new:
        return [("=", old)] if old else []
    if len(old) + len(new) > LONGEST:
        return [("-", old), ("+", new)]
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    first = _alike(a, b)
    last = _alike(a[first:][::-1], b[first:][::-1])
    middle = _compared(a[first : len(a) - last], b[first : len(b) - last])
    return [("=", "".join(a[:first]))] * bool(first) + middle + [("=", "".join(a[len(a) - last :]))] * bool(last)


def _alike(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words both begin with. Most changes are small: what stands around them costs no search."""
    return next((n for n, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))


def _compared(a: Sequence[str], b: Sequence[str]) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    for op, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(("=", "".join(a[i:j])))
            continue
        if j > i:
            pieces.append(("-", "".join(a[i:j])))
        if m > k:
            pieces.append(("+", "".join(b[k:m])))
    return pieces


def row_diff(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rows of (key, text) compared by their key, wherever they stand; one line for each that differs.

    Rows that are the same are counted and not shown; if only their order differs, all are shown in the new one.
    """
    before, after = _keyed(old), _keyed(new)
    differing = [key for key in dict.fromkeys([*before, *after]) if before.get(key) != after.get(key)]
    if not differing:
        return word_diff("\n".join(before.values()), "\n".join(after.values()))
    pieces: list[tuple[str, str]] = []
    left = LONGEST
    for key in differing:
        was, now = before.get(key, ""), after.get(key, "")
        left -= len(was) + len(now)
        said = word_diff(was, now) if left > 0 else [("-", was), ("+", now)]
        pieces += [("=", "\n")] * bool(pieces) + [piece for piece in said if piece[1]]
    if same := len(after.keys() - set(differing)):
        pieces.append(("=", "\n" + ngettext("… %d row unchanged", "… %d rows unchanged", same) % same))
    return pieces


def _keyed(rows: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The rows by key; of several with one key each by its turn."""
    found: dict[str, str] = {}
    for key, text in rows:
        while key in found:
            key += "+"
        found[key] = text
    return found
