"""A file of points, a row a point, as the same call that programs make."""

import datetime
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from qms.imports.words import fold
from qms.lib.errors import Invalid, TooLarge

from ..models import Monitor
from ..monitoring.reading import MOST_POINTS
from ..statistics.layout import COUNTS, SIZES
from ..statistics.sheet import Sheet, read_sheet
from .monitors import Posted, post_points

KEYS = {"key", "id", "run", "batch", "sample"}
INSTANTS = {"at", "time", "timestamp", "date", "datetime", "measured at"}
VALUES = {"value", "values", "metric", *COUNTS}
Cells = dict[str, Any]


@contextmanager
def as_sheet(name: str, data: bytes) -> Iterator[Sheet]:
    """An uploaded file as columns; on disk only as long as the block lasts. Raises TooLarge, BadCell."""
    if len(data) > settings.QMS_UPLOAD_MAX:
        raise TooLarge(_("Files may have at most %d MB.") % (settings.QMS_UPLOAD_MAX // 1024**2))
    with tempfile.TemporaryDirectory(prefix="plumbline-") as folder:
        path = Path(folder) / "upload.csv"
        path.write_bytes(data)
        yield read_sheet(path, name=name or _("the file"))


def upload_points(
    monitor: Monitor, *, name: str, data: bytes, actor: Any, at: datetime.datetime, source: str = "page"
) -> Posted:
    """Take the points of a CSV file in, all or none.

    Columns: `key` (or the instant stands for it), `at` with the zone, and by the kind of chart `value`, `value` and
    `n`, every other column as a value of the subgroup, or one column for each class. Raises as `post_points` does, with
    the line of the file, and BadCell.
    """
    with as_sheet(name, data) as sheet:
        if len(sheet.lines) > MOST_POINTS:
            said = _("The file has %(n)d rows; one upload takes %(most)d. Split it.")
            raise Invalid(said % {"n": len(sheet.lines), "most": MOST_POINTS})
        rows, lines = _rows(monitor, sheet), sheet.lines
    return post_points(monitor, rows, actor=actor, at=at, source=source, lines=lines)


def _rows(monitor: Monitor, sheet: Sheet) -> list[Cells]:
    key, instant = _named(sheet, KEYS), _named(sheet, INSTANTS)
    if not key and not instant:
        raise Invalid(_("The file needs a column “key” that names each point, or a column “at” with its instant."))
    left = [n for n in sheet.names if n not in (key, instant)]
    measured = _measured(monitor, sheet, left)
    names = sheet.texts(key or instant)
    instants = sheet.texts(instant) if instant else []
    rows: list[Cells] = []
    for place, cells in enumerate(measured):
        given = {"at": instants[place]} if instants and instants[place] else {}
        rows.append({"key": names[place] or "", **given, **cells})
    return rows


def _named(sheet: Sheet, known: set[str]) -> str:
    return next((name for name in sheet.names if fold(name) in known), "")


def _measured(monitor: Monitor, sheet: Sheet, left: list[str]) -> list[Cells]:
    """What each row measured, as the rows of the API hold it."""
    if monitor.kind == "psi":
        columns = [
            [None if v is None else int(v) if v == int(v) else v for v in sheet.numbers(b)] for b in monitor.bins
        ]
        return [{"counts": list(counts)} for counts in zip(*columns, strict=True)]
    if monitor.kind in ("xbar_r", "xbar_s"):
        return [{"values": list(values)} for values in zip(*(sheet.numbers(n) for n in left), strict=True)]
    size = next((n for n in left if fold(n) in SIZES), "") if monitor.kind in ("p", "np", "u") else ""
    value = _value(sheet, [n for n in left if n != size])
    found = [{"value": v} for v in sheet.numbers(value)]
    if size:
        return [{**cells, "n": n} for cells, n in zip(found, sheet.numbers(size), strict=True)]
    return found


def _value(sheet: Sheet, left: list[str]) -> str:
    named = [n for n in left if fold(n) in VALUES]
    if len(named) == 1 or len(left) == 1:
        return (named or left)[0]
    raise Invalid(_("Call the measured column “value”. There are: %s.") % (", ".join(left) or "–"))
