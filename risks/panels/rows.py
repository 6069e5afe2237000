"""Rows of ratings, reviews and neighbours in words, for pages and paper alike."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from qms.accounts.models import User

from ..choices import GAINS, LEVELS, OPPORTUNITY_RATINGS, RATINGS
from ..losses import ESTIMATES
from ..models import Risk
from ..pictures.curve import in_thousands

THREE = ("low", "likely", "high")


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


def loss_rows(record: Any) -> list[dict[str, Any]]:
    """Every estimate of yearly losses, newest first, with the address that draws the same years again."""
    people = _people(record.losses)
    return [
        {
            "on": datetime.date.fromisoformat(row["on"]), "by": people.get(row["by"]), "currency": row["currency"],
            "often": " / ".join(row[f"often_{n}"] for n in THREE), "years": row["years"], "seed": row["seed"],
            "loss": " / ".join(in_thousands(Decimal(row[f"loss_{n}"])) for n in THREE),
            "amounts": [in_thousands(Decimal(row[name])) for name in ("average", "p90", "p99")],
            "again": f"/risks/losses/?{urlencode({'risk': record.number, **{n: row[n] for n in ESTIMATES}})}",
        }
        for row in reversed(record.losses)
    ]  # fmt: skip


def _people(rows: Iterable[dict[str, Any]]) -> dict[int, User]:
    ids = {row["by"] for row in rows if row["by"]}
    return User.objects.in_bulk(ids) if ids else {}
