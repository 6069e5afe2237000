"""Columns of parts that not every reader of a record may see, such as the right answers of a quiz.

A column says `kept=True`; the register's `may_see_kept` says who sees what stands in it. Everything that goes out to a
reader (pages, API, prints, packs) asks here, also for names that were hidden since (pseudonyms.py); what is stored,
signed and proven is never changed.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from qms.records.fields import RowsField
from qms.records.versions import Version

from .pseudonyms import hidden, veil, veiled_before


@cache
def kept_columns(register: Any) -> dict[str, frozenset[str]]:
    """The fields of a register that have kept columns, each with the names of these columns."""
    found = {
        name: frozenset(c.name for c in field.columns if c.kept)
        for name, field in register.fields.items()
        if isinstance(field, RowsField)
    }
    return {name: columns for name, columns in found.items() if columns}


def keeps_from(register: Any, record: Any, actor: Any, rows: Iterable[Any] = ()) -> bool:
    """Whether the record, or one of `rows` of its history, holds something that `actor` may not see."""
    names = kept_columns(register)
    held = any(getattr(row, name) for row in (record, *rows) for name in names)
    return held and not register.sees_kept(record, actor)


def emptied(register: Any, row: Any) -> Any:
    """A copy of a record, or of a row of its history, without what stands in kept columns. It is never written."""
    shown = copy.copy(row)
    for name, columns in kept_columns(register).items():
        setattr(shown, name, _without(columns, getattr(row, name)))
    return shown


def shown_to(actor: Any, register: Any, row: Any, *, record: Any = None) -> Any:
    """The row as `actor` may see it. `record`: whose history it is a row of."""
    rows = () if record is None else (row,)
    shown = emptied(register, row) if keeps_from(register, record or row, actor, rows) else row
    if record is not None and row is not record and row.rev < veiled_before(register, record.pk):
        shown = veil(register, shown)
    return shown


def versions_shown_to(actor: Any, register: Any, record: Any, versions: list[Version]) -> list[Version]:
    """Versions with what changed in them, as `actor` may see it: that a part changed is no secret, what it holds is."""
    versions = _veiled(register, record, versions)
    if not keeps_from(register, record, actor, (v.row for v in versions)):
        return versions
    names = kept_columns(register)
    return [
        replace(
            v, row=emptied(register, v.row),
            changes=[
                replace(c, old=_without(names[c.field.name], c.old), new=_without(names[c.field.name], c.new))
                if c.field.name in names else c
                for c in v.changes
            ],
        )
        for v in versions
    ]  # fmt: skip


def _veiled(register: Any, record: Any, versions: list[Version]) -> list[Version]:
    """Versions before somebody was given a pseudonym, without what may name people."""
    until = veiled_before(register, record.pk)
    return [_one_veiled(register, v, until) if v.rev <= until else v for v in versions]


def _one_veiled(register: Any, version: Version, until: int) -> Version:
    names = register.personal
    changed = [
        replace(c, old=c.old and hidden(), new=c.new if version.rev == until else c.new and hidden())
        if c.field.name in names else c
        for c in version.changes
    ]  # fmt: skip
    row = version.row if version.rev == until else veil(register, version.row)
    return replace(version, row=row, changes=changed)


def _without(columns: frozenset[str], value: Any) -> Any:
    return [{k: v for k, v in row.items() if k not in columns} for row in value or []]
