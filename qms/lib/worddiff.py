"""Old and new text compared by word."""

import difflib
import re

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
