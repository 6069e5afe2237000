"""Bars in falling order with their cumulative share (Pareto), each a link where it has an address."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from .measure import wrapped
from .palette import FONTS, PALETTE
from .scale import Scale, round_step

WIDTH, LEFT, RIGHT, TOP, TALL = 1000, 46, 46, 30, 190
SIZE, LINE, LABELS = 11, 13, 3  # font, line, lines of a label
GAP = 0.3  # of the room of a bar


@dataclass(frozen=True)
class Bar:
    """`cumulative` in per cent; `href` "" where nothing is behind it."""

    label: str
    count: int
    cumulative: float
    href: str = ""


def pareto_svg(bars: Sequence[Bar], *, ident: str, title: str, said: str, y_label: str) -> SafeString:
    """The picture. `ident` begins the ids inside; `title` and `said` are what is read out instead of it."""
    bottom = TOP + TALL
    room = (WIDTH - LEFT - RIGHT) / max(len(bars), 4)
    most = max((b.count for b in bars), default=1)
    step = max(1, round_step(most / 5))
    count, share = Scale(0, max(most, step), bottom, TOP), Scale(0, 100, bottom, TOP)
    drawn = []
    for place, bar in enumerate(bars):
        left, y = LEFT + place * room, count.at(bar.count)
        lines = wrapped(bar.label, room - 6, SIZE, most=LABELS)
        drawn.append(
            {
                "bar": bar, "x": round(left + room * GAP / 2, 1), "y": y, "wide": round(room * (1 - GAP), 1),
                "tall": round(bottom - y, 1), "middle": round(left + room / 2, 1), "up": round(y - 5, 1),
                "dot": share.at(bar.cumulative), "lines": [(bottom + 15 + n * LINE, t) for n, t in enumerate(lines)],
            }
        )  # fmt: skip
    ticks = [(count.at(n * step), round(n * step)) for n in range(int(max(most, step) / step) + 1)]
    context = {
        "drawn": drawn, "curve": "M" + "L".join(f"{d['middle']} {d['dot']}" for d in drawn) if drawn else "",
        "ticks": ticks, "shares": [(share.at(p), p) for p in (0, 20, 40, 60, 80, 100)], "eighty": share.at(80),
        "width": WIDTH, "height": bottom + 12 + LABELS * LINE + 6, "left": LEFT, "right": WIDTH - RIGHT, "top": TOP,
        "bottom": bottom, "ident": ident, "title": title, "said": said, "y_label": y_label, "size": SIZE,
        "c": PALETTE, "fonts": FONTS,
    }  # fmt: skip
    return render_to_string("charts/pareto.svg", context)
