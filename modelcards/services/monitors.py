"""Points come in: checked, judged by the frozen limits, kept, and where one signals a nonconformity is opened."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms.jobs.wake import wake
from qms.lib.errors import Forbidden, WrongState
from qms.records import write as door
from qms.records.models import Entry
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from ..lifecycle.monitor_states import JUDGED, TAKING
from ..models import Monitor, MonitorPoint, MonitorSeries
from ..monitoring.judging import judge
from ..monitoring.reading import read_points
from ..rows import RowErrors
from ..rules import monitors as rules
from . import signals
from .inserting import insert_points

ASKED_AT_ONCE = 5_000  # keys of one look-up


@dataclass
class Posted:
    """What became of a call: points added and known before, those that signal, nonconformities opened, and all that
    are open for this monitor now."""

    added: int = 0
    known: int = 0
    signals: list[MonitorPoint] = field(default_factory=list)
    opened: list[Entry] = field(default_factory=list)
    open: list[Entry] = field(default_factory=list)


def post_points(
    monitor: Monitor, points: Any, *, actor: Any, at: datetime.datetime, source: str = "page", lines: Sequence[int] = ()
) -> Posted:
    """Take points in, all or none; those whose key is there already are passed over.

    A point is judged by the limits in force and sealed with that: later ones must be measured after it. A signal opens
    one nonconformity while none of this monitor is open; a worker draws its chart and attaches it soon after.

    `points`: see `monitoring.reading.read_points`; `lines`: of a file, the line of each. Raises NotVisible, Forbidden,
    WrongState (it takes no points), or Invalid with row and field.
    """
    posted = _post(monitor, points, lines, actor=actor, at=at, source=source)
    if posted.opened:
        wake()
    return posted


@in_one_transaction
def _post(
    monitor: Monitor, points: Any, lines: Sequence[int], *, actor: Any, at: datetime.datetime, source: str
) -> Posted:
    fresh: Monitor = door.lock(Monitor, registry["monitors"].get(monitor.number, actor).pk)
    if not rules.sends(actor, fresh):
        raise Forbidden(_("You may not send points to %s.") % fresh.number)
    if fresh.state not in TAKING:
        said = {"n": fresh.number, "s": registry["monitors"].lifecycle.label(fresh.state)}
        raise WrongState(_("%(n)s is “%(s)s” and takes no points.") % said)
    series = series_of(fresh)
    errors = RowErrors("points", lines)
    read = read_points(fresh, points, errors, at=at)
    new, known = _unknown(fresh, read, errors)
    judged = fresh.state in JUDGED and bool(fresh.limits)
    _check_order(new, _sealed(fresh, series, judged), errors)
    errors.refuse()
    posted = Posted(added=len(new), known=known)
    if new:
        _keep(fresh, series, [point for _row, point in new], posted, judged, actor=actor, at=at, source=source)
    posted.open = [e for e in (series.signal, series.silence) if e is not None and e.phase in signals.OPEN]
    return posted


def series_of(monitor: Monitor) -> MonitorSeries:
    """The running state of a series; made with its first use. The monitor is locked meanwhile."""
    return MonitorSeries.objects.select_related("signal", "silence").get_or_create(monitor=monitor)[0]


def _unknown(
    monitor: Monitor, read: Sequence[tuple[int, MonitorPoint]], errors: RowErrors
) -> tuple[list[tuple[int, MonitorPoint]], int]:
    """The points that are not there yet, and how many are. The same key with another content is a mistake."""
    there: dict[str, Any] = {}
    keys = [point.key for _row, point in read]
    for start in range(0, len(keys), ASKED_AT_ONCE):
        rows = MonitorPoint.objects.filter(monitor=monitor, key__in=keys[start : start + ASKED_AT_ONCE])
        there |= {key: rest for key, *rest in rows.values_list("key", "value", "n", "raw")}
    if not there:
        return list(read), 0
    new = [(row, point) for row, point in read if point.key not in there]
    for row, point in read:
        if point.key in there and not _same(monitor, point, there[point.key]):
            errors.add(row, "key", _("The point “%s” was sent before with another value.") % point.key)
    return new, len(read) - len(new)


def _same(monitor: Monitor, point: MonitorPoint, held: list[Any]) -> bool:
    value, n, raw = held
    if monitor.kind == "psi":  # its value is worked out
        return bool(point.raw == raw)
    return (point.value, point.n, point.raw) == (value, n, raw)


def _sealed(monitor: Monitor, series: MonitorSeries, judged: bool) -> datetime.datetime | None:
    """Up to which instant nothing more may come: what was judged, and what limits that wait for approval rest on."""
    if judged:
        return series.judged_until
    return datetime.datetime.fromisoformat(monitor.proposed["baseline"]["until"]) if monitor.proposed else None


def _check_order(new: Sequence[tuple[int, MonitorPoint]], sealed: datetime.datetime | None, errors: RowErrors) -> None:
    """Points that are judged follow on one another: none at or before the last that was judged."""
    before = sealed
    for row, point in new:
        if before is not None and point.at <= before:
            said = (
                _("%(at)s is not after %(last)s: up to there the series is sealed. Later points are taken.")
                if before == sealed
                else _("%(at)s is the instant of another point of this call; each point has its own.")
            )
            errors.add(row, "at", said % {"at": point.at.isoformat(), "last": before.isoformat()})
            continue
        before = point.at


def _keep(
    monitor: Monitor, series: MonitorSeries, points: list[MonitorPoint], posted: Posted, judged: bool, *, actor: Any,
    at: datetime.datetime, source: str,
) -> None:  # fmt: skip
    """Judge, insert, remember, and open a nonconformity where there is reason to."""
    for point in points:
        point.received_at, point.received_by, point.source = at, actor, source[:60]
    previous = series.last_at
    if judged:
        series.memory = judge(monitor.limits, series.memory, points)
        series.judged_until = points[-1].at
        posted.signals = [p for p in points if p.signals]
    insert_points(points)
    series.last_at = max(filter(None, (previous, points[-1].at)))
    series.count += len(points)
    series.signals += len(posted.signals)
    if judged:
        posted.opened = signals.of_points(monitor, series, points, previous, at=at, source=source)
    series.save()
