"""Where the parts of a control chart stand. Units are those of the SVG's viewBox, about one screen pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .scale import Scale, short, spanning

if TYPE_CHECKING:
    from .control import Mark, Panel

WIDTH, LEFT, RIGHT = 760, 62, 96
HEAD, FOOT = 58, 46  # room above and below the field of a panel
TALL, LOW = 210, 120  # height of the field
MOST_LABELS = 12  # on the x axis
LABEL_ROOM = 13  # between two texts beside the field
DENSE = 120  # points from which only flagged ones get a dot
LONGEST = 11  # characters of a label on the axis
LETTER = 6.5  # width of one of them


@dataclass(frozen=True)
class Dot:
    """A point: its place, its radius, and the broken rules with the place of their text."""

    x: float
    y: float
    rules: str
    text_y: float
    shown: bool
    title: str


@dataclass(frozen=True)
class Side:
    """A name and value beside a line."""

    y: float
    text: str
    kind: str


@dataclass(frozen=True)
class Drawing:
    """One panel, ready for the template."""

    panel: Panel
    top: float
    field_top: int
    field_bottom: int
    bottom: float
    ticks: list[tuple[float, str]]
    labels: list[tuple[float, str]]
    limits: list[str]
    centre: str
    zones: list[str]
    band: str
    curves: list[str]
    dots: list[Dot]
    observed: list[tuple[float, float]]
    sides: list[Side]
    split: float | None
    radius: float
    diamond: float


def drawing(panel: Panel, *, top: float) -> Drawing:
    """Work out one panel whose upper edge is at `top`; places inside it are counted from there."""
    marks = panel.marks
    field_top, field_bottom = HEAD, HEAD + (TALL if panel.tall else LOW)
    y = spanning(_values(marks), field_bottom, field_top)
    x = _columns(len(marks))
    lcl, ucl = _steps(marks, x, y, "lcl"), _steps(marks, x, y, "ucl")
    return Drawing(
        panel=panel,
        top=top,
        field_top=field_top,
        field_bottom=field_bottom,
        bottom=top + field_bottom + FOOT,
        ticks=y.ticks(),
        labels=_labels(marks, x),
        limits=[path for path in (lcl, ucl) if path],
        centre=_steps(marks, x, y, "centre"),
        zones=[p for k in (-2, -1, 1, 2) if (p := _zone(marks, x, y, k))] if panel.zones else [],
        band=_band(marks, x, y),
        curves=_curves(marks, x, y),
        dots=_dots(marks, x, y),
        observed=[(x[i], y.at(m.observed)) for i, m in enumerate(marks) if m.observed is not None],
        sides=_sides(panel, y),
        split=_split(marks, x),
        radius=2.6 if len(marks) <= DENSE // 2 else 1.8,
        diamond=5 if len(marks) <= DENSE else 3.5,
    )


def _values(marks: Sequence[Mark]) -> list[float]:
    found = [v for m in marks for v in (m.value, m.centre, m.lcl, m.ucl, m.observed, m.second) if v is not None]
    return found or [0.0]


def _columns(count: int) -> list[float]:
    step = (WIDTH - LEFT - RIGHT) / max(1, count)
    return [round(LEFT + (i + 0.5) * step, 2) for i in range(count)]


def _half(x: Sequence[float]) -> float:
    return (WIDTH - LEFT - RIGHT) / max(1, len(x)) / 2


def _steps(marks: Sequence[Mark], x: Sequence[float], y: Scale, name: str) -> str:
    """A line that keeps its height over the width of each point and steps between them."""
    return _stepped([getattr(m, name) for m in marks], x, y)


def _zone(marks: Sequence[Mark], x: Sequence[float], y: Scale, sigmas: int) -> str:
    """The line `sigmas` away from the centre, where it lies inside the limits."""
    values: list[float | None] = []
    for m in marks:
        if m.centre is None or m.third is None or m.lcl is None or m.ucl is None or not m.third:
            values.append(None)
            continue
        value = m.centre + sigmas * m.third
        values.append(value if m.lcl < value < m.ucl else None)
    return _stepped(values, x, y)


def _stepped(values: Sequence[float | None], x: Sequence[float], y: Scale) -> str:
    half, parts, last = _half(x), [], None
    for place, value in zip(x, values, strict=True):
        left, right = round(place - half, 2), round(place + half, 2)
        if value is None:
            last = None
        elif last is None:
            parts.append(f"M{left} {y.at(value)}H{right}")
            last = value
        else:
            parts.append(f"H{right}" if value == last else f"V{y.at(value)}H{right}")
            last = value
    return "".join(parts)


def _band(marks: Sequence[Mark], x: Sequence[float], y: Scale) -> str:
    """The area between the limits."""
    half, parts = _half(x), []
    for place, m in zip(x, marks, strict=True):
        if m.lcl is not None and m.ucl is not None:
            left, right = round(place - half, 2), round(place + half, 2)
            parts.append(f"M{left} {y.at(m.ucl)}H{right}V{y.at(m.lcl)}H{left}Z")
    return "".join(parts) if len({(m.lcl, m.ucl) for m in marks}) > 1 else _whole_band(marks, x, y)


def _whole_band(marks: Sequence[Mark], x: Sequence[float], y: Scale) -> str:
    first = next((m for m in marks if m.lcl is not None and m.ucl is not None), None)
    if first is None or first.lcl is None or first.ucl is None:
        return ""
    return f"M{LEFT} {y.at(first.ucl)}H{WIDTH - RIGHT}V{y.at(first.lcl)}H{LEFT}Z"


def _curves(marks: Sequence[Mark], x: Sequence[float], y: Scale) -> list[str]:
    """The points joined, broken where one is missing; two curves when there is a second value."""
    both = ([m.value for m in marks], [m.second for m in marks])
    return [path for values in both if (path := _joined(values, x, y))]


def _joined(values: Sequence[float | None], x: Sequence[float], y: Scale) -> str:
    parts, drawing_on = [], False
    for place, value in zip(x, values, strict=True):
        if value is not None:
            parts.append(f"{'L' if drawing_on else 'M'}{place} {y.at(value)}")
        drawing_on = value is not None
    return "".join(parts)


def _dots(marks: Sequence[Mark], x: Sequence[float], y: Scale) -> list[Dot]:
    """All points, or only the flagged ones where there are many. Texts of rules keep clear of one another."""
    dots: list[Dot] = []
    free_from = {True: 0.0, False: 0.0}
    for place, m in zip(x, marks, strict=True):
        value = m.value
        if m.rules and m.second is not None and value is not None and -m.second > value:
            value = m.second
        if value is None or (len(marks) > DENSE and not m.rules):
            continue
        above = m.centre is None or value >= m.centre
        text = ",".join(map(str, m.rules))
        shown = bool(text) and place >= free_from[above]
        if shown:
            free_from[above] = place + 5 * len(text) + 6
        place_y = y.at(value)
        title = f"{m.label}: {short(value)}" + (f" ({text})" if text else "")
        dots.append(Dot(place, place_y, text, place_y - 7 if above else place_y + 14, shown, title))
    return dots


def _labels(marks: Sequence[Mark], x: Sequence[float]) -> list[tuple[float, str]]:
    texts = [_fitting(m.label) for m in marks]
    room = int((WIDTH - LEFT - RIGHT) / (max(map(len, texts), default=0) * LETTER + LABEL_ROOM))
    every = max(1, -(-len(marks) // max(1, min(MOST_LABELS, room))))
    return [(x[i], texts[i]) for i in range(0, len(marks), every)]


def _fitting(label: str) -> str:
    """A label on the axis: a long one ends at its last blank that fits (the day of an instant), or is cut."""
    if len(label) <= LONGEST:
        return label
    words = label[: LONGEST + 1].rpartition(" ")[0].strip()
    return words or f"{label[: LONGEST - 1]}…"


def _sides(panel: Panel, y: Scale) -> list[Side]:
    """Names of the lines at the last point, moved apart where they would cover one another."""
    last = next((m for m in reversed(panel.marks) if m.ucl is not None), None)
    if last is None:
        return []
    upper, middle, lower = panel.names
    lines = [(last.ucl, upper, "limit"), (last.centre, middle, "centre"), (last.lcl, lower, "limit")]
    sides: list[Side] = []
    for value, name, kind in lines:
        if value is not None:
            place = y.at(value)
            place = max(place, sides[-1].y + LABEL_ROOM) if sides else place
            sides.append(Side(place, f"{name} {short(value)}".strip(), kind))
    return sides


def _split(marks: Sequence[Mark], x: Sequence[float]) -> float | None:
    """Where phase I ends, when it is one stretch at the beginning and something follows."""
    count = next((i for i, m in enumerate(marks) if m.phase != 1), len(marks))
    if not 0 < count < len(marks) or any(m.phase == 1 for m in marks[count:]):
        return None
    return round(x[count] - _half(x), 2)
