"""What a Markdown file says of itself: title, dates and approvers, from its front matter, heading and tables."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from qms.imports.dates import read_date
from qms.imports.words import fold

from . import front

TITLES, DATES = ("title", "name", "document title"), ("effective date", "effective", "date", "approval date", "issued")
APPROVERS = ("approved by", "approver", "approvers", "approval", "authorizer", "authorised by", "authorized by")
HISTORIES = ("majorrevisions", "revisions", "history", "changes")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_SETEXT = re.compile(r"^([^\n|#>\-*]{3,150})\n=+\s*$", re.MULTILINE)
_RULE = re.compile(r"^[\s|:\-]+$")
MOST_TABLES, MOST_SAID = 20, 20


@dataclass
class Said:
    """What was found."""

    title: str = ""
    text: str = ""
    on: datetime.date | None = None
    approved_by: str = ""
    changes: list[str] = field(default_factory=list)


def read(text: str) -> Said:
    """What the file says; placeholders such as `{{ name }}` stay as they are. Raises Invalid for a bad front matter."""
    metadata, body = front.split(text)
    found = Said(text=body.strip("\n"))
    named = {fold(key): value for key, value in metadata.items()}
    found.title = _first_text(named, TITLES) or _heading(body)
    found.on = _date(_first_text(named, DATES))
    found.approved_by = _first_text(named, APPROVERS)
    joined = {key.replace(" ", ""): value for key, value in named.items()}
    for key in HISTORIES:
        _history(found, joined.get(key))
    for table in _tables(body):
        _from_table(found, table)
    found.approved_by = "" if "{{" in found.approved_by else found.approved_by[:200]
    found.title = " ".join(found.title.split())[:200]
    return found


def _first_text(named: dict[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = named.get(key)
        if isinstance(value, list):
            value = ", ".join(str(one) for one in value if isinstance(one, str))
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _heading(body: str) -> str:
    found = _HEADING.search(body) or _SETEXT.search(body)
    return re.sub(r"[*_`]", "", found.group(1)) if found else ""


def _date(text: str) -> datetime.date | None:
    """A date that speaks for itself; one that can be read in two ways is none."""
    try:
        day = read_date(text.strip(" `*"))
    except ValueError:
        return None
    return day if day <= timezone.localdate() else None


def _later(found: Said, day: datetime.date | None) -> None:
    if day is not None and (found.on is None or day > found.on):
        found.on = day


def _history(found: Said, rows: Any) -> None:
    """Rows of `date` and `comment`: the newest date counts, all are told."""
    for row in rows[:MOST_SAID] if isinstance(rows, list) else ():
        if isinstance(row, dict):
            said = {fold(str(key)): str(value) for key, value in row.items()}
            _later(found, _date(said.get("date", "")))
            found.changes.append(": ".join(filter(None, (said.get("date"), said.get("comment")))))
            found.approved_by = found.approved_by or _first_text(said, APPROVERS)


def _tables(body: str) -> Iterator[list[list[str]]]:
    """Tables of the Markdown, as rows of cells without the rule under the head."""
    rows: list[list[str]] = []
    count = 0
    for line in [*body.splitlines(), ""]:
        if line.lstrip().startswith("|"):
            if not _RULE.match(line):
                rows.append([re.sub(r"[*`]", "", cell).strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            yield rows
            count += 1
            if count >= MOST_TABLES:
                return
        rows = []


def _from_table(found: Said, rows: list[list[str]]) -> None:
    """Two columns are names with their values; a column of dates is a history; roles name who approved."""
    head = [fold(cell) for cell in rows[0]]
    if len(head) == 2:
        named = {fold(key): value for key, value in (row for row in rows if len(row) == 2)}
        _later(found, _date(_first_text(named, DATES)))
        found.approved_by = found.approved_by or _first_text(named, APPROVERS)
        return
    if "date" in head:
        place = head.index("date")
        for row in rows[1 : MOST_SAID + 1]:
            if len(row) > place:
                _later(found, _date(row[place]))
                found.changes.append(" · ".join(cell for cell in row if cell)[:300])
    if head[0] == "role":
        for row in rows[1:]:
            if fold(row[0]) in APPROVERS and len(row) > 1 and row[1]:
                found.approved_by = found.approved_by or row[1]
