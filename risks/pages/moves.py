"""Moves that rate: the steps of the scales by their labels and meanings, instead of bare numbers."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from qms.pages.forms import RecordForm
from qms.pages.transition import Move

from ..matrix import Step, matrix_of
from ..rating import edition_for

RATING = {
    "risks": ("assess", "treat", "change_treatment", "rate_current", "lower", "rate_inherent"),
    "opportunities": ("assess", "pursue", "rate_current"),
}


class RatingMove(Move):
    """The page of a move that asks for likelihood and consequence."""

    def ask(self, form: RecordForm, status: int = 200, overtaken: Sequence[str] = ()) -> HttpResponse:
        """The questions, with the words of the edition that is in force."""
        if (edition := edition_for(self.record)) is not None:
            matrix = matrix_of(edition)
            for name, field in form.fields.items():
                steps = {"likelihood": matrix.likelihood, "consequence": matrix.consequence}.get(name.split("_")[-1])
                if steps is not None and "_" in name:
                    field.choices = _choices(steps)  # type: ignore[attr-defined]
                    field.help_text = _("By %s.") % edition
        return super().ask(form, status, overtaken)


def _choices(steps: Sequence[Step]) -> list[tuple[Any, str]]:
    named = [(n, f"{n} {s.label}" + (f": {s.meaning}" if s.meaning else "")) for n, s in enumerate(steps, 1)]
    return [("", "–"), *named]


urlpatterns = [
    path(f"{key}/<str:number>/do/{verb}/", RatingMove.as_view(), {"register": key, "verb": verb})
    for key, verbs in RATING.items()
    for verb in verbs
]
