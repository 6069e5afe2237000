"""Inputs for people and for the parts of a record. All of them work without script."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models

from qms.accounts.models import User
from qms.records.fields import Column, RowsField

#: Rows of a part that stand ready to be filled in.
BLANK_ROWS = 2
#: With more columns than these, a row stands as a card of labelled fields.
MOST_COLUMNS = 4
#: Lines of the box for a long text, and letters that a line of it holds.
FEWEST_LINES, MOST_LINES, WIDE = 16, 40, 90
#: Records that are offered beside an input for a number.
OFFERED = 50


def person_text(user: User | None) -> str:
    """How a person stands in an input: `Maren Holt (quality)`."""
    return f"{user.printed_name} ({user.username})" if user else ""


class PersonInput(forms.TextInput):
    """A line in which a person is named; the page's list of people helps, and any user name can be typed."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(
            {"list": "people", "autocomplete": "off", "data-people": "", "spellcheck": "false", **(attrs or {})}
        )

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int) or (isinstance(value, str) and value.isdigit()):
            value = User.objects.filter(pk=int(value)).first()
        return person_text(value) if isinstance(value, User) else super().format_value(value)


class RecordInput(forms.TextInput):
    """A line in which a record is named by its number; the newest ones are offered."""

    template_name = "components/record_input.html"

    def __init__(self, rows: Any) -> None:
        self.rows = rows
        super().__init__({"autocomplete": "off", "spellcheck": "false"})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, {**(attrs or {}), "list": f"{name}-offered"})
        context["widget"]["offered"] = list(self.rows.order_by("-entry")[:OFFERED])
        return context

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int) or (isinstance(value, str) and value.isdigit()):
            value = self.rows.filter(pk=int(value)).first()
        return str(value) if isinstance(value, models.Model) else super().format_value(value)


class PeopleInput(forms.Widget):
    """One line per person, and blank ones for more."""

    template_name = "components/people_input.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        ids = [v for v in value or [] if isinstance(v, int)]
        known = User.objects.in_bulk(ids)
        lines = [person_text(known[v]) if v in known else str(v) for v in value or []]
        context["widget"]["lines"] = [*lines, *[""] * BLANK_ROWS]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [line.strip() for line in data.getlist(name) if line.strip()]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def id_for_label(self, id_: str) -> str:
        return ""


class LinesInput(forms.Textarea):
    """Short texts, one per line."""

    def format_value(self, value: Any) -> str | None:
        return "\n".join(value) if isinstance(value, list) else value

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [line.strip() for line in (data.get(name) or "").splitlines() if line.strip()]


class RowsInput(forms.Widget):
    """A part of a record as an editable table: its rows and a few blank ones."""

    template_name = "components/rows_input.html"
    use_fieldset = True

    def __init__(self, field: RowsField, *, grows: bool = False) -> None:
        """`grows`: its page adds rows when it is asked to (qms/pages/form.py)."""
        super().__init__()
        self.field, self.grows = field, grows

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [r for r in value or self.field.begins if isinstance(r, dict)]
        people = User.objects.in_bulk(
            [v for r in rows for c in self._of("person") if isinstance(v := r.get(c.name), int)]
        )
        columns = [c for c in self.field.columns if not c.hidden]
        cards = len(columns) > MOST_COLUMNS and not self.field.abreast
        blank: list[dict[str, Any]] = [{}] * (1 if cards else BLANK_ROWS)
        made = [self._row(name, place, row, people) for place, row in enumerate([*rows, *blank])]
        context["widget"].update(columns=columns, rows=made, cards=cards, grows=self.grows, abreast=self.field.abreast)
        return context

    def _of(self, kind: str) -> list[Column]:
        return [c for c in self.field.columns if c.kind == kind]

    def _row(self, name: str, place: int, row: dict[str, Any], people: dict[int, User]) -> dict[str, Any]:
        cells: list[dict[str, Any]] = []
        for column in self.field.columns:
            value = row.get(column.name)
            if column.kind == "person" and value in people:
                value = person_text(people[value])
            cells.append(
                {"column": column, "name": f"{name}-{place}-{column.name}", "value": "" if value is None else value}
            )
        next(c for c in cells if not c["column"].hidden)["first"] = True  # it carries the row's id
        return {"id_name": f"{name}-{place}-id", "id": row.get("id", ""), "place": place + 1, "cells": cells}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        rows, place = [], 0
        offered = {key for row in self.field.begins for key in row}
        while f"{name}-{place}-id" in data:
            row = {c.name: data.get(f"{name}-{place}-{c.name}", "").strip() for c in self.field.columns}
            if any(row[c.name] for c in self.field.columns if not (c.hidden or c.kind == "bool" or c.name in offered)):
                rows.append({"id": data[f"{name}-{place}-id"], **row})
            place += 1
        return rows

    def has_input(self, name: str, key: str) -> bool:
        """Whether `key` is a cell of the part `name`, such as `steps-0-what`."""
        part, _dash, rest = key.partition("-")
        place, _dash, column = rest.partition("-")
        return part == name and place.isdigit() and column in {"id", *(c.name for c in self.field.columns)}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-0-id" not in data

    def id_for_label(self, id_: str) -> str:
        return ""


class LongText(forms.Textarea):
    """A tall box for a text in Markdown, with a preview at a press; without script it opens on a page of its own."""

    template_name = "components/long_text.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        lines = sum(len(line) // WIDE + 1 for line in str(value or "").splitlines())
        rows = str(min(max(lines + 2, FEWEST_LINES), MOST_LINES))
        return super().get_context(name, value, {**(attrs or {}), "rows": rows, "class": "tall"})
