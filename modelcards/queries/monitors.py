"""Reading series: a stretch of points, the picture of it, and where a monitor stands."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from qms.charts.control import MOST
from qms.lib.errors import BadRequest
from qms.records.models import Entry

from ..lifecycle.monitor_states import EXPECTING
from ..models import Monitor, MonitorPoint, MonitorSeries
from ..monitoring import picture, words
from ..monitoring.judging import fingerprint
from ..services.signals import OPEN, longest_wait


@dataclass(frozen=True)
class Stretch:
    """Points, oldest first; `earlier` is the cursor of those before, "" when there are none."""

    points: list[MonitorPoint]
    earlier: str


def stretch(monitor: Monitor, *, before: str = "", size: int = MOST) -> Stretch:
    """The last `size` points, or those before a cursor. One query by key, however long the series is."""
    rows = MonitorPoint.objects.filter(monitor=monitor)
    if before:
        at, pk = _cursor(before)
        rows = rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=pk))
    found = list(rows.order_by("-at", "-pk")[: size + 1])
    older = f"{found[size - 1].at.isoformat()}~{found[size - 1].pk}" if len(found) > size else ""
    kept = found[:size][::-1]
    for point in kept:
        point.monitor = monitor
    return Stretch(kept, older)


def _cursor(text: str) -> tuple[datetime.datetime, int]:
    at, _sign, pk = text.replace(" ", "+").rpartition("~")
    try:
        found = datetime.datetime.fromisoformat(at)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not pk.isdigit() or len(pk) > 18:
        raise BadRequest(_("“%s” is no place in this series.") % text[:60])
    return found, int(pk)


def baseline_of(monitor: Monitor) -> list[MonitorPoint]:
    """The points that limits are computed from: so many with a value, from the day the monitor says."""
    rows = MonitorPoint.objects.filter(monitor=monitor).order_by("at", "pk")
    if monitor.baseline_from is not None:
        rows = rows.filter(at__gte=monitor.baseline_from)
    found: list[MonitorPoint] = []
    dropped = {row["key"] for row in monitor.dropped}
    wanted = monitor.baseline_points
    for point in rows[: wanted * 2 + len(dropped)]:  # some may be missing or left out
        point.monitor = monitor
        found.append(point)
        wanted -= point.key not in dropped and not words.is_missing(monitor, point)
        if not wanted:
            break
    return found


def usable(monitor: Monitor, points: list[MonitorPoint]) -> int:
    """How many of the points count for the limits."""
    dropped = {row["key"] for row in monitor.dropped}
    return sum(p.key not in dropped and not words.is_missing(monitor, p) for p in points)


def series_of(monitor: Monitor) -> MonitorSeries:
    """The running state of a series, an empty one where no point has come."""
    found = MonitorSeries.objects.select_related("signal", "silence").filter(monitor=monitor).first()
    return found or MonitorSeries(monitor=monitor)


def shown(monitor: Monitor, points: list[MonitorPoint], *, hidden: int = 0) -> list[Any]:
    """The panels of a stretch of points: by the proposed limits while they wait, else by those in force."""
    return picture.panels(monitor, points, monitor.proposed or monitor.limits or None, hidden=hidden)


@dataclass(frozen=True)
class Standing:
    """Where a monitor stands at an instant: its open nonconformities, and since when it is late (None: it is not)."""

    series: MonitorSeries
    open: list[Entry]
    late_since: datetime.datetime | None


def standing(monitor: Monitor, series: MonitorSeries, at: datetime.datetime) -> Standing:
    """Where a monitor stands. `series` brings its nonconformities along: no further query."""
    found = [e for e in (series.signal, series.silence) if e is not None and e.phase in OPEN]
    return Standing(series, found, late_since(monitor, series, at))


def late_since(monitor: Monitor, series: MonitorSeries, at: datetime.datetime) -> datetime.datetime | None:
    """The instant at which the next point should have come at the latest, when it has passed.

    Missing, late and never-sent data are the same here: nothing came for longer than agreed (interval and grace).
    """
    wait = longest_wait(monitor)
    since = max(filter(None, (series.last_at, monitor.expected_since)), default=None)
    if wait is None or since is None or monitor.state not in EXPECTING:
        return None
    return since + wait if at > since + wait else None


MOST_REPLAYED = 5_000


def points_since(monitor: Monitor, since: str) -> list[MonitorPoint]:
    """The points from an instant on, oldest first; of very many the newest."""
    rows = MonitorPoint.objects.filter(monitor=monitor, at__gte=datetime.datetime.fromisoformat(since))
    return list(rows.order_by("-at", "-pk")[:MOST_REPLAYED])[::-1]


def untouched(monitor: Monitor) -> bool | None:
    """Whether the points that the limits rest on are today what they were when the limits were computed.

    None where the baseline has been added to since, so that it cannot be told.
    """
    doc = monitor.proposed or monitor.limits
    if not doc:
        return None
    base = doc["baseline"]
    since, until = (datetime.datetime.fromisoformat(base[name]) for name in ("from", "until"))
    dropped = {row["key"] for row in base["dropped"]}
    rows = MonitorPoint.objects.filter(monitor=monitor, at__gte=since, at__lte=until).order_by("at", "pk")
    points = [p for p in rows[: 2 * MOST_REPLAYED] if p.key not in dropped]
    return fingerprint(points) == base["sha256"]
