"""The chart as it stood when a monitor signalled, as a PDF on the nonconformity."""

import datetime
import logging
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from qms.accounts.people import organisation, system_user
from qms.printing.failures import PrintFailed
from qms.printing.render import render_pdf
from qms.records import write as door
from qms.records.models import Entry
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from ..models import Monitor, MonitorPoint, MonitorSeries
from ..monitoring import picture
from ..queries.monitors import series_of
from .signals import OPEN

log = logging.getLogger(__name__)
DRAWN = 120  # points before the end of the picture


def attach_charts(monitor: Monitor, *, at: datetime.datetime, source: str) -> bool:
    """Attach the chart to the open nonconformities of this monitor that have none.

    Doing it twice attaches one; the sweep tries again where the print fails. Gives whether all have it.
    """
    series = series_of(monitor)
    waiting = [e for e in (series.signal, series.silence) if e is not None and e.phase in OPEN and not _has(monitor, e)]
    try:
        data = chart_pdf(monitor, at=at) if waiting else b""
    except PrintFailed as failure:
        log.warning("The chart of %s could not be printed (%s); the sweep tries again.", monitor.number, failure.cause)
        return False
    for entry in waiting:
        _attach(monitor, entry, data, at=at, source=source)
    same = {"signal": series.signal, "silence": series.silence}  # one that was opened meanwhile is drawn next time
    MonitorSeries.objects.filter(pk=monitor.pk, **same).update(unprinted=False)
    return True


def _name(monitor: Monitor) -> str:
    return f"{monitor.number} chart.pdf"


def _has(monitor: Monitor, entry: Entry) -> bool:
    return any(f["name"] == _name(monitor) for f in entry.attached.get("files", []))


@in_one_transaction
def _attach(monitor: Monitor, entry: Entry, data: bytes, *, at: datetime.datetime, source: str) -> None:
    register: Any = registry[entry.register]
    record = door.lock(register.model, entry.pk)
    if _has(monitor, record.entry) or record.entry.phase not in OPEN:
        return
    register.attach(
        record, name=_name(monitor), data=data, rev=None, actor=system_user(), at=max(at, record.changed_at),
        source=source, reason=_("The chart when it signalled."),
    )  # fmt: skip


def chart_pdf(monitor: Monitor, *, at: datetime.datetime) -> bytes:
    """The last points that had come by `at`, as a PDF with the numbers. Raises PrintFailed."""
    fresh = Monitor.objects.select_related("version__system").get(pk=monitor.pk)
    rows = MonitorPoint.objects.filter(monitor=fresh, received_at__lte=at).order_by("-at", "-pk")[:DRAWN]
    points = list(rows)[::-1]
    for point in points:
        point.monitor = fresh
    hidden = max(0, series_of(fresh).count - len(points))
    with translation.override(settings.LANGUAGE_CODE):
        panels = picture.panels(fresh, points, fresh.limits or None, hidden=hidden)
        title = f"{fresh.number} {fresh.title}"
        values = {
            "monitor": fresh, "figure": picture.figure(panels, ident="chart", printed=True), "at": at,
            "organisation": organisation(), "title": title,
        }  # fmt: skip
        return render_pdf(render_to_string("monitors/snapshot.html", values), title=title, lang=settings.LANGUAGE_CODE)
