"""The small forms of the why-tree. They read; the register decides what is valid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms.pages.forms import RecordForm, reason_field

from .choices import CATEGORIES, STATUSES

CATEGORY = (("", "–"), *CATEGORIES)


class AddWhy(RecordForm):
    """A why below another one, or the first."""

    text = forms.CharField(label=_("Why?"), max_length=2000, widget=forms.Textarea({"rows": 2}))
    category = forms.ChoiceField(label=_("Category"), choices=CATEGORY, required=False)


class ChangeWhy(RecordForm):
    """What is known of one why. The reason is asked outside the draft phase."""

    text = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea({"rows": 2}))
    status = forms.ChoiceField(label=_("Status"), choices=STATUSES)
    evidence_ref = forms.CharField(
        label=_("Evidence"), required=False, max_length=500,
        help_text=_("The name of an attached file, the number of a record, or an address. Confirmed needs one."),
        widget=forms.TextInput({"list": "evidence", "autocomplete": "off"}),
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("What it shows"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    category = forms.ChoiceField(label=_("Category"), choices=CATEGORY, required=False)
    root = forms.BooleanField(label=_("This is a root cause"), required=False)


class RemoveWhy(RecordForm):
    """Nothing but the reason."""


def with_reason(form_class: type[RecordForm], *, asked: bool, required: bool) -> type[RecordForm]:
    """The form with the question why, where the engine asks it; not `required` where it depends on what is changed."""
    extra: dict[str, Any] = {"reason": reason_field(required=required)} if asked else {}
    if asked and not required:
        extra["reason"].help_text = _("Needed where you change what was entered before. At least 10 characters.")
    return type(form_class.__name__, (form_class,), extra)
