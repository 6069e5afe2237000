"""Canonical JSON (RFC 8785), so that equal records have equal bytes."""

import datetime
import decimal
import unicodedata
import uuid
from typing import Any

import rfc8785

EXACT = 2**53  # RFC 8785 numbers are doubles: larger integers travel as strings


def plain(value: Any) -> Any:
    """`value` as JSON data: strings in NFC, instants in UTC, decimals and large integers as strings.

    Raises TypeError for floats: a record has none, because their text is not stable.
    """
    match value:
        case None | bool():
            return value
        case int():
            return value if -EXACT < value < EXACT else str(value)
        case str():
            return value if value.isascii() else unicodedata.normalize("NFC", value)
        case datetime.datetime():
            return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case decimal.Decimal() | uuid.UUID():
            return str(value)
        case float():
            raise TypeError("no floats in a record")
        case dict():
            return {str(k): plain(v) for k, v in value.items()}
        case list() | tuple():
            return [plain(v) for v in value]
        case _:
            return str(value)


def encode(data: Any) -> bytes:
    """RFC 8785 bytes of `data`, which `plain` has made ready."""
    return rfc8785.dumps(data)
