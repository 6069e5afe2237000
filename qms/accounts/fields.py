"""Somebody outside, as a record refers to him: by id alone, so that the person can be erased."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from .models import Contact


def _no_input(**options: Any) -> None:
    return None


class ContactField(models.ForeignKey):
    """A contact. Pages ask for name and address themselves, so forms made from fields have no input for it."""

    form_field = staticmethod(_no_input)

    def __init__(self, **given: Any) -> None:
        options: dict[str, Any] = {
            "to": Contact,
            "on_delete": models.PROTECT,
            "related_name": "+",
            "null": True,
            "blank": True,
        } | given
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs


class KeptContactField(ContactField):
    """A contact whose name no list, page, history, print, export or pack says: the register's own panel shows it to
    those who may know."""

    def as_text(self, value: Any) -> str:
        """The contact by its number."""
        return _("a contact (no. %s), kept from readers") % getattr(value, "pk", value) if value else ""
