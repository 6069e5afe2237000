"""Who asks stands with the contact and nowhere else: readers see title and text."""

from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid
from qms.lib.fold import fold

TEXTS = ("title", "description")


def check_unnamed(record: Any) -> None:
    """Raises Invalid where title or text holds the contact's name (every word of it, at least two) or address."""
    if record.contact is None:
        return
    name, address = set(fold(record.contact.name).split()), fold(record.contact.email)
    said = _("This names who asks, whom readers must not learn. Leave the name out: it stands with the contact.")
    wrong = {}
    for field in TEXTS:
        text = fold(getattr(record, field))
        if (len(name) > 1 and name <= set(text.split())) or (address and address in text):
            wrong[field] = [said]
    if wrong:
        raise Invalid(fields=wrong)
