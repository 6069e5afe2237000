"""The small forms of the why-tree. They read; the register decides what is valid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms.pages.forms import RecordForm, reason_field

from .categories import CATEGORIES
from .choices import GATES, STATUSES

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
    gate = forms.ChoiceField(
        label=_("Its causes"),
        choices=(("", _("any of them suffices, unless said otherwise")), *GATES),
        required=False,
        help_text=_("How those below it join in the fault tree."),
    )
    probability = forms.DecimalField(
        label=_("Probability"),
        required=False,
        min_value=0,
        max_value=1,
        max_digits=12,
        decimal_places=10,
        help_text=_("For the fault tree, if it is known: from 0 to 1. Only of a cause that nothing else explains."),
    )

    def clean_probability(self) -> str:
        """As it is kept: decimal digits, or nothing."""
        value = self.cleaned_data["probability"]
        return "" if value is None else format(value, "f")


class RemoveWhy(RecordForm):
    """Nothing but the reason."""


def with_reason(form_class: type[RecordForm], *, asked: bool, required: bool) -> type[RecordForm]:
    """The form with the question why, where the engine asks it; not `required` where it depends on what is changed."""
    extra: dict[str, Any] = {"reason": reason_field(required=required)} if asked else {}
    if asked and not required:
        extra["reason"].help_text = _("Needed where you change what was entered before. At least 10 characters.")
    return type(form_class.__name__, (form_class,), extra)
