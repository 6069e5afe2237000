"""A bow-tie: causes on the left, the event in the middle, consequences on the right, controls between."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qms.charts.palette import PALETTE

from ..models import Risk

WIDTH, LINE, PAD, GAP = 980, 18, 8, 10
PAPER = 660  # width on an upright page
#: Left edge and width of the five columns.
COLUMNS = ((0, 180), (206, 160), (392, 196), (614, 160), (800, 180))
LETTERS = {0: 19, 1: 16, 2: 20, 3: 16, 4: 19}  # that fit on a line of a column
MOST_LINES, MOST_BOXES = 5, 8
TONES = {"effective": "good", "failed": "bad", "implemented": "warn"}


@dataclass(frozen=True)
class Box:
    """A text in a frame; `word` is its state, under it in bold."""

    x: int
    y: int
    width: int
    height: int
    lines: list[tuple[int, str]]
    word: str = ""
    tone: str = ""
    title: str = ""

    @property
    def middle(self) -> float:
        """Where lines arrive."""
        return self.y + self.height / 2

    @property
    def right(self) -> int:
        """Its right edge."""
        return self.x + self.width


def figure(record: Any, controls: Sequence[Any], states: dict[str, str], *, printed: bool = False) -> SafeString:
    """The picture of a risk, smaller on paper. `controls`: those the reader may see; `states`: words by state."""
    live = [c for c in controls if c.state not in ("retired", "void")]
    before = [c for c in live if c.kind == "prevent"]
    after = [c for c in live if c.kind != "prevent"]
    columns = [
        _texts(0, _lines(record.cause)), _controls(1, before, states), _texts(2, [record.event or _("not described")]),
        _controls(3, after, states), _texts(4, _lines(record.consequence)),
    ]  # fmt: skip
    height = max(sum(b.height + GAP for b in boxes) for boxes in columns) + 26
    columns = [_spread(boxes, height) for boxes in columns]
    event, across = columns[2][0], PAPER if printed else WIDTH
    heads = (_("Causes"), _("Prevented by"), _("Event"), _("Detected, recovered by"), _("Consequences"))
    if not isinstance(record, Risk):  # nothing keeps an opportunity down
        heads = (_("Causes"), "", _("Event"), "", _("Benefits"))
    context = {
        "boxes": [b for i in (0, 4) for b in columns[i]], "barriers": columns[1] + columns[3], "event": event,
        "ins": [(b.right, b.middle, event.x, event.middle) for b in columns[0]],
        "outs": [(event.right, event.middle, b.x, b.middle) for b in columns[4]],
        "width": WIDTH, "height": height, "c": PALETTE, "said": said(record, before, after, states),
        "across": across, "down": height * across // WIDTH,
        "heads": [(x + width / 2, head) for (x, width), head in zip(COLUMNS, heads, strict=True)],
    }  # fmt: skip
    return render_to_string("risks/bowtie.svg", context)


def said(record: Any, before: Sequence[Any], after: Sequence[Any], states: dict[str, str]) -> str:
    """The picture in words."""

    def words(controls: Sequence[Any]) -> str:
        return ", ".join(f"{c.number} {c.title} ({states[c.state]})" for c in controls) or _("no control")

    causes, consequences = ("; ".join(_lines(t)[:MOST_BOXES]) for t in (record.cause, record.consequence))
    parts: tuple[tuple[str, str], ...] = (
        (_("Causes"), causes), (_("prevented by"), words(before)), (_("event"), record.event),
        (_("detected or recovered by"), words(after)), (_("consequences"), consequences),
    )  # fmt: skip
    if not isinstance(record, Risk):
        parts = ((_("Causes"), causes), (_("event"), record.event), (_("benefits"), consequences))
    return ". ".join(f"{label}: {text}" for label, text in parts)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()] or [_("not described")]


def _texts(column: int, texts: Sequence[str]) -> list[Box]:
    return [_box(column, text) for text in texts[: _drawn(texts)]] + _left_out(column, texts)


def _drawn(of: Sequence[Any]) -> int:
    """How many of a column are drawn; the last place says how many are left out."""
    return len(of) if len(of) <= MOST_BOXES else MOST_BOXES - 1


def _left_out(column: int, of: Sequence[Any]) -> list[Box]:
    left = len(of) - _drawn(of)
    return [_box(column, _("and %d more, in the text below") % left)] if left else []


def _controls(column: int, controls: Sequence[Any], states: dict[str, str]) -> list[Box]:
    return [
        _box(column, f"{c.number} {c.title}", word=states[c.state], tone=TONES.get(c.state, "plan"))
        for c in controls[: _drawn(controls)]
    ] + _left_out(column, controls)


def _box(column: int, text: str, word: str = "", tone: str = "") -> Box:
    x, width = COLUMNS[column]
    lines = textwrap.wrap(" ".join(text.split()), LETTERS[column])
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][: LETTERS[column] - 2] + " …"]
    height = 2 * PAD + LINE * (len(lines) + (1 if word else 0))
    places = [(PAD + 13 + LINE * place, line) for place, line in enumerate(lines)]
    return Box(x, 0, width, height, places, word, tone, text)


def _spread(boxes: list[Box], height: int) -> list[Box]:
    """The boxes of a column one under the other, in the middle of the picture."""
    y = 26 + (height - 26 - sum(b.height + GAP for b in boxes)) // 2
    placed = []
    for b in boxes:
        lines = [(y + offset, line) for offset, line in b.lines]
        placed.append(Box(b.x, y, b.width, b.height, lines, b.word, b.tone, b.title))
        y += b.height + GAP
    return placed
