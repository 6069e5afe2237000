"""Moves that rate: the steps of the scales by labels and meanings, and beside them the table that gives the level.

Without a script the table is read; with one (static/js/rating.js) the level that follows is said while one chooses.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from qms.pages.forms import RecordForm
from qms.pages.transition import Move

from ..choices import RATINGS
from ..grid import grid
from ..matrix import Step, appetite, exceeds, matrix_of
from ..rating import edition_for, unit_codes

MOVES = {
    "risks": ("assess", "treat", "change_treatment", "rate_current", "lower", "rate_inherent"),
    "opportunities": ("assess", "pursue", "rate_current"),
}


class RatingMove(Move):
    """The page of a move that asks for likelihood and consequence."""

    ask_template = "risks/move.html"

    def ask(self, form: RecordForm, status: int = 200, overtaken: Sequence[str] = ()) -> HttpResponse:
        """The questions, with the words of the edition that is in force."""
        if "strategy" in form.fields and self.register.key == "risks":
            _without_accepting(form.fields["strategy"])
        if (edition := edition_for(self.record)) is not None:
            matrix = matrix_of(edition)
            for name, field in form.fields.items():
                steps = {"likelihood": matrix.likelihood, "consequence": matrix.consequence}.get(name.split("_")[-1])
                if steps is not None and "_" in name:
                    field.choices = _choices(steps)  # type: ignore[attr-defined]
                    field.help_text = _("By %s.") % edition
        return super().ask(form, status, overtaken)

    def context(self) -> dict[str, Any]:
        """The table of the edition in force, with which cells lie above the appetite, and the ratings asked for."""
        shown, edition = super().context(), edition_for(self.record)
        kinds = [(k, word) for k, word in RATINGS if f"{k}_likelihood" in self.step.asks]
        if edition is None or not kinds:
            return shown
        matrix = matrix_of(edition)
        limit = appetite(matrix, self.record.category, unit_codes(self.record.unit))
        over = {level.key for level in matrix.levels if exceeds(level, limit)}
        about = {
            "kinds": kinds,
            "edition": edition,
            "matrix": matrix,
            "rows": grid(matrix),
            "over": over,
            "limit": limit,
        }
        return {**shown, "picks": about, "benefit": edition.about == "opportunity"}


def _without_accepting(field: Any) -> None:
    """RM-02: to accept is no treatment but a decision of its own."""
    field.choices = [(key, word) for key, word in field.choices if key != "accept"]
    field.help_text = _("To accept it as it is, write an acceptance instead (under “Acceptance” on its page).")


def _choices(steps: Sequence[Step]) -> list[tuple[Any, str]]:
    named = [(n, f"{n} {s.label}" + (f": {s.meaning}" if s.meaning else "")) for n, s in enumerate(steps, 1)]
    return [("", "–"), *named]


urlpatterns = [
    path(f"{key}/<str:number>/do/{verb}/", RatingMove.as_view(), {"register": key, "verb": verb})
    for key, verbs in MOVES.items()
    for verb in verbs
]
