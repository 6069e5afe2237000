"""The content of a record, or of one of its versions, section by section, ready to be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.html import format_html

from qms.records.fields import RowsField
from qms.registers.declaration import Section

from .moments import DASH
from .values import Names, chips, shown

#: Shown in the head of the page, so not again in a section.
IN_HEAD = frozenset({"title"})
#: A text of one line up to this many characters stands beside its label, a longer one below it.
ONE_LINE = 72


@dataclass(frozen=True)
class Fact:
    """One field: its label and its value as HTML; `block` takes the whole width."""

    name: str
    label: str
    html: str
    block: bool
    empty: bool


@dataclass(frozen=True)
class Reading:
    """One section. `filled` is False while nothing was entered, `editable` where only moves set what it says."""

    key: str
    label: Any
    help: Any
    facts: list[Fact]
    editable: bool = True

    @property
    def filled(self) -> bool:
        return any(not f.empty for f in self.facts)

    @property
    def vacant(self) -> list[str]:
        """Labels of the fields in which nothing was entered."""
        return [f.label for f in self.facts if f.empty]


def sections(register: Any, row: Any, names: Names) -> list[Reading]:
    """Every section of the register with the values of `row` (a record, or a row of its history)."""
    beside, may = register.remarks(row), {*register.editable} - {*_locked(register, row)}
    return [
        Reading(
            s.key,
            s.label,
            s.help,
            _facts_of(register, row, s, names, beside),
            not may.isdisjoint(s.fields),
        )
        for s in register.sections_for(row)
        if set(s.fields) - IN_HEAD
    ]


def _facts_of(register: Any, row: Any, section: Section, names: Names, beside: dict[str, str]) -> list[Fact]:
    """What a section shows; of choices that stand in several sections, those of its own that are chosen."""
    found = []
    for name in section.fields:
        if name in section.among:
            field = register.fields[name]
            if chosen := [v for v in getattr(row, name) if v in section.among[name]]:
                label = str(field.verbose_name)
                found.append(Fact(name, label[:1].upper() + label[1:], chips(field.labels(chosen)), False, False))
        elif name not in IN_HEAD:
            found.append(_fact(register, row, name, names, beside.get(name, "")))
    return found


def _locked(register: Any, row: Any) -> Iterable[str]:
    """Fields that no edit takes now; a version of long ago is not edited anyhow."""
    return () if hasattr(row, "instance_type") else register.locked(row)


def facts(register: Any, row: Any, names_of: Iterable[str], names: Names) -> list[Fact]:
    """The named fields of `row`, in this order."""
    return [_fact(register, row, name, names) for name in names_of]


def _fact(register: Any, row: Any, name: str, names: Names, beside: str = "") -> Fact:
    field = register.fields[name]
    html = shown(row, name, names)
    label = str(field.verbose_name)
    empty = html == DASH
    block = not empty and (isinstance(field, RowsField) or _is_long(field, row, name))
    if beside:
        html = format_html('{}<br><span class="meta">{}</span>', html, beside)
    return Fact(name, label[:1].upper() + label[1:], html, block, empty)


def _is_long(field: Any, row: Any, name: str) -> bool:
    if not isinstance(field, models.TextField):  # asking for a reference would read its row
        return False
    value = str(getattr(row, name, ""))
    return len(value) > ONE_LINE or "\n" in value.strip()
