"""A small heat map with the path of one risk: from the inherent rating by the current ones to the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qms.charts.palette import PALETTE

from ..choices import OPPORTUNITY_RATINGS, RATINGS
from ..grid import grid
from ..matrix import Matrix, matrix_of

SIDE, LEFT, FOOT = 46, 34, 34
FILLS = {"good": "good_soft", "plan": "accent_soft", "warn": "warn_soft", "bad": "bad_soft", "worst": "bad"}
LETTERS = {"inherent": _("I"), "current": _("C"), "target": _("T")}
#: Of an opportunity: if nothing is done, now, aimed at.
GAIN_LETTERS = {"inherent": "0", "current": _("N"), "target": _("A")}


@dataclass(frozen=True)
class Square:
    """A cell: upper left corner, tone with its colour on paper, and the word of the level."""

    x: int
    y: int
    tone: str
    fill: str
    ink: str
    word: str


@dataclass(frozen=True)
class Mark:
    """A rating: the middle of its circle, and its letter ("" for one that is history)."""

    x: float
    y: float
    letter: str


def figure(record: Any) -> SafeString:
    """The picture of a risk or an opportunity that has a current rating; empty where it has none."""
    if record.current_matrix is None:
        return SafeString("")
    matrix = matrix_of(record.current_matrix)
    rows, columns = len(matrix.likelihood), len(matrix.consequence)
    stops = _stops(record, matrix)
    benefit = record.current_matrix.about == "opportunity"
    marks = _placed(stops, rows, GAIN_LETTERS if benefit else LETTERS)
    solid = [m for m, (kind, _pair) in zip(marks, stops, strict=True) if kind != "target"]
    last = solid[-1] if solid else None
    aims = [(last, m) for m, (kind, _pair) in zip(marks, stops, strict=True) if kind == "target" and last]
    context = {
        "squares": _squares(matrix), "marks": marks, "lines": list(pairwise(solid)), "aims": aims, "side": SIDE,
        "width": LEFT + columns * SIDE + 4, "height": rows * SIDE + FOOT, "left": LEFT, "c": PALETTE,
        "rows": [(rows - n) * SIDE + SIDE // 2 + 4 for n in range(1, rows + 1)],
        "columns": [LEFT + (n - 1) * SIDE + SIDE // 2 for n in range(1, columns + 1)], "said": said(record),
        "foot": rows * SIDE + 14, "under": rows * SIDE + 28, "middle": LEFT + columns * SIDE // 2,
        "benefit": benefit,
    }  # fmt: skip
    return render_to_string("risks/path.svg", context)


def said(record: Any) -> str:
    """The picture in one sentence."""
    parts = []
    gain = record.current_matrix.about == "opportunity"
    for kind, word in OPPORTUNITY_RATINGS if gain else RATINGS:
        if likelihood := getattr(record, f"{kind}_likelihood"):
            level = getattr(record, f"get_{kind}_level_display")()
            pair = f"{likelihood} × {getattr(record, f'{kind}_consequence')}"
            parts.append(_("%(word)s %(pair)s, %(level)s") % {"word": str(word).lower(), "pair": pair, "level": level})
    named = _("Likelihood by benefit: %s.") if gain else _("Likelihood by consequence: %s.")
    return named % "; ".join(parts)


def _stops(record: Any, matrix: Matrix) -> list[tuple[str, tuple[int, int]]]:
    """The ratings made with the shown edition, in the order of the path; earlier current ones are history."""
    edition = record.current_matrix.number
    kept = [r for r in record.ratings if r["matrix"] == edition]
    pairs = [(r["kind"], (int(r["likelihood"]), int(r["consequence"]))) for r in kept]
    pairs = [(kind, pair) for kind, pair in pairs if matrix.fits(*pair)]
    inherent = [p for p in pairs if p[0] == "inherent"][-1:]
    current = [p for p in pairs if p[0] == "current"]
    target = [p for p in pairs if p[0] == "target"][-1:]
    return [*inherent, *(("", pair) for _kind, pair in current[:-1]), *current[-1:], *target]


def _placed(stops: Sequence[tuple[str, tuple[int, int]]], rows: int, letters: dict[str, Any]) -> list[Mark]:
    """Marks of one cell stand beside one another."""
    seen: dict[tuple[int, int], int] = {}
    marks = []
    total = {pair: sum(p == pair for _k, p in stops) for _kind, pair in stops}
    for kind, pair in stops:
        place = seen.get(pair, 0)
        seen[pair] = place + 1
        gap = min(18, (SIDE - 16) / max(1, total[pair] - 1)) if total[pair] > 1 else 0
        x = LEFT + (pair[1] - 1) * SIDE + SIDE / 2 + (place - (total[pair] - 1) / 2) * gap
        y = (rows - pair[0]) * SIDE + SIDE / 2 + 5
        marks.append(Mark(round(x, 1), round(y, 1), str(letters.get(kind, ""))))
    return marks


def _squares(matrix: Matrix) -> list[Square]:
    found = []
    for y, row in enumerate(grid(matrix)):
        for x, cell in enumerate(row.cells):
            tone = cell.level.tone if cell.level else "none"
            fill = PALETTE.get(FILLS.get(tone, "sunken"), PALETTE["sunken"])
            ink = PALETTE["surface" if tone == "worst" else "ink_2"]
            word = cell.level.word if cell.level else ""
            found.append(Square(LEFT + x * SIDE, y * SIDE, tone, fill, ink, word))
    return found
