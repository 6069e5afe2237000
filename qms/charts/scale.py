"""From values to places, and the round numbers that stand at an axis."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

MOST_TICKS = 6
PADDING = 0.1  # of the height, above and below what is drawn


@dataclass(frozen=True)
class Scale:
    """`low` lies at `start`, `high` at `end`, in units of the picture."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value, to a hundredth."""
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 2)

    def ticks(self) -> list[tuple[float, str]]:
        """Place and text of at most seven round numbers."""
        step = round_step((self.high - self.low) / MOST_TICKS)
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        return [(self.at(i * step), number(i * step, step)) for i in range(first, last + 1)]


def spanning(values: Iterable[float], start: float, end: float) -> Scale:
    """A scale that shows all values with a little room; never empty, so one constant value lies in the middle."""
    kept = [v for v in values if math.isfinite(v)] or [0.0]
    low, high = min(kept), max(kept)
    room = (high - low) * PADDING or abs(high) * PADDING or 1.0
    return Scale(low - room, high + room, start, end)


def round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is at least this."""
    power = 10.0 ** math.floor(math.log10(least))
    return next((f * power for f in (1, 2, 2.5, 5) if f * power >= least), 10 * power)


def number(value: float, step: float) -> str:
    """A number with as many decimals as its step needs; in powers of ten where that would be long."""
    size = max(abs(value), step)
    if size >= 1e6 or step < 1e-6:
        return f"{value:.4g}"
    power = math.floor(math.log10(step))
    decimals = max(0, -power + (1 if round(step / 10.0**power, 6) == 2.5 else 0))
    text = f"{value:.{decimals}f}"
    return text.replace("-", "−") if float(text) else text.lstrip("-")


def short(value: float) -> str:
    """A value beside a line: five significant digits."""
    return f"{value or 0:.5g}".replace("-", "−")


def digits(value: float | None) -> str:
    """A value in a table: seven significant digits; nothing is a dash."""
    return "–" if value is None else f"{value or 0:.7g}".replace("-", "−")
