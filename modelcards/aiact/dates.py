"""Dates of application and limits, read from data (dates.toml, or the file that QMS_AIACT_DATES names)."""

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("dates.toml")
#: What the program asks for; a file must name each.
REGIMES = ("prohibited", "prohibited_2026", "gpai", "transparency", "marking", "annex_iii", "annex_i")
LIMITS = ("log_months", "keep_years")


@dataclass(frozen=True)
class Start:
    """Since when a part of the law applies. `was`: in the original text; `then`: for systems first offered later."""

    on: datetime.date
    source: str
    was: datetime.date | None = None
    placed_from: datetime.date | None = None
    then: datetime.date | None = None

    def applies_from(self, placed_on: datetime.date | None) -> datetime.date:
        """The date for a system that is or was first offered on `placed_on` (None: not known)."""
        if self.then and self.placed_from and placed_on and placed_on >= self.placed_from:
            return self.then
        return self.on


@dataclass(frozen=True)
class Dates:
    """One edition of the data."""

    edition: str
    checked_on: datetime.date
    note: str
    starts: Mapping[str, Start]
    limits: Mapping[str, int]


def read(path: str = "") -> Dates:
    """The data of a file; "" is the one shipped. Raises ValueError with a sentence, OSError where it cannot be read."""
    return _read(path or str(SHIPPED))


@cache
def _read(path: str) -> Dates:
    try:
        held = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is no TOML: {error}") from None
    starts = {str(row.get("regime")): _start(row, path) for row in held.get("date", [])}
    limits = {str(row.get("name")): row.get("value") for row in held.get("limit", [])}
    if missing := [name for name in (*REGIMES, *LIMITS) if name not in {**starts, **limits}]:
        raise ValueError(f"{path} does not say “{missing[0]}”")
    if wrong := [n for n, v in limits.items() if not isinstance(v, int) or isinstance(v, bool) or v < 0]:
        raise ValueError(f"{path}: the limit “{wrong[0]}” is no whole number")
    checked = _date(held, "checked_on", path)
    return Dates(str(held.get("edition", "")), checked, str(held.get("note", "")), starts, limits)


def _start(row: dict[str, Any], path: str) -> Start:
    optional = {n: _date(row, n, path) for n in ("was", "placed_from", "then") if n in row}
    return Start(_date(row, "on", path), str(row.get("source", "")), **optional)


def _date(row: dict[str, Any], name: str, path: str) -> datetime.date:
    value = row.get(name)
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        raise ValueError(f"{path}: “{name}” of {row.get('regime', 'the file')} is no date such as 2026-11-23")
    return value
