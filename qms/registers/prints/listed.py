"""A register's list as a PDF: exactly the columns and rows that the page shows."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models

from qms.accounts.models import User
from qms.accounts.people import organisation
from qms.printing.compose import print_list
from qms.printing.render import render_pdf
from qms.printing.shapes import PrintColumn, PrintFact, PrintList, PrintTable, Value, Width
from qms.records.fields import PeopleField, RowsField

from .record import language
from .words import Words, bare

#: Rows of one section of a PDF; layout time and memory grow with them. More goes to CSV.
MOST_ROWS = 2_000
NAMED: dict[str, Width] = {"number": "number", "title": "long", "state": "state", "owner": "person"}

#: Letters of the longest word that a column of this width holds.
WIDEST_OF = {"short": 9, "date": 11}


def list_pdf(
    register: Any,
    *,
    rows: Sequence[Any],
    columns: Sequence[tuple[str, str]],
    total: int,
    actor: Any,
    at: datetime.datetime,
    query: str = "",
    filters: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The PDF of a list.

    Args:
        rows: records in the order shown; only the first 2,000 are printed.
        columns: (name of a field or property, label).
        total: how many rows there are; the print says how many it leaves out and where the CSV is.
        query: the query string of the list, so that the QR code leads to the same list.
        filters: (label, value) of what was asked for.

    Raises:
        PrintFailed: with a sentence.
    """
    words, rows = Words(), rows[:MOST_ROWS]
    words.load_people(rows)
    address = f"{settings.QMS_PUBLIC_URL}/{register.key}/"
    shape = PrintList(
        organisation=organisation(),
        register=str(register.label_plural),
        address=f"{address}?{query}" if query else address,
        at=at,
        reader=actor.printed_name,
        table=PrintTable(
            label="",
            columns=[PrintColumn(label=label, width=_width(register, name)) for name, label in columns],
            rows=[[_cell(register, row, name, words) for name, _label in columns] for row in rows],
            total=total,
        ),
        filters=[PrintFact(label=label, value=value) for label, value in filters],
        csv_address=f"{address}?{query}&format=csv" if query else f"{address}?format=csv",
        lang=language(),
    )
    return render_pdf(print_list(shape), title=shape.register, lang=shape.lang)


def _cell(register: Any, row: Any, name: str, words: Words) -> Value:
    if name == "state":
        return str(register.lifecycle.label(row.state))
    field = register.fields.get(name)
    if field is None:
        return bare(getattr(row, name, None))
    value = getattr(row, field.attname)
    return len(value) if value and isinstance(field, RowsField) else words.value(field, value)


def _width(register: Any, name: str) -> Width:
    field = register.fields.get(name)
    if name in NAMED:
        return NAMED[name]
    if isinstance(field, models.DateTimeField):
        return "instant"
    if isinstance(field, models.DateField):
        return "date"
    if isinstance(field, PeopleField) or (isinstance(field, models.ForeignKey) and field.related_model is User):
        return "person"
    if field is not None and (field.choices or isinstance(field, models.IntegerField | models.BooleanField)):
        return _by_words(field)
    return "text"


def _by_words(field: Any) -> Width:
    """Wide enough that no word of a choice or of the heading is broken."""
    words = [str(field.verbose_name), *(str(word) for _key, word in field.flatchoices or ())]
    longest = max(len(word) for said in words for word in said.split())
    return "person" if longest > WIDEST_OF["date"] else "date" if longest > WIDEST_OF["short"] else "short"
