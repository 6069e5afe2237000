"""How wide a text is before anybody draws it, so that pictures leave room for it.

Advance widths of DejaVu Sans, the font of prints, in hundredths of an em; the fonts of screens are narrower. What is
not in the table is taken for as wide as its base letter, or a full em where the script is wide.
"""

import unicodedata
from functools import lru_cache

_PLAIN = {
    28: "ijl'", 32: "IJ ,.", 34: "/:;\\|", 36: "-f", 41: "()[]tr!", 50: '"*_`', 53: "sz?", 56: "cL", 60: "FkvxyP",
    63: "TYaoeESbdghnpqu", 64: "$0123456789{}", 69: "KAVBRXZ", 75: "CUHN", 79: "DG&OQ", 84: "w#+<=>^~", 87: "M",
    100: "%mW@",
}  # fmt: skip
_BOLD = {
    31: "'", 35: "ijl ", 38: "/IJ\\|,.", 42: ":;-", 46: "f!()[]", 50: "tr_`", 60: '"*?zcs', 66: "Lvxy",
    70: "akEFTeo$0123456789",
    73: "hnu{}SYbdgpqCPZ", 78: "BAKRVX", 85: "UGD#+<=>HN^~OQ", 93: "&w", 110: "%@MmW",
}  # fmt: skip
_WIDTHS = [{c: width for width, letters in table.items() for c in letters} for table in (_PLAIN, _BOLD)]
UNKNOWN, WIDE = 80, 105


@lru_cache(maxsize=4096)
def _letter(letter: str, bold: bool) -> int:
    table = _WIDTHS[bold]
    if letter in table:
        return table[letter]
    if unicodedata.east_asian_width(letter) in "WF":
        return WIDE
    if unicodedata.combining(letter):
        return 0
    return table.get(unicodedata.normalize("NFKD", letter)[:1], UNKNOWN)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line, in the unit of `size` (the font's)."""
    return sum(_letter(c, bold) for c in text) * size / 100


def wrapped(text: str, room: float, size: float, *, most: int = 4, bold: bool = False) -> list[str]:
    """The text in at most `most` lines that are not wider than `room`; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, room, size, bold)
        lines += full
    lines += [line] if line else []
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), room, size, bold)]
    return lines


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    """A word that is wider than a line, broken where it has to be."""
    pieces, piece = [], ""
    for letter in word:
        if piece and width(piece + letter, size, bold=bold) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def _cut(text: str, room: float, size: float, bold: bool) -> str:
    end = len(text)
    while end > 1 and width(text[:end] + "…", size, bold=bold) > room:
        end -= 1
    return text[:end].rstrip() + "…"
