"""A record together with somebody outside whom it is about: the contact is kept apart, so that it can be erased."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from qms.accounts.models import Contact
from qms.lib.errors import Invalid
from qms.lib.text import tidy_field
from qms.records.cleaning import changed_fields
from qms.records.transactions import in_one_transaction

from .predicates import is_system
from .registry import registry

LONGEST = 150


def contact_of(*, name: str = "", organisation: str = "", email: str = "") -> Contact | None:
    """The contact with this address, or a new one; None where nothing is known of him. Raises Invalid."""
    name, organisation = tidy_field("contact_name", name), tidy_field("contact_organisation", organisation)
    email = email.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Invalid(fields={"contact_email": [_("“%s” is no e-mail address.") % email[:80]]}) from None
        known = Contact.objects.filter(email__iexact=email, erased_at=None).order_by("pk").first()
        if known is not None:
            return known
    if not (name or organisation or email):
        return None
    if max(len(name), len(organisation)) > LONGEST:
        raise Invalid(fields={"contact_name": [_("A name has at most %d characters.") % LONGEST]})
    return Contact.objects.create(name=name or organisation or email, organisation=organisation, email=email)


@in_one_transaction
def create_from(
    key: str, *, contact: dict[str, str], actor: Any, at: datetime.datetime, source: str = "page", **values: Any
) -> Any:
    """A new record of a register about somebody: `contact` holds name, organisation and email, as far as known.

    Raises what `create` raises, and Invalid for what is wrong with the contact.
    """
    values["contact"] = contact_of(**contact)
    return registry[key].create(actor=actor, at=at, source=source, **values)


@in_one_transaction
def change_contact(
    record: Any, *, contact: dict[str, str], rev: int | None, actor: Any, at: datetime.datetime, reason: str = "",
    source: str = "page",
) -> Any:  # fmt: skip
    """Name somebody else as whom the record is about. Raises what `edit` raises, and Invalid for what is wrong."""
    found = contact_of(**contact)
    return registry.of_model(type(record)).edit(
        record, rev=rev, actor=actor, at=at, reason=reason, source=source, contact=found.pk if found else None
    )


def check_known(register: Any, record: Any, actor: Any) -> None:
    """Raises Invalid for a contact that the actor knows from no record of the register that he may see."""
    if record.contact_id is None or is_system(actor, record) or "contact" not in changed_fields(record):
        return
    theirs = register.model.objects.filter(contact_id=record.contact_id)
    if theirs.exists() and not register.visible(actor).filter(contact_id=record.contact_id).exists():
        raise Invalid(fields={"contact": [_("There is no contact with this id that you may name.")]})
