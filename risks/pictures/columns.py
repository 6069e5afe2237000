"""The trend as stacked columns: one per month, a segment per level with its number, highest level on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qms.charts.palette import PALETTE

from ..choices import LEVELS
from ..queries.trend import Month

STEP, BAR, HEIGHT, LEFT, FOOT = 78, 64, 190, 12, 26
TONES = {"minimal": "good", "low": "good", "medium": "warn", "high": "bad", "critical": "worst"}
FILLS = {"good": "good_soft", "warn": "warn_soft", "bad": "bad_soft", "worst": "bad"}
LEAST_TEXT = 13  # height from which a segment carries its number


@dataclass(frozen=True)
class Segment:
    """A part of a column: the number of records of one level."""

    x: float
    y: float
    height: float
    tone: str
    fill: str
    ink: str
    text: str
    title: str


def figure(months: Sequence[Month], levels: Sequence[tuple[str, Any]] = LEVELS) -> SafeString:
    """The picture; the same numbers stand in a table beside it. `levels` are keys and words, the lowest first."""
    most = max((month.total for month in months), default=0) or 1
    segments: list[Segment] = []
    for place, month in enumerate(months):
        segments += _column(month, LEFT + place * STEP, most, levels)
    labels = [(LEFT + i * STEP + BAR / 2, date_format(m.end, "M y")) for i, m in enumerate(months)]
    said = _("Records by level at the end of each month; the newest: %d in all.") % (months[-1].total if months else 0)
    return render_to_string("risks/columns.svg", {
        "segments": segments, "labels": labels, "width": LEFT + len(months) * STEP, "height": HEIGHT + FOOT,
        "bar": BAR, "foot": HEIGHT + 18, "base": HEIGHT, "said": said, "c": PALETTE,
    })  # fmt: skip


def _column(month: Month, x: float, most: int, levels: Sequence[tuple[str, Any]]) -> list[Segment]:
    found, y = [], float(HEIGHT)
    for key, word in levels:
        n = month.levels[key]
        if not n:
            continue
        height = round(n / most * (HEIGHT - 16), 1)
        y -= height
        tone = TONES[key]
        found.append(Segment(
            x, round(y, 1), max(height - 1, 1), tone, PALETTE[FILLS[tone]],
            PALETTE["surface" if tone == "worst" else "ink"], f"{word} {n}" if height >= LEAST_TEXT else "",
            f"{date_format(month.end, 'M Y')}: {word} {n}",
        ))  # fmt: skip
    return found
