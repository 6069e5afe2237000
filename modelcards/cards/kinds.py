"""Whether a text fits the kind of its field: a date, a hash, one line."""

import datetime
import re

from django.utils.translation import gettext as _

from . import numbers
from .placeholders import is_empty, is_unknown
from .schema import Field

_HASH = re.compile(r"^(?:sha(?:1|256|512):)?[0-9a-f]{7,128}$", re.IGNORECASE)


def fault(field: Field, text: str, *, today: datetime.date) -> str:
    """What is wrong with the text of a field, as a sentence; "" if it fits or is empty.

    A date is written 2026-01-31 and does not lie after `today`; a hash has 7 to 128 characters 0–9 and a–f, also behind
    `sha256:`; a line has no line end. “Unknown” fits everywhere (DS-01).
    """
    said = text.strip().strip("`")
    if is_empty(text, none_is_answer=field.none) or is_unknown(text):
        return ""
    if field.kind == "date":
        try:
            numbers.day(said, today=today)
        except ValueError as error:
            return _("%(field)s %(said)s.") % {"field": field.label, "said": error}
    if field.kind == "hash" and not _HASH.match(said):
        return _("%s is no hash: write 7 to 128 characters 0–9 and a–f.") % field.label
    if field.kind == "line" and "\n" in said:
        return _("%s is one line; put the rest into another field.") % field.label
    return ""
