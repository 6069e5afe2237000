"""Paging by key: a page starts after the last row of the one before, however many rows lie in front of it.

The condition is `a <= x AND (a < x OR entry < k)`: the textbook form with OR outside reads every row before the page.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import json
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest


@dataclass(frozen=True)
class Order:
    """How a list is sorted: by the record's number when `field` is empty, else by one column, then by number."""

    name: str
    field: models.Field[Any, Any] | None = None
    down: bool = False

    @property
    def nullable(self) -> bool:
        """Whether rows without a value exist; they come last, as a second stretch of the list."""
        return bool(self.field is not None and self.field.null)

    def columns(self) -> list[str]:
        """For order_by."""
        sign = "-" if self.down else ""
        key = f"{sign}entry_id"
        return [f"{sign}{self.field.attname}", key] if self.field is not None else [key]


def encode(order: Order, row: Any) -> str:
    """An opaque word for “after this row”."""
    value: Any = getattr(row, order.field.attname) if order.field is not None else None
    shown = value.isoformat() if hasattr(value, "isoformat") else value
    raw = json.dumps([order.name, shown, row.pk]).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(order: Order, cursor: str) -> tuple[Any, int]:
    """The value and key after which to go on. Raises BadRequest for a word that is none of ours."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        name, value, key = json.loads(raw)
        if name != order.name or not isinstance(key, int) or isinstance(key, bool):
            raise ValueError
        if value is not None and order.field is not None:
            value = _read(order.field, value)
    except (ValueError, TypeError, AttributeError, binascii.Error, UnicodeError):
        raise BadRequest(_("This place in the list cannot be read. Start again from the top of the list.")) from None
    return value, key


def _read(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.DateTimeField):
        return datetime.datetime.fromisoformat(value)
    if isinstance(field, models.DateField):
        return datetime.date.fromisoformat(value)
    return field.to_python(value)


def page(rows: QuerySet[Any], order: Order, after: str, size: int) -> tuple[list[Any], str]:
    """At most `size` rows after the cursor, and the cursor of the next page ("" at the end)."""
    found = _take(rows, order, after, size + 1)
    return found[:size], encode(order, found[size - 1]) if len(found) > size else ""


def _take(rows: QuerySet[Any], order: Order, after: str, limit: int) -> list[Any]:
    value, key = decode(order, after) if after else (None, None)
    if order.field is None:
        return list(_after(rows, order, None, key).order_by(*order.columns())[:limit])
    found: list[Any] = []
    if not order.nullable or key is None or value is not None:
        dated = rows.filter(**{f"{order.field.attname}__isnull": False}) if order.nullable else rows
        found = list(_after(dated, order, value, key).order_by(*order.columns())[:limit])
        key = None
    if order.nullable and len(found) < limit:
        without = rows.filter(**{f"{order.field.attname}__isnull": True})
        plain = Order(order.name, None, order.down)
        found += list(_after(without, plain, None, key).order_by(*plain.columns())[: limit - len(found)])
    return found


def _after(rows: QuerySet[Any], order: Order, value: Any, key: int | None) -> QuerySet[Any]:
    if key is None:
        return rows
    sign = "lt" if order.down else "gt"
    if order.field is None:
        return rows.filter(**{f"entry_id__{sign}": key})
    name = order.field.attname
    return rows.filter(
        Q(**{f"{name}__{sign}e": value}) & (Q(**{f"{name}__{sign}": value}) | Q(**{f"entry_id__{sign}": key}))
    )
