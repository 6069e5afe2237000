"""Data that does not come is a signal too: missing, late and never sent (SPC-08, EUA-72)."""

import datetime
import logging

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Coalesce, Greatest
from django.utils import translation
from django.utils.translation import gettext as _

from qms.records import write as door
from qms.records.transactions import in_one_transaction

from ..lifecycle.monitor_states import EXPECTING
from ..models import Monitor, MonitorSeries
from ..monitoring.words import instant
from ..queries.monitors import late_since, series_of
from . import signals
from .snapshots import attach_charts

log = logging.getLogger(__name__)
SOURCE = "job:monitors"
PRINTS = 50  # charts of one sweep


def notice_silence(*, at: datetime.datetime) -> int:
    """Open a nonconformity for each monitor that is late at `at` and has none open for that; attach charts still due.

    Safe to run twice and in many processes: the monitor is locked, and one nonconformity is open at a time. One that
    fails does not keep the others from being noticed; the first failure is raised at the end.
    """
    done, failures = 0, []
    for monitor in candidates(at):
        try:
            done += _notice(monitor, at=at)
        except Exception as error:
            log.exception("The silence of %s could not be noticed", monitor.number)
            failures.append(error)
    for row in MonitorSeries.objects.filter(unprinted=True).select_related("monitor").order_by("pk")[:PRINTS]:
        attach_charts(row.monitor, at=at, source=SOURCE)
    if failures:
        raise failures[0]
    return done


def candidates(at: datetime.datetime) -> list[Monitor]:
    """Monitors whose last point, or begin, is longer ago than their interval. One query; grace is looked at later."""
    expecting = Monitor.objects.filter(state__in=EXPECTING, every_hours__isnull=False, expected_since__isnull=False)
    last = Greatest("expected_since", Coalesce("series__last_at", "expected_since"))
    expecting = expecting.exclude(series__silence__phase__in=signals.OPEN)
    rows = expecting.annotate(last=last, late=F("every_hours") + F("grace_hours")).order_by("pk")
    return [m for m in rows if m.last + datetime.timedelta(hours=m.late) < at]


@in_one_transaction
def _notice(monitor: Monitor, *, at: datetime.datetime) -> int:
    fresh = door.lock(Monitor, monitor.pk)
    series = series_of(fresh)
    due = late_since(fresh, series, at)
    if due is None:
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        title = _("no data has come") if series.last_at else _("no data has ever come")
        entry = signals.open_one(fresh, series, signals.SILENCE, title, _text(fresh, series, due), at=at, source=SOURCE)
    if entry is None:
        return 0
    series.save()
    return 1


def _text(monitor: Monitor, series: MonitorSeries, due: datetime.datetime) -> str:
    said = _(
        "A point is expected every %(every)d hours, and is late %(grace)d hours after that. It was due by %(due)s."
    )
    last = _("The last one is of %s.") % instant(series.last_at) if series.last_at else _("None has ever come.")
    return f"{said % {'every': monitor.every_hours, 'grace': monitor.grace_hours, 'due': instant(due)}} {last}"
