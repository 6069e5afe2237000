"""What a pack is asked for: one of a standard, an audit, a register or single records; and a period."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .limits import MOST_NAMED

SEPARATED = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Order:
    """What is wanted. Days are of the organisation's time zone, both inclusive; None leaves that end open."""

    KINDS: ClassVar[tuple[str, ...]] = ("standard", "audit")

    standard: str = ""
    audit: str = ""
    register: str = ""
    records: tuple[str, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Order:
        """An order from the texts of a form, a command or a JSON body: standard, audit, register, records, from, to.

        Raises Invalid with sentences by field.
        """
        errors: dict[str, list[str]] = {}
        days: dict[str, datetime.date | None] = {}
        for name in ("from", "to"):
            try:
                days[name] = parse_date(text) if (text := _text(said, name)) else None
                wrong = bool(text) and days[name] is None
            except ValueError:
                wrong = True
            if wrong:
                errors[name] = [_("“%s” is no date such as 2026-11-23.") % _text(said, name)[:40]]
        if errors:
            raise Invalid(fields=errors)
        given = said.get("records") or ()
        numbers = SEPARATED.split(given) if isinstance(given, str) else [str(n) for n in given]
        order = cls(
            standard=_text(said, "standard"), audit=_text(said, "audit"), register=_text(said, "register"),
            records=tuple(dict.fromkeys(n.strip()[:60] for n in numbers if n.strip())),
            since=days["from"], until=days["to"],
        )  # fmt: skip
        order.check()
        return order

    def check(self) -> None:
        """Raises Invalid unless exactly one thing is asked for, in a period that has days in it."""
        asked = [name for name in (*self.KINDS, "register", "records") if getattr(self, name)]
        if len(asked) != 1:
            raise Invalid(_("Ask for one thing: a standard or clause, an audit, a register, or single records."))
        if len(self.records) > MOST_NAMED:
            said = _("At most %(most)d single records; these are %(n)d. Take a register and a period.")
            raise Invalid(fields={"records": [said % {"most": MOST_NAMED, "n": len(self.records)}]})
        if self.since and self.until and self.since > self.until:
            said = _("The period ends (%(to)s) before it begins (%(from)s).")
            raise Invalid(
                fields={
                    "to": [said % {"from": date_format(self.since, "j M Y"), "to": date_format(self.until, "j M Y")}]
                }
            )

    @property
    def kind(self) -> str:
        """standard, audit, register or records."""
        return next(name for name in (*self.KINDS, "register", "records") if getattr(self, name))

    @property
    def reference(self) -> str:
        """What of this kind, in one text."""
        return ", ".join(self.records) if self.records else str(getattr(self, self.kind))

    @property
    def name(self) -> str:
        """A name for the file."""
        first = self.records[0] if self.records else self.reference
        more = f"-and-{len(self.records) - 1}-more" if len(self.records) > 1 else ""
        days = "".join(f"-{day:%Y%m%d}" for day in (self.since, self.until) if day)
        return re.sub(r"[^A-Za-z0-9.-]+", "-", f"evidence-{first}{more}{days}")[:100].strip(".-")

    def as_data(self) -> dict[str, Any]:
        """JSON data: only what was said."""
        data: dict[str, Any] = {self.kind: list(self.records) if self.records else self.reference}
        days = {"from": self.since, "to": self.until}
        return data | {name: day.isoformat() for name, day in days.items() if day}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Order:
        """The order that `as_data` wrote."""
        return cls.read(data)


def _text(said: Mapping[str, Any], name: str) -> str:
    return str(said.get(name) or "").strip()[:200]
