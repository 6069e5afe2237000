"""The table of a register in a pack: the same rows as CSV and in the index."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.canonical import plain
from qms.registers.prints.words import label_of
from qms.registers.tables import csv_lines

from .describe import HEAD, TOP
from .reading import Batch, Dossier

PIECE = 1024 * 1024


@dataclass(frozen=True)
class Row:
    """A record in the index."""

    number: str
    title: str
    state: str
    phase: str
    rev: int
    changed: Any
    signatures: int
    files: int
    pdf: str
    json: str


@dataclass
class Table:
    """Rows of one register, gathered batch by batch; the CSV grows on disk."""

    register: Any
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        own = [name for name in self.register.fields if name not in (*TOP, *HEAD)]
        self._names = list(dict.fromkeys(("title", "owner", "unit", *self.register.editable, *own)))
        self._file = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - lives as long as the table
        heads = [_("Number"), _("State"), _("Revision"), _("Changed"), *map(self._label, self._names), "SHA-256"]
        self._file.write(b"\xef\xbb\xbf" + csv_lines([heads]).encode())

    def _label(self, name: str) -> str:
        return label_of(self.register.fields[name])

    def add(self, dossier: Dossier, batch: Batch, *, pdf: str, json: str) -> None:
        """Take in a record."""
        record, state = dossier.record, self.register.lifecycle.label(dossier.record.state)
        fields = [self.register.fields[name] for name in self._names]
        readable = batch.shown(dossier, record)
        cells = [batch.words.text(f, getattr(readable, f.attname)) for f in fields]
        content = bytes(dossier.position.content_hash or b"").hex()
        line = [record.number, state, record.rev, plain(record.changed_at), *cells, content]
        self._file.write(csv_lines([line]).encode())
        files = [f for f in dossier.files if f.removed_at is None]
        phase = self.register.lifecycle.phase(record.state)
        self.rows.append(
            Row(
                record.number, record.title, state, phase, record.rev, record.changed_at, len(dossier.signatures),
                len(files), pdf, json,
            )
        )  # fmt: skip

    def csv(self) -> Iterator[bytes]:
        """The file, piece by piece."""
        self._file.seek(0)
        while piece := self._file.read(PIECE):
            yield piece
