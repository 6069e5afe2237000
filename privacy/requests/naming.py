"""Who asks stands with the contact and nowhere else: readers see every text, and letters greet by themselves."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid
from qms.lib.fold import fold

TEXTS = (
    "title", "description", "identity_doubt", "extension_reason", "answer", "recipients", "refusal_reason", "remedies",
    "charge_reason",
)  # fmt: skip
WORD = re.compile(r"\w+")


def check_unnamed(record: Any, changed: Iterable[str]) -> None:
    """Raises Invalid where a text that changed holds the contact's name or address; another contact: any text."""
    if wrong := {field: [sentence()] for field in naming(record, changed)}:
        raise Invalid(fields=wrong)


def naming(record: Any, changed: Iterable[str]) -> list[str]:
    """The texts among those that changed which name who asks."""
    if record.contact is None:
        return []
    asked = TEXTS if "contact" in (names := set(changed)) else [name for name in TEXTS if name in names]
    return [field for field in asked if _names(record.contact, getattr(record, field) or "")]


def sentence() -> str:
    """Why such a text is refused, and what to do."""
    return _("This names who asks, whom readers must not learn. Leave the name out: it stands with the contact, and "
             "letters greet by name.")  # fmt: skip


def _names(contact: Any, text: str) -> bool:
    """Every word of the name, at least two; the last one alone, written as a name is; or the address."""
    words, folded, address = WORD.findall(contact.name), fold(text), fold(contact.email)
    whole = len(words) > 1 and {fold(word) for word in words} <= set(WORD.findall(folded))
    surname = len(words) > 1 and len(words[-1]) > 2 and words[-1] in WORD.findall(text)
    return whole or surname or bool(address and address in folded)
