"""Words in stories that stand for something of the day of loading: dates, people, records, hashes."""

import datetime
import hashlib
import re
from typing import Any

from django.utils import timezone

from .pen import Pen
from .stories import DATA, file_text

DAY = re.compile(r"day (-?\d+)")
MOMENT = re.compile(r"moment (-?\d+) (\d\d:\d\d)")
SHA = re.compile(r"sha256 (.+)")
INSIDE = re.compile(r"\{(day -?\d+|sha256 [\w. -]+)\}")
NEW_LINE = " ¶ "  # stories put a text that runs over several lines into one


def settled(pen: Pen, value: Any, *, row: bool = False) -> Any:
    """`value` with what its words stand for.

    `day -30` is a date, in a row its ISO form; `moment -30 06:40` a time of it; `@ml` the id of a person; `=key`
    a record made before; `sha256 name` a hash, see `digest`; `now` the minute of the step.
    """
    if isinstance(value, dict):
        return {name: settled(pen, one, row=True) for name, one in value.items()}
    if isinstance(value, list):
        return [settled(pen, one, row=row) for one in value]
    if not isinstance(value, str):
        return value
    if value == "now":
        return pen.timeline.now
    if found := DAY.fullmatch(value):
        return pen.day(int(found[1])).isoformat() if row else pen.day(int(found[1]))
    if found := MOMENT.fullmatch(value):
        return _moment(pen, int(found[1]), found[2])
    if found := SHA.fullmatch(value):
        return digest(found[1])
    if value[:1] == "@":
        return pen.id(value[1:])
    return pen.made[value[1:]] if value[:1] == "=" else value.replace(NEW_LINE, "\n")


def _moment(pen: Pen, day: int, clock: str) -> datetime.datetime:
    """A time of a day, where the company is."""
    local = datetime.datetime.combine(pen.day(day), datetime.time.fromisoformat(clock))
    return timezone.make_aware(local)


def digest(name: str) -> str:
    """SHA-256 of the file of that name in `data/files/`; of the words themselves where there is none."""
    there = (DATA / "files" / name).exists()
    return hashlib.sha256((file_text(name) if there else name).encode()).hexdigest()


def readme(pen: Pen, name: str) -> str:
    """A file of `data/files/` in which `{day -30}` and `{sha256 name}` are replaced."""
    return INSIDE.sub(lambda found: str(settled(pen, found[1], row=True)), file_text(name))
