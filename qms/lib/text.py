"""What text must be before it is kept."""

import unicodedata

from django.utils.translation import gettext as _

from .errors import Invalid

KEPT_CONTROLS = "\n\t"
REASON_LENGTH = 10


def bad_character(text: str) -> str | None:
    """The first character that may not stand in a record (control characters, lone surrogates), as U+XXXX."""
    for sign in text:
        category = unicodedata.category(sign)
        if (category == "Cc" and sign not in KEPT_CONTROLS) or category == "Cs":
            return f"U+{ord(sign):04X}"
    return None


def tidy(text: str) -> str:
    """NFC, line ends as \\n. Raises ValueError naming a control character."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if bad := bad_character(text):
        raise ValueError(_("The text contains the control character %s. Remove it.") % bad)
    return text


def check_reason(reason: str) -> str:
    """A tidy reason of at least ten characters that is not one sign repeated (EU GMP Annex 11, clause 9).

    Raises Invalid with field "reason".
    """
    try:
        reason = tidy(reason or "").strip()
    except ValueError as error:
        raise Invalid(fields={"reason": [error]}) from None
    if len(reason) < REASON_LENGTH or len(set(reason.replace(" ", ""))) < 3:
        raise Invalid(fields={"reason": [_("Say why in at least %d characters.") % REASON_LENGTH]})
    return reason
