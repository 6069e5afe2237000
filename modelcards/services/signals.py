"""A signal becomes a nonconformity: one while it is open, the next one after it is closed as its recurrence (SPC-08).

Acknowledging a signal is closing that nonconformity, which takes cause and action.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.accounts.people import system_user
from qms.records.models import Entry
from qms.registers import registry

from ..marks import mark_for
from ..models import Monitor, MonitorPoint, MonitorSeries
from ..monitoring import words

KEY = "nonconformities"
SIGNAL, SILENCE = "signal", "silence"
MISSING = "Missing data"  # the cause code of silence
LONGEST_TITLE = 200
OPEN = ("draft", "open")


def of_points(
    monitor: Monitor, series: MonitorSeries, points: Sequence[MonitorPoint], previous: datetime.datetime | None, *,
    at: datetime.datetime, source: str,
) -> list[Entry]:  # fmt: skip
    """Open what newly judged points give reason for: a broken rule, and a gap before or between them."""
    raised = []
    with translation.override(settings.LANGUAGE_CODE):  # a record speaks the language of the organisation
        if broken := [p for p in points if p.signals]:
            title, text = words.of_rules(monitor, broken[0]), words.of_signal(monitor, broken)
            raised.append(open_one(monitor, series, SIGNAL, title, text, at=at, source=source))
        if gaps := gaps_in(monitor, points, previous):
            raised.append(
                open_one(monitor, series, SILENCE, _("points are missing"), "\n".join(gaps), at=at, source=source)
            )
    return [entry for entry in raised if entry is not None]


def gaps_in(monitor: Monitor, points: Sequence[MonitorPoint], previous: datetime.datetime | None) -> list[str]:
    """In sentences: stretches without a point that are longer than agreed, and points without a value."""
    said = []
    empty = [p for p in points if words.is_missing(monitor, p)]
    if empty:
        many = ngettext("%(n)d point has no value: %(keys)s.", "%(n)d points have no value: %(keys)s.", len(empty))
        said.append(many % {"n": len(empty), "keys": words.listed([p.key for p in empty])})
    if wait := longest_wait(monitor):
        since = max(filter(None, (previous, monitor.expected_since)), default=None)
        for point in points:
            if since is not None and point.at - since > wait and len(said) < words.MOST_LINES:
                said.append(_("No point between %(from)s and %(until)s.") % words.span(since, point.at))
            since = point.at if since is None else max(since, point.at)
    return said


def longest_wait(monitor: Monitor) -> datetime.timedelta | None:
    """How long after a point the next one must have come; None where none is expected."""
    return datetime.timedelta(hours=monitor.every_hours + monitor.grace_hours) if monitor.every_hours else None


def open_one(
    monitor: Monitor, series: MonitorSeries, kind: str, title: str, text: str, *, at: datetime.datetime, source: str
) -> Entry | None:
    """The entry of a new nonconformity about this monitor, reported; None while the one before is open.

    The monitor is locked, so that of two callers one opens it and the other finds it open; who calls saves `series`.
    """
    if KEY not in registry:
        return None
    former: Entry | None = series.signal if kind == SIGNAL else series.silence
    if former is not None:
        former.refresh_from_db(fields=["phase"])
        if former.phase in OPEN:
            return None
    register: Any = registry[KEY]
    series.raised += 1
    recurs = [("recurs", former)] if former is not None and former.phase == "done" else []
    made = register.create(
        actor=system_user(), at=at, source=source, external_id=f"{monitor.number}/{kind}/{series.raised}",
        mark=mark_for(monitor, source),
        links=[("concerns", monitor.entry), *recurs], **_values(monitor, kind, title, text, at),
    )  # fmt: skip
    made = register.perform(made, "report", rev=made.rev, actor=system_user(), at=at, source=source)
    entry: Entry = made.entry
    setattr(series, kind, entry)
    series.unprinted = True
    return entry


def _title(monitor: Monitor, what: str) -> str:
    """`Pagewise 2.8.0, precision: one point beyond a control limit (MON-0002)`."""
    of = f"{monitor.version.system.title} {monitor.version.version}, {monitor.metric}"
    end = f": {what}"[:110] + f" ({monitor.number})"
    return of[: LONGEST_TITLE - len(end)] + end


def _values(monitor: Monitor, kind: str, title: str, text: str, at: datetime.datetime) -> dict[str, Any]:
    """What the nonconformity says. Its cause code is only where the analysis begins."""
    version = monitor.version
    code = MISSING if kind == SILENCE else str(monitor.get_suspect_display())
    said = [text, _("Monitor: %(number)s “%(title)s”.") % {"number": monitor.number, "title": monitor.title}]
    said += [_("What to do: %s") % monitor.reaction] if monitor.reaction.strip() else []
    return {
        "title": _title(monitor, title), "description": "\n\n".join(said),
        "place": monitor.number, "product": f"{version.system.title} {version.version}"[:LONGEST_TITLE],
        "found_on": timezone.localdate(at), "origin": "monitor", "detected": "after", "cause_code": code[:80],
        "unit": monitor.unit, "owner": monitor.owner, "audience": monitor.audience,
    }  # fmt: skip
