"""Points as programs send them, read row by row. What is wrong is said with row and field."""

import datetime
import re
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid
from qms.lib.text import bad_character

from ..models import MonitorPoint
from ..rows import RowErrors, check_rows
from ..statistics.numbers import number, number_or_gap
from ..statistics.observations import Observation, counts, subgroups

MOST_POINTS = 10_000  # of one call
MOST_VALUES = 100  # of one subgroup
LONGEST_KEY = 80
AHEAD = datetime.timedelta(minutes=5)  # how far clocks of senders may go ahead of ours
FIRST = datetime.datetime(1990, 1, 1, tzinfo=datetime.UTC)
_TIME = re.compile(r"[T ]\d")
Row = dict[str, Any]


class Bad(Exception):
    """What is wrong with one field of a row."""

    def __init__(self, field: str, sentence: Any) -> None:
        super().__init__(field, str(sentence))


def read_points(monitor: Any, sent: Any, errors: RowErrors, *, at: datetime.datetime) -> list[tuple[int, MonitorPoint]]:
    """(row, unsaved point) of the rows that could be read, in the order of their instants.

    A row holds `key`, `at` (an instant with its zone; the moment of arrival where it is left out) and, by the kind of
    the monitor: `value` (null: missing), `values` of a subgroup, a count as `value` with the size `n`, or `counts`.
    """
    read, names = READERS[monitor.kind]
    known = {"key", "at", *names}
    found: list[tuple[int, MonitorPoint]] = []
    seen: dict[str, int] = {}
    for index, row in enumerate(check_rows(sent, errors.name, MOST_POINTS)):
        try:
            point = _point(row, known, read, monitor, at + datetime.timedelta(microseconds=index), at)
            if seen.setdefault(point.key, index) != index:
                raise Bad("key", _("Row %d of the same call has this key too.") % (seen[point.key] + 1))
        except Bad as bad:
            errors.add(index, *bad.args)
            continue
        found.append((index, point))
    found.sort(key=lambda pair: pair[1].at)
    return found


def _point(
    row: Any, known: set[str], read: Callable[..., Observation], monitor: Any, default: datetime.datetime,
    at: datetime.datetime,
) -> MonitorPoint:  # fmt: skip
    if not isinstance(row, dict):
        raise Bad("", _("A row is an object with named values."))
    if not row.keys() <= known:
        strange = min(str(k) for k in row.keys() - known)
        raise Bad(strange[:40], _("There is no such value here. There are: %s.") % ", ".join(sorted(known)))
    key = row.get("key")
    if not isinstance(key, str) or not key.strip() or len(key) > LONGEST_KEY or bad_character(key):
        raise Bad("key", _("A key is a text of 1 to %d characters that names this point alone.") % LONGEST_KEY)
    measured = default if row.get("at") is None else read_instant(row["at"], at)
    seen = read(row, monitor)
    return MonitorPoint(
        monitor=monitor, key=key.strip(), at=measured, value=seen.value, n=seen.n, spread=seen.spread, raw=_raw(row),
    )  # fmt: skip


def _raw(row: Row) -> list[Any] | None:
    """The single values of a subgroup, or the counts by class, as they came."""
    if "values" in row:
        return [None if v is None else float(v) for v in row["values"]]
    return row.get("counts")


def read_instant(text: Any, now: datetime.datetime) -> datetime.datetime:
    """An instant with its zone, not in the future. Raises Bad."""
    try:
        found = datetime.datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise Bad("at", _("“%s” is no instant such as 2026-11-23T09:00:00Z.") % str(text)[:40]) from None
    if found.tzinfo is None and not _TIME.search(text):
        raise Bad("at", _("Say the time and the zone too, such as %sT09:00:00Z.") % found.date().isoformat())
    if found.tzinfo is None:
        raise Bad("at", _("Say the zone too, such as %(at)sZ or %(at)s+01:00.") % {"at": str(text)[:30]})
    if found > now + AHEAD:
        raise Bad("at", _("%s lies in the future.") % str(text)[:40])
    if found < FIRST:
        raise Bad("at", _("%s is too long ago to be a measurement of this series.") % str(text)[:40])
    return found.astimezone(datetime.UTC)


# By kind


def _single(row: Row, monitor: Any) -> Observation:
    if "values" in row:
        if "value" in row:
            raise Bad("values", _("Send either one value or the values of a subgroup."))
        return _subgroup(row, monitor)
    if "value" not in row:
        raise Bad("value", _("There is no value. Send null where nothing could be measured."))
    return Observation(_said("value", number_or_gap, row["value"]))


def _individual(row: Row, monitor: Any) -> Observation:
    if "value" not in row:
        raise Bad("value", _("There is no value. Send null where nothing could be measured."))
    return Observation(_said("value", number_or_gap, row["value"]))


def _subgroup(row: Row, monitor: Any) -> Observation:
    values = row.get("values")
    if not isinstance(values, list) or not 1 <= len(values) <= MOST_VALUES:
        raise Bad("values", _("The values of a subgroup are a list of 1 to %d numbers.") % MOST_VALUES)
    spread = "deviation" if monitor.kind == "xbar_s" else "range"
    return _said("values", lambda given, row: subgroups([given], spread=spread)[0], values)


def _counted(row: Row, monitor: Any) -> Observation:
    value = _said("value", number_or_gap, row.get("value"))
    size = None
    if monitor.kind != "c":
        if row.get("n") is None:
            raise Bad("n", _("Say how many were looked at."))
        size = [_said("n", number, row["n"])]
    items = monitor.kind in ("p", "np")
    return _said("value", lambda given, row: counts([given], size, items=items)[0], value)


def _classes(row: Row, monitor: Any) -> Observation:
    found = row.get("counts")
    if found is None and "counts" in row:
        return Observation(None, 0)
    if not isinstance(found, list) or len(found) != len(monitor.bins):
        raise Bad("counts", _("There are %d classes: send as many counts, in their order.") % len(monitor.bins))
    if bad := [c for c in found if isinstance(c, bool) or not isinstance(c, int) or not 0 <= c < 2**53]:
        raise Bad("counts", _("“%s” is no count; counts are whole and not negative.") % str(bad[0])[:40])
    return Observation(None, float(sum(found)))


def _said(field: str, read: Callable[..., Any], value: Any) -> Any:
    """What `read` gives, its refusal in terms of the field."""
    try:
        return read(value, row=1)
    except Invalid as refusal:
        raise Bad(field, str(refusal).partition(": ")[2] or str(refusal)) from None


READERS: dict[str, tuple[Callable[..., Observation], Sequence[str]]] = {
    "imr": (_individual, ("value",)), "xbar_r": (_subgroup, ("values",)), "xbar_s": (_subgroup, ("values",)),
    "p": (_counted, ("value", "n")), "np": (_counted, ("value", "n")), "c": (_counted, ("value",)),
    "u": (_counted, ("value", "n")), "ewma": (_single, ("value", "values")), "cusum": (_single, ("value", "values")),
    "psi": (_classes, ("counts",)),
}  # fmt: skip
