"""JSON as it was written: what is no number reaches the place that can say in which row and field."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class ExactJson(JSONParser):
    """`0.1` becomes Decimal("0.1"); NaN and Infinity become their names, which are no numbers."""

    real: ClassVar[Callable[[str], Any]] = Decimal

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        encoding = (parser_context or {}).get("encoding") or settings.DEFAULT_CHARSET
        try:
            text = stream.read().decode(encoding)
            return json.loads(text, parse_float=type(self).real, parse_constant=str)
        except (ValueError, LookupError, RecursionError, ArithmeticError) as error:
            raise ParseError(_("This is no JSON: %s") % error) from None


class RoughJson(ExactJson):
    """The same for measurements: `0.1` becomes the float."""

    real = float
