"""Requirements page by page over HTTP, by their position: a page follows the last position that was shown."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from rest_framework.request import Request

from qms.lib.errors import BadRequest

PAGE, LARGEST = 100, 500


def page_of(rows: Sequence[Any], request: Request, position: Callable[[Any], int]) -> tuple[list[Any], str | None]:
    """The rows of the page that the address asks for, and the address of the next one.

    Raises BadRequest where `limit` or `cursor` cannot be read.
    """
    asked = request.query_params
    size, after = size_of(asked.get("limit", "")), place_of(asked.get("cursor", ""))
    found = [row for row in rows if position(row) > after][: size + 1]
    if len(found) <= size:
        return found, None
    more = {**asked.dict(), "limit": size, "cursor": cursor_of(position(found[size - 1]))}
    return found[:size], request.build_absolute_uri(f"{request.path}?{urlencode(more)}")


def size_of(said: str) -> int:
    """How many rows a page has. Raises BadRequest for what is no number from 1 to 500."""
    if not said:
        return PAGE
    if not (said.isascii() and said.isdigit() and 1 <= int(said[:6]) <= LARGEST):
        raise BadRequest(_("“limit” is a number from 1 to %d.") % LARGEST)
    return int(said)


def cursor_of(position: int) -> str:
    """A position as the opaque word that an address carries."""
    return base64.urlsafe_b64encode(str(position).encode()).decode().rstrip("=")


def place_of(cursor: str) -> int:
    """The position after which to go on. Raises BadRequest for a word that is none of ours."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return int(base64.b64decode(padded, altchars=b"-_", validate=True) or b"0") % 2**31
    except (ValueError, binascii.Error):
        raise BadRequest(_("This place in the list cannot be read. Start again from the top of the list.")) from None
