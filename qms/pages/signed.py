"""The content of a signature's scope, put into words for the person who is about to sign it."""

import datetime
import re
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qms.records.fields import RowsField
from qms.records.models import Entry
from qms.registers.registry import registry

from .moments import day_text
from .texts import text
from .values import Names, rows

#: Names of what is signed besides fields, in words.
WORDS = {"sha256": _("SHA-256 of all of it"), "on": _("delivered on"), "of": _("part of")}
#: The address of a register's list.
_LIST = re.compile(r"/([a-z-]+)/\?\S*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def shown_content(register: Any, record: Any, content: dict[str, Any], names: Names) -> list[tuple[str, str, str]]:
    """(label, text, HTML if the text has a form of its own) of every field, child record and file that the hash covers.

    Nothing of it is left out.
    """
    told = [
        (label_of(register, n), _said(register, n, v, names), _formed(register, n, v, names))
        for n, v in content["fields"].items()
    ]
    return told + [(label, said, "") for label, said in _others(record, content, names)]


def _formed(register: Any, name: str, value: Any, names: Names) -> str:
    """A part as its own table or texts under their headings, as the record's page shows it; "" for a plain value.

    A field class may have a method `signed(value)` where its `shown` leaves something out.
    """
    field = _field(register, name)
    if isinstance(value, str) and (found := _LIST.fullmatch(value)) and found[1] in registry:
        return format_html('<a class="link" href="{}" target="_blank" rel="noopener">{}</a>', value, value)
    if not value or field is None:
        return ""
    if own := getattr(field, "signed", None):
        return str(own(value))
    if not isinstance(field, RowsField):
        return ""
    own = getattr(field, "shown", None)
    return str(own(value)) if own else rows(field, value, names)


def _others(record: Any, content: dict[str, Any], names: Names) -> list[tuple[str, str]]:
    """Child records and files."""
    lines: list[tuple[str, str]] = []
    numbers = [str(c.get("number", "")) for c in content["children"]]
    entries = {e.number: e for e in Entry.objects.filter(number__in=numbers)}
    for number, values in zip(numbers, content["children"], strict=True):
        lines.append((_called(number, entries), _child(values, entries, names)))
    files = _files(record.entry)
    return lines + [(files.get(h, "file"), f"SHA-256 {h}") for h in content["files"]]


def _called(number: str, entries: dict[str, Entry]) -> str:
    """Number and title: nobody knows a record by its number alone."""
    return f"{number} {entries[number].title}" if number in entries else number


def label_of(register: Any, name: str) -> str:
    """The field's name in words."""
    field = _field(register, name)
    label = str(field.verbose_name) if field is not None else str(WORDS.get(name, name.replace("_", " ")))
    return label[:1].upper() + label[1:]


def _field(register: Any, name: str) -> Any:
    return next((f for f in register.fields.values() if name in (f.name, f.attname)), None)


def _said(register: Any, name: str, value: Any, names: Names) -> str:
    """One value of the content, which is held as canonical JSON has it: dates and instants are texts there."""
    field = _field(register, name)
    if field is None:
        return str(register.lifecycle.label(value)) if name == "state" else _plain(value)
    if isinstance(field, models.DateTimeField) and value:
        local = timezone.localtime(datetime.datetime.fromisoformat(value))
        return f"{day_text(local.date())} {local:%H:%M %Z}"
    if isinstance(field, models.DateField) and value:
        return day_text(datetime.date.fromisoformat(value))
    return text(field, value, names) or "–"


def _child(values: dict[str, Any], entries: dict[str, Entry], names: Names) -> str:
    """A record that is covered too, a line for each of its values, under the labels of its own register."""
    entry = entries.get(str(values.get("number", "")))
    rest = {k: v for k, v in values.items() if k != "number" and v not in (None, "", [])}
    if entry is None or entry.register not in registry:
        return "\n".join(f"{k.replace('_', ' ')}: {_plain(v)}" for k, v in rest.items())
    register, files = registry[entry.register], _files(entry)
    if "files" in rest:
        rest["files"] = [f"{files.get(h, '')} SHA-256 {h}".strip() for h in rest["files"]]
    return "\n".join(f"{label_of(register, k)}: {_said(register, k, v, names)}" for k, v in rest.items())


def _files(entry: Entry) -> dict[str, str]:
    return {f["sha256"]: f["name"] for f in entry.attached.get("files", [])}


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " · ".join(
            f"{k.replace('_', ' ')}: {_plain(v)}" for k, v in value.items() if k != "id" and v not in (None, "", [])
        )
    if isinstance(value, list):
        return "\n".join(_plain(v) for v in value) or "–"
    if isinstance(value, str) and _DAY.fullmatch(value):
        return day_text(datetime.date.fromisoformat(value))
    return "–" if value in (None, "") else str(value)
