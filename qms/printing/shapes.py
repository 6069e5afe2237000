"""What a print is made of. Higher floors fill these shapes from records; the templates in `templates/print/` show them.

All texts arrive ready for the reader's language, all instants aware and shown in UTC, all dates as dates. Nothing here
says what a record is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

#: How wide a column is: the table layout is fixed, `text` columns share what the others leave.
Width = Literal["text", "long", "number", "date", "instant", "person", "short", "state", "level", "rev"]
#: A word of a difference: "=" kept, "-" taken out, "+" put in.
Word = tuple[str, str]
#: A change of more characters than this is printed over the full width.
LONG_CHANGE = 300
Value = str | int | date | datetime | Sequence[str] | None


@dataclass(frozen=True, kw_only=True)
class PrintFact:
    """One labelled value. `prose` values run over the full width, with their paragraphs."""

    label: str
    value: Value
    prose: bool = False


@dataclass(frozen=True, kw_only=True)
class PrintColumn:
    """A column of a table."""

    label: str
    width: Width = "text"


@dataclass(frozen=True, kw_only=True)
class PrintTable:
    """Rows under repeated heads. `total` is the true number when `rows` was cut off.

    A row of two values under more heads is a heading. `quiet`: nothing stays empty, where a dash in most cells of a
    matrix would hide the few that tell something.
    """

    label: str
    columns: Sequence[PrintColumn]
    rows: Sequence[Sequence[Value]]
    total: int | None = None
    quiet: bool = False

    @property
    def cut(self) -> int:
        """How many rows are not printed."""
        return max(0, (self.total or 0) - len(self.rows))


@dataclass(frozen=True, kw_only=True)
class PrintNode:
    """A node of a tree such as a why-tree; `mark` is its standing in a word, `tone` colours it beside the word."""

    text: str
    mark: str = ""
    tone: Literal["", "good", "warn", "bad"] = ""
    notes: Sequence[str] = ()
    children: Sequence[PrintNode] = ()


@dataclass(frozen=True, kw_only=True)
class PrintSection:
    """A headed part of a record: facts, then trees, then tables, then sections inside it.

    `empty` names fields without a value: one line says so, instead of a dash for each.
    """

    label: str
    facts: Sequence[PrintFact] = ()
    trees: Sequence[PrintNode] = ()
    tables: Sequence[PrintTable] = ()
    sections: Sequence[PrintSection] = ()
    empty: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class PrintFile:
    """An attached file; `sha256` in full, so that a copy can be compared. `size` in bytes."""

    name: str
    size: int
    sha256: str
    media_type: str = ""
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class PrintSignature:
    """A signature as given (21 CFR 11.50: printed name, date and time, meaning) and what it covers."""

    name: str
    at: datetime
    meaning: str
    role: str = ""
    scope: str = ""
    rev: int | None = None
    scope_hash: str = ""
    method: str = ""


@dataclass(frozen=True, kw_only=True)
class PrintChange:
    """One field of one version; `words` shows the difference of long texts, else old → new."""

    label: str
    old: str = ""
    new: str = ""
    words: Sequence[Word] = ()

    @property
    def is_long(self) -> bool:
        """Whether it needs the width of the page to be readable."""
        return sum(len(text) for _op, text in self.words) + len(self.old) + len(self.new) > LONG_CHANGE


@dataclass(frozen=True, kw_only=True)
class PrintVersion:
    """One version of the history, newest first in a print."""

    rev: int
    at: datetime
    by: str
    action: str
    reason: str = ""
    changes: Sequence[PrintChange] = ()

    @property
    def short_changes(self) -> list[PrintChange]:
        """Those that fit beside the version."""
        return [change for change in self.changes if not change.is_long]

    @property
    def long_changes(self) -> list[PrintChange]:
        """Those printed under the version, over the full width."""
        return [change for change in self.changes if change.is_long]


@dataclass(frozen=True, kw_only=True)
class PrintLink:
    """A linked record that the reader may see; `kind` reads as a phrase ("addresses", "is addressed by")."""

    kind: str
    number: str
    title: str
    state: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class PrintRecord:
    """A version of a record: what is the same for every reader and on every day.

    `changed_since_first_entry` answers Annex 11, 8.2, of the record; `changed_in_lines` of the records
    that are printed as its lines. `phase` is draft, open, done or void;
    `address` the record's page, absolute, behind the QR code.
    """

    organisation: str
    register: str
    number: str
    title: str
    state: str
    phase: str
    rev: int
    content_hash: str
    address: str
    changed_since_first_entry: bool
    changed_in_lines: bool = False
    facts: Sequence[PrintFact] = ()
    sections: Sequence[PrintSection] = ()
    files: Sequence[PrintFile] = ()
    signatures: Sequence[PrintSignature] = ()
    versions: Sequence[PrintVersion] = ()
    versions_total: int | None = None
    lang: str = "en"
    zone: str = ""  # where instants are told, on papers that leave the house; UTC on all others

    @property
    def versions_cut(self) -> int:
        """How many older versions are not printed."""
        return max(0, (self.versions_total or 0) - len(self.versions))


@dataclass(frozen=True, kw_only=True)
class PrintValidity:
    """Whether a signature still covers what is there today."""

    signature: PrintSignature
    valid: bool
    explanation: str = ""


@dataclass(frozen=True, kw_only=True)
class PrintPresent:
    """The added page: what depends on the day and the reader. `at` is when, `reader` the printed name."""

    organisation: str
    register: str
    number: str
    title: str
    rev: int
    state: str
    address: str
    at: datetime
    reader: str
    validities: Sequence[PrintValidity] = ()
    links: Sequence[PrintLink] = ()
    lang: str = "en"


@dataclass(frozen=True, kw_only=True)
class PrintList:
    """A register's list as shown: `filters` are the reader's, `table` the rows; `csv_address` has what was cut off.

    `holds` says in words what the rows are, where they are no records.
    """

    organisation: str
    register: str
    address: str
    at: datetime
    reader: str
    table: PrintTable
    filters: Sequence[PrintFact] = ()
    counts: Sequence[PrintFact] = field(default=())
    csv_address: str = ""
    holds: str = ""
    lang: str = "en"
