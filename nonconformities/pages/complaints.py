"""A new complaint, with the name and address of whoever complains."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms.pages.form import Create
from qms.pages.forms import RecordForm

from ..contacts import LONGEST, receive_complaint

CONTACT = "contact_"


class NewComplaint(Create):
    """`/complaints/new/`"""

    @cached_property
    def form_class(self) -> type[RecordForm]:
        """The fields of the complaint, and who complains."""
        asked: dict[str, forms.Field] = {
            "contact_name": forms.CharField(label=_("Who complains"), max_length=LONGEST, required=False),
            "contact_organisation": forms.CharField(label=_("Organisation"), max_length=LONGEST, required=False),
            "contact_email": forms.EmailField(label=_("E-mail"), required=False),
        }
        made: type[RecordForm] = super().form_class
        return type("ComplaintForm", (made,), asked)

    def written(self, **given: Any) -> Any:
        """The complaint with its contact."""
        contact = {n.removeprefix(CONTACT): given.pop(n) for n in list(given) if n.startswith(CONTACT)}
        return receive_complaint(contact=contact, **given)
