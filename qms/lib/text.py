"""What text must be before it is kept."""

import re
import unicodedata

from django.utils.translation import gettext as _

from .errors import Invalid

# Control characters but line end and tab; lone surrogates, which no database takes.
_BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
REASON_LENGTH, LONGEST_REASON = 10, 2000


def is_whole(text: str) -> bool:
    """Whether a text from outside is a whole number that a row's id or revision can be: ASCII digits, at most 18."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def bad_character(text: str) -> str | None:
    """The first character that may not stand in a record (control characters, lone surrogates), as U+XXXX."""
    found = _BAD.search(text)
    return f"U+{ord(found.group()):04X}" if found else None


def tidy(text: str) -> str:
    """NFC, line ends as \\n. Raises ValueError naming a control character."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if bad := bad_character(text):
        raise ValueError(_("The text contains the control character %s. Remove it.") % bad)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def tidy_field(name: str, text: str) -> str:
    """Tidy text without spaces around it. Raises Invalid with the field's name."""
    try:
        return tidy(text or "").strip()
    except ValueError as error:
        raise Invalid(fields={name: [error]}) from None


def given_reason(reason: str) -> str:
    """A tidy reason, which may be empty. Raises Invalid with field "reason" for control characters or when too long."""
    reason = tidy_field("reason", reason)
    if len(reason) > LONGEST_REASON:
        raise Invalid(fields={"reason": [_("A reason has at most %d characters.") % LONGEST_REASON]})
    return reason


def check_reason(reason: str) -> str:
    """A tidy reason of at least ten characters that is not one sign repeated (EU GMP Annex 11, clause 9).

    Raises Invalid with field "reason".
    """
    reason = given_reason(reason)
    if len(reason) < REASON_LENGTH or len(set("".join(reason.split()))) < 3:
        raise Invalid(fields={"reason": [_("Say why in at least %d characters.") % REASON_LENGTH]})
    return reason


_EXCUSE = re.compile(r"^\W*(n\s*[./]\s*a\b|not applicable\b|nicht zutreffend\b|sans objet\b)", re.IGNORECASE)
_EMPTY_WORDS = {
    *("na", "none", "nil", "null", "no", "yes", "x", "ok", "done", "tbd", "tbc", "todo", "later", "pending"),
    *("see", "above", "entfällt", "keine", "offen", "néant"),
}


def says_nothing(text: str) -> bool:
    """Whether a text that must say something is blank, or “N/A” in one of its many spellings (requirement CA-06)."""
    words = re.findall(r"\w+", (text or "").casefold())
    return not words or bool(_EXCUSE.match(text)) or set(words) <= _EMPTY_WORDS
