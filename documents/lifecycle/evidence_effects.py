"""What else changes when an evidence item moves: its versions, who delivered and accepted, what a query gave."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms.records.projection import sha256

from .. import live_queries


def note_version(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Keep what was delivered as a version of its own; earlier ones stay."""
    add_version(record, record.entry.attached.get("files", []), actor=actor, at=at)


def add_version(record: Any, files: list[Any], *, actor: Any, at: datetime.datetime) -> None:
    """The next version, with these files; whoever brought any version of this round does not accept it."""
    record.version, record.due = record.version + 1, None
    record.deliverers = list(dict.fromkeys([*record.deliverers, actor.pk]))
    record.delivered_by, record.delivered_on = actor, timezone.localdate(at)
    record.collector_id = record.collector_id or actor.pk
    row = version_row(record, files)
    record.versions = [*record.versions, {**row, "sha256": sha256(row).hex(), "id": f"v{record.version}"}]


def version_row(record: Any, files: list[Any]) -> dict[str, Any]:
    """What is delivered now, as its hash covers it; texts only."""
    return {
        "version": str(record.version),
        "on": record.delivered_on.isoformat(),
        "by": record.delivered_by_id,
        "source": record.origin or str(record.get_source_kind_display()),
        "title": record.title,
        "shows": record.shows,
        "period": span(record.period_from, record.period_to),
        "validity": span(record.valid_from, record.valid_until),
        "link": record.link,
        "query": record.query,
        "files": "\n".join(f"{f['name']} SHA-256 {f['sha256']}" for f in files),
    }


def span(start: datetime.date | None, end: datetime.date | None) -> str:
    """`2026-01-01 – 2026-06-30`, `until 2026-06-30`, `from 2026-01-01`."""
    if start is None and end is None:
        return ""
    if start is None or end is None:
        return f"until {end.isoformat()}" if end else f"from {start.isoformat()}"  # type: ignore[union-attr]
    return f"{start.isoformat()} – {end.isoformat()}"


def same_content(record: Any) -> bool:
    """Whether what would be delivered now is what the last version holds."""
    if not record.versions:
        return False
    volatile = ("id", "sha256", "version", "on", "by")
    last = {k: v for k, v in record.versions[-1].items() if k not in volatile}
    return last == {
        k: v for k, v in version_row(record, record.entry.attached.get("files", [])).items() if k not in volatile
    }


def note_acceptance(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Who accepted it and when; the answer of a live query is frozen as the accepting person sees it."""
    record.accepted_by, record.accepted_on = actor, timezone.localdate(at)
    count_list(record, actor=actor, at=at)


def count_list(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What the list gives to whoever accepts it, which is part of what is signed. Raises Invalid beyond its bound."""
    record.counted, record.counted_sha256 = None, ""
    if record.query:
        answer = live_queries.frozen(record.query, actor=actor, at=at)
        record.counted, record.counted_sha256 = answer.count, answer.sha256


def ask_again(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """It is wanted by the same day as before."""
    record.due = record.due_on


def begin_again(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """A new round: its validity is given with the new version."""
    record.valid_from = record.valid_until = None
    record.accepted_by = record.accepted_on = None
    record.due = record.due_on
    record.requested_by, record.deliverers = actor, []


def version_now(record: Any) -> dict[str, Any]:
    """Which version a signature is about, and what its list gave."""
    counted = {"counted": record.counted, "counted_sha256": record.counted_sha256} if record.query else {}
    return {"version": record.version, **counted}


def version_signed(record: Any, context: dict[str, Any]) -> dict[str, Any]:
    """That version as it was delivered, with what its list gave at acceptance."""
    row = next(r for r in record.versions if r["id"] == f"v{context['version']}")
    said = {name: value for name, value in row.items() if name not in ("id", "by") and value not in ("", None)}
    return said | {name: context[name] for name in ("counted", "counted_sha256") if name in context}


def day_words(day: datetime.date) -> str:
    """`30 Jun 2026`."""
    return str(date_format(day, "j M Y")) if day else _("no end")
