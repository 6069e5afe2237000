"""A periodic review of a document: the row it leaves, what is signed of it, and the date of the next one."""

import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone


def which(record: Any) -> dict[str, Any]:
    """The row that a review makes, named by the revision of the record that it starts from."""
    return {"review": _row_id(record)}


def _row_id(record: Any) -> str:
    return f"rev{record.rev}"


def reviewed(record: Any, context: dict[str, Any]) -> dict[str, Any]:
    """What a review's signature covers: its own row, which later reviews do not touch. Before it is made: as typed."""
    row = next((r for r in record.reviews if r["id"] == context["review"]), None)
    held = record.effective_revision
    return {
        "title": record.title,
        "revision": row["revision"] if row else (held.number if held else ""),
        "result": row["result"] if row else record.review_result.strip(),
    }


def note(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Keep the review as a row of its own, and set the next date by the document's rule."""
    today = timezone.localdate(at)
    record.next_review = next_date(record, today=today)
    record.reviewed_on = today
    record.reviews = [
        *record.reviews,
        {
            "id": _row_id(record), "on": today.isoformat(), "revision": record.effective_revision.number,
            "by": actor.pk, "result": record.review_result.strip(), "next": record.next_review.isoformat(),
        },
    ]  # fmt: skip


def next_date(record: Any, *, today: datetime.date) -> datetime.date:
    """The next review, counted from the last one (today) or from the date that was planned; always to come."""
    step = relativedelta(months=record.review_months)
    if record.review_from == "last" or record.next_review is None:
        return today + step
    planned: datetime.date = record.next_review
    times = 1
    while planned + step * times <= today:
        times += 1
    return planned + step * times
