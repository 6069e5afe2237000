"""Open signals of the monitors of a version, for the gate and for another look."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from ..lifecycle.monitor_states import TAKING
from ..models import Monitor, MonitorSeries
from ..monitoring.words import instant
from .monitors import standing

MOST = 500


def open_signals(version: Any, at: datetime.datetime) -> list[str]:
    """In sentences: which monitors of the version have an open signal or are late at `at`."""
    return [said for said, _number in signals_of(version, at)]


def signals_of(version: Any, at: datetime.datetime) -> list[tuple[str, str]]:
    """The same, each with the number of the record to look at: the nonconformity, or the monitor that is late.

    Worked out from the present, so that nobody waits for a sweep. Two queries.
    """
    monitors = list(Monitor.objects.filter(version=version, state__in=TAKING).order_by("pk")[:MOST])
    rows = MonitorSeries.objects.select_related("signal", "silence").filter(monitor__in=monitors) if monitors else ()
    series = {row.monitor_id: row for row in rows}
    return [
        said
        for monitor in monitors
        for said in sentences(monitor, series.get(monitor.pk) or MonitorSeries(monitor=monitor), at)
    ]


def sentences(monitor: Monitor, series: MonitorSeries, at: datetime.datetime) -> list[tuple[str, str]]:
    """What is wrong with one monitor, and the number of the record to look at."""
    stands = standing(monitor, series, at)
    named = {"number": monitor.number, "title": monitor.title}
    said = [
        (_("%(number)s “%(title)s” has signalled: %(nc)s is open.") % {**named, "nc": entry.number}, entry.number)
        for entry in stands.open
    ]
    if stands.late_since:
        late = _("%(number)s “%(title)s” has had no data; a point was due by %(due)s.")
        said.append((late % {**named, "due": instant(stands.late_since)}, monitor.number))
    return said


def unwatched(version: Any) -> list[str]:
    """In sentences: which monitors of the version are paused, so that nothing judges what comes.

    No reason for another look, because a pause ends; but while it lasts nobody knows how the version does.
    """
    paused = Monitor.objects.filter(version=version, state="paused").order_by("pk")[:MOST]
    said = _("%(number)s “%(title)s” is paused: nothing is watched.")
    return [said % {"number": monitor.number, "title": monitor.title} for monitor in paused]
