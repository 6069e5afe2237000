"""JSON as it was written: decimals stay exact, and what is no number reaches the place that can say in which row."""

import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class ExactJson(JSONParser):
    """`0.1` becomes Decimal("0.1"); NaN and Infinity become their names, which are no numbers."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        encoding = (parser_context or {}).get("encoding") or settings.DEFAULT_CHARSET
        try:
            text = stream.read().decode(encoding)
            return json.loads(text, parse_float=Decimal, parse_constant=str)
        except (ValueError, LookupError, RecursionError) as error:
            raise ParseError(_("This is no JSON: %s") % error) from None


def flat(value: Any) -> Any:
    """An answer's values as JSON can hold them: decimals as their text."""
    match value:
        case Decimal():
            return str(value)
        case dict():
            return {key: flat(held) for key, held in value.items()}
        case list() | tuple():
            return [flat(held) for held in value]
        case _:
            return value
