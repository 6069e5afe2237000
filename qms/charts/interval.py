"""A value with its interval and threshold, small enough for a row of a table."""

import math
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .palette import PALETTE
from .scale import Scale, short

WIDTH, EDGE = 160, 6


@dataclass(frozen=True)
class Bar:
    """Places along the bar; None is not drawn."""

    value: float
    low: float | None
    high: float | None
    threshold: float | None


def interval_bar(
    value: float,
    *,
    low: float | None = None,
    high: float | None = None,
    threshold: float | None = None,
    least: float = 0.0,
    most: float = 1.0,
    met: bool | None = None,
    unit: str = "",
) -> SafeString:
    """A dot for the value, a line for its interval, a tick for the threshold, on a scale from `least` to `most`.

    Args:
        met: whether the threshold is met, as whoever asks has decided: filled dot, hollow dot; None has no threshold.
        unit: for the words that say the same.

    The scale widens when something lies outside of it; what is no finite number is not drawn.
    """
    given = [v for v in (value, low, high, threshold) if v is not None and math.isfinite(v)]
    least, most = min([least, *given]), max([most, *given])
    scale = Scale(least, most if most > least else least + 1, EDGE, WIDTH - EDGE)

    def at(number: float | None) -> float | None:
        return scale.at(number) if number is not None and math.isfinite(number) else None

    context = {
        "bar": Bar(at(value) or EDGE, at(low), at(high), at(threshold)), "width": WIDTH, "start": EDGE,
        "end": WIDTH - EDGE, "kind": "" if met is None else "met" if met else "missed",
        "said": _said(value, low, high, threshold, met, unit), "c": PALETTE,
    }  # fmt: skip
    return render_to_string("charts/interval.svg", context)


def _said(
    value: float, low: float | None, high: float | None, threshold: float | None, met: bool | None, unit: str
) -> str:
    """The picture in words."""
    tail = f" {unit}" if unit else ""
    words = short(value) + tail
    if low is not None and high is not None:
        words += _(", interval %(low)s to %(high)s") % {"low": short(low), "high": short(high)}
    if threshold is not None:
        words += _(", threshold %s") % short(threshold)
        if met is not None:
            words += _(" met") if met else _(" not met")
    return words
