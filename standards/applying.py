"""Since when a requirement applies: a requirement names regimes, and one file of data says the date of each.

The file is that of the AI systems (`modelcards/aiact/dates.toml`, or the copy that QMS_AIACT_DATES names), so that a
date that the law moves is changed in one place.
"""

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

SHIPPED = Path(settings.BASE_DIR) / "modelcards" / "aiact" / "dates.toml"
#: What a regime is about, where the dates of one requirement have to be told apart.
ABOUT = {
    "annex_iii": "Annex III", "annex_i": "Annex I", "prohibited_2026": "practices added in 2026", "marking": "marking",
}  # fmt: skip


@dataclass(frozen=True)
class Start:
    """Since when something applies, what of it, and which provision says so."""

    on: datetime.date
    source: str
    about: str = ""
    was: datetime.date | None = None

    @property
    def words(self) -> str:
        """What is shown behind the date: `Annex III, Art. 113(c) as amended in 2026`."""
        return ", ".join(piece for piece in (self.about, self.source) if piece)


def starts(regimes: str) -> list[Start]:
    """The dates of the regimes, the first one first. A regime that the file does not know is left out."""
    known = _read(str(settings.QMS_AIACT_DATES or SHIPPED))["starts"] if regimes else {}
    return sorted((known[r] for r in regimes.split() if r in known), key=lambda start: start.on)


def told_by() -> str:
    """Which edition of the law the dates are of, and how far they may be relied upon."""
    held = _read(str(settings.QMS_AIACT_DATES or SHIPPED))
    return _("%(edition)s, checked on %(on)s. %(note)s") % held if held["edition"] else ""


@cache
def _read(path: str) -> dict[str, Any]:
    """The file's content; empty where it cannot be read, which modelcards.E001 reports at start."""
    try:
        held = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        held = {}
    found = {
        str(row["regime"]): Start(row["on"], str(row.get("source", "")), ABOUT.get(row["regime"], ""), row.get("was"))
        for row in held.get("date", [])
        if isinstance(row.get("on"), datetime.date) and "regime" in row
    }
    return {
        "starts": found, "edition": held.get("edition", ""), "on": held.get("checked_on", ""),
        "note": held.get("note", ""),
    }  # fmt: skip
