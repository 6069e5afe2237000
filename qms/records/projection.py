"""What the door must know of a record besides its fields. Registers work it out; the door takes it as it is."""

import datetime
import hashlib
from dataclasses import dataclass, field
from typing import Any

from qms.lib.canonical import encode, plain


@dataclass(frozen=True)
class Standing:
    """Whether a record, as it is now, speaks for the requirements it names: until when, and from when it is stale."""

    counts: bool
    until: datetime.date | None = None
    stale_on: datetime.date | None = None


@dataclass(frozen=True)
class Projection:
    """One record as the table of contents sees it."""

    register: str
    phase: str
    text: str
    content: tuple[str, ...]  # names of the fields that a content hash covers
    dates: dict[str, datetime.date] = field(default_factory=dict)
    involved: frozenset[tuple[int, str]] = frozenset()  # (user id, part)
    waiting_role: str = ""  # the role whose move is next
    cites: frozenset[str] = frozenset()  # keys of the requirements that it names
    standing: Standing = Standing(False)

    @property
    def nearest(self) -> datetime.date | None:
        """The earliest named date while the record lives; done and void records wait for nothing."""
        return min(self.dates.values(), default=None) if self.phase in ("draft", "open") else None


def snapshot(record: Any) -> dict[str, Any]:
    """Every column of the record as JSON data, keyed by attribute name."""
    return {f.attname: plain(getattr(record, f.attname)) for f in record._meta.concrete_fields}


def content_of(record: Any, fields: tuple[str, ...], files: list[Any]) -> dict[str, Any]:
    """The declared content: fields and file hashes; never state, rev, owner, due date or stamps."""
    return {
        "number": record.number,
        "fields": {name: plain(getattr(record, record._meta.get_field(name).attname)) for name in fields},
        "files": sorted(f["sha256"] for f in files),
    }


def sha256(data: Any) -> bytes:
    """SHA-256 of the RFC 8785 bytes of JSON data."""
    return hashlib.sha256(encode(data)).digest()
