"""Rows of ratings, reviews and neighbours in words, for pages and paper alike."""

import datetime
from collections.abc import Iterable
from typing import Any

from qms.accounts.models import User

from ..choices import GAINS, LEVELS, OPPORTUNITY_RATINGS, RATINGS
from ..models import Risk


def words_of(record: Any) -> dict[str, Any]:
    """The levels in the words of a risk or of an opportunity."""
    return dict(LEVELS if isinstance(record, Risk) else GAINS)


def rating_rows(record: Any) -> list[dict[str, Any]]:
    """Every rating, newest first: which, the pair, the level, the edition, when, by whom, why. One query for people."""
    people = _people(record.ratings)
    levels = words_of(record)
    kinds = dict(RATINGS if isinstance(record, Risk) else OPPORTUNITY_RATINGS)
    return [
        {
            "kind": kinds.get(row["kind"], row["kind"]), "pair": f"{row['likelihood']} × {row['consequence']}",
            "level": levels.get(row["level"], ""), "edition": f"{row['matrix']} ({row['edition']})",
            "on": datetime.date.fromisoformat(row["on"]), "by": people.get(row["by"]), "reason": row["reason"],
        }
        for row in reversed(record.ratings)
    ]  # fmt: skip


def review_rows(record: Any) -> list[dict[str, Any]]:
    """Every review, newest first."""
    people, levels = _people(record.reviews), words_of(record)
    return [
        {
            "on": datetime.date.fromisoformat(row["on"]), "by": people.get(row["by"]),
            "level": levels.get(row["level"], ""), "result": row["result"],
            "next": datetime.date.fromisoformat(row["next"]) if row["next"] else None,
        }
        for row in reversed(record.reviews)
    ]  # fmt: skip


def _people(rows: Iterable[dict[str, Any]]) -> dict[int, User]:
    ids = {row["by"] for row in rows if row["by"]}
    return User.objects.in_bulk(ids) if ids else {}
