"""The content of a record, section by section: every declared field, and every filled one that no section shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from qms.lib.prose import prose
from qms.printing.shapes import PrintFact, PrintNode, PrintSection, PrintTable
from qms.records.fields import RowsField

from .words import Words, label_of

IN_HEAD = frozenset({"title", "owner", "unit"})


def sections(register: Any, record: Any, words: Words, *, more: Sequence[PrintSection] = ()) -> list[PrintSection]:
    """The register's sections, what was recorded by steps and stands in none of them, `more`, and what is empty."""
    made = [
        section(str(s.label), [register.fields[n] for n in s.fields if n not in IN_HEAD], record, words, among=s.among)
        for s in register.sections_for(record)
    ]
    shown = {*IN_HEAD, *register.editable}
    rest = [register.fields[name] for name in register.content if name not in shown]
    further = section(_("Further particulars"), rest, record, words)
    made.append(replace(further, empty=()))
    return [*filter(_filled, made), *more, *_unfilled([s for s in made if not _filled(s)])]


def _filled(made: PrintSection) -> bool:
    return bool(made.facts or made.tables or made.trees)


def _unfilled(made: list[PrintSection]) -> list[PrintSection]:
    """One short section in place of those in which nothing was entered."""
    facts = [PrintFact(label=s.label, value=", ".join(s.empty)) for s in made if s.empty]
    return [PrintSection(label=_("Not filled in"), facts=facts)] if facts else []


def section(
    label: str, fields: list[models.Field[Any, Any]], record: Any, words: Words, *,
    among: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> PrintSection:  # fmt: skip
    """One section: facts for single values, tables and trees for parts.

    `among`: of a field with several choices, those that stand in this section.
    A field class may have a method `printed(value, words)` that gives a PrintTable or a list of PrintNode.
    """
    facts: list[PrintFact] = []
    trees: list[PrintNode] = []
    tables: list[PrintTable] = []
    empty: list[str] = []
    for field in fields:
        value = getattr(record, field.attname)
        if field.name in among:
            value = [v for v in value if v in among[field.name]]
        if value is None or value in ("", [], {}):
            empty.append(label_of(field))
        elif own := getattr(field, "printed", None):
            made = own(value, words)
            trees.extend(made if isinstance(made, list) else ())
            tables.extend([made] if isinstance(made, PrintTable) else ())
        elif isinstance(field, RowsField):
            tables.append(words.table(field, value, label_of(field)))
        else:
            facts.append(fact(field, value, words))
    return PrintSection(label=label, facts=facts, trees=trees, tables=tables, empty=empty)


def fact(field: models.Field[Any, Any], value: Any, words: Words) -> PrintFact:
    """One labelled value; long texts are prose, with the Markdown people wrote."""
    if isinstance(field, models.TextField):
        return PrintFact(label=label_of(field), value=prose(value), prose=True)
    return PrintFact(label=label_of(field), value=words.value(field, value))
