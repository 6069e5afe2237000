"""The points of a monitor, made by chance with a fixed seed, and the days on which a pipeline sent them."""

import datetime
import random
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils import timezone

from modelcards.services.monitors import post_points
from modelcards.services.snapshots import attach_charts

from .pen import SOURCE, Pen
from .timeline import Step

MORNING = datetime.time(5, 30)


@dataclass(frozen=True)
class Series:
    """Points from `first` on, so many a day, around `mean`; from `drifts` on they move by `drift` a day.

    `places` are decimals. With `n` each point counts items among n, of which a share of `mean` is expected. On the
    days of `sent` everything measured until then was sent by `who`.
    """

    first: int
    last: int
    per_day: int
    mean: float
    who: str
    sent: tuple[int, ...]
    seed: str = ""
    spread: float = 0.0
    places: int = 4
    n: int = 0
    drifts: int = 0
    drift: float = 0.0


def steps(pen: Pen, key: str, series: Series) -> list[Step]:
    """One sending after the other."""
    points = _points(pen, key, series)
    return [(day, partial(_send, pen, key, series, points)) for day in series.sent]


def _points(pen: Pen, key: str, series: Series) -> list[dict[str, Any]]:
    chance = random.Random(series.seed or key)
    apart = datetime.timedelta(days=1) / series.per_day
    start = datetime.datetime.combine(timezone.localdate(pen.timeline.today), MORNING)
    begin = timezone.make_aware(start) + datetime.timedelta(days=series.first)
    total = (series.last - series.first + 1) * series.per_day
    return [_point(chance, series, place, begin + place * apart) for place in range(total)]


def _point(chance: random.Random, series: Series, place: int, at: datetime.datetime) -> dict[str, Any]:
    late = series.first + place / series.per_day - series.drifts if series.drifts else 0.0
    expected = series.mean + max(late, 0.0) * series.drift
    point = {"key": f"{at.astimezone(datetime.UTC):%Y-%m-%dT%H}", "at": at.isoformat()}
    if series.n:
        size = series.n + chance.randint(-series.n // 10, series.n // 10)
        return point | {"value": sum(chance.random() < expected for _item in range(size)), "n": size}
    return point | {"value": round(chance.gauss(expected, series.spread), series.places)}


def _send(pen: Pen, key: str, series: Series, points: list[dict[str, Any]]) -> None:
    """Everything that has been measured by now and was not sent yet."""
    at = pen.timeline.at()
    now = [point for point in points if datetime.datetime.fromisoformat(point["at"]) < at]
    del points[: len(now)]
    if now:
        posted = post_points(pen.made[key], now, actor=pen.company[series.who], at=at, source=SOURCE)
        if posted.opened:
            attach_charts(pen.made[key], at=at, source=SOURCE)
        for entry in posted.opened:
            pen.found(f"{key}/signal", entry)
