"""Form fields of this folder. They read; the registers decide what is valid."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models.sheet_answers import UNKNOWN, standing


class AnswerInput(forms.Textarea):
    """A box for an answer, and a tick for the answer that nobody knows."""

    template_name = "datasets/answer_input.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        text = value[0] if isinstance(value, list) else value or ""
        unknown = isinstance(value, list) or standing(text) == "unknown"
        context = super().get_context(name, "" if standing(text) == "unknown" else text, attrs)
        context["widget"]["unknown"] = unknown
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The text; UNKNOWN where only the tick is set; both in a list where both were given."""
        text = super().value_from_datadict(data, files, name)
        if not data.get(f"{name}-unknown"):
            return text
        return [text, UNKNOWN] if (text or "").strip() else UNKNOWN

    def has_input(self, name: str, key: str) -> bool:
        """Whether `key` is the tick of the field `name`."""
        return key == f"{name}-unknown"


class AnswerFormField(forms.CharField):
    """An answer, empty, or unknown; never two of them."""

    widget = AnswerInput({"rows": 3})

    def to_python(self, value: Any) -> str:
        if isinstance(value, list):
            raise ValidationError(_("Either there is an answer or it is unknown: empty the text or take the tick off."))
        return super().to_python(value) or ""
