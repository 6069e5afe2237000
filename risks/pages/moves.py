"""Moves that rate: the steps of the scales by labels and meanings, and beside them the table that gives the level.

Without a script the table is read; with one (static/js/rating.js) the level that follows is said while one chooses.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _

from qms.pages.bulk import Bulk
from qms.pages.forms import RecordForm
from qms.pages.transition import Move

from ..choices import OPPORTUNITY_RATINGS, RATINGS
from ..grid import grid
from ..matrix import Step, appetite, exceeds, matrix_of
from ..models import RiskMatrix
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
            _in_words(form, edition)
        return super().ask(form, status, overtaken)

    @property
    def ratings(self) -> Sequence[tuple[str, Any]]:
        """The ratings in words; nothing about an opportunity is inherent."""
        return RATINGS if self.register.key == "risks" else OPPORTUNITY_RATINGS

    def context(self) -> dict[str, Any]:
        """The table of the edition in force, with which cells lie above the appetite, and the ratings asked for."""
        shown, edition = super().context(), edition_for(self.record)
        kinds = [(k, word) for k, word in self.ratings if f"{k}_likelihood" in self.step.asks]
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


class RatingBulk(Bulk):
    """Rating many alike: the same steps and the same reason for every chosen row, each checked by itself."""

    ask_template = "risks/bulk.html"
    benefit = False
    picks: dict[str, Any] | None = None

    def ask(self, do: str, step: Any, form: RecordForm, status: int = 200) -> HttpResponse:
        """The questions, with the words of the edition by which all of them are rated. Back where there is no one."""
        if step is not None and step.verb in MOVES[self.register.key]:
            edition, why = edition_of_all([o.record for o in self.previewed(do) if o.done])
            if why:
                messages.warning(self.request, why)
                return HttpResponseRedirect(self.back)
            if edition is not None:
                _in_words(form, edition)
                matrix, self.benefit = matrix_of(edition), edition.about == "opportunity"
                self.picks = {"edition": edition, "matrix": matrix, "rows": grid(matrix)}
        return super().ask(do, step, form, status)

    def context(self) -> dict[str, Any]:
        """The table of that edition."""
        return {**super().context(), "picks": self.picks, "benefit": self.benefit}


def edition_of_all(records: Sequence[Any]) -> tuple[Any, str]:
    """The edition by which all these are rated now, and why there is none. Two queries however many they are."""
    families = {row.pk: row.family for row in RiskMatrix.objects.filter(pk__in={r.matrix_id for r in records})}
    named = {families.get(r.matrix_id, "") for r in records}
    if len(named) > 1:
        return None, _("They are not all rated by the same matrix: choose those of one.")
    return RiskMatrix.objects.filter(family__in=named, state="in_force").first(), ""


def _in_words(form: RecordForm, edition: Any) -> None:
    """The steps of the scales by their labels and meanings."""
    matrix = matrix_of(edition)
    for name, field in form.fields.items():
        steps = {"likelihood": matrix.likelihood, "consequence": matrix.consequence}.get(name.split("_")[-1])
        if steps is not None and "_" in name:
            field.choices = _choices(steps)  # type: ignore[attr-defined]
            field.help_text = _("By %s.") % edition


def _without_accepting(field: Any) -> None:
    """RM-02: to accept is no treatment but a decision of its own."""
    field.choices = [(key, word) for key, word in field.choices if key != "accept"]
    field.help_text = _("To accept it as it is, write an acceptance instead (under “Acceptance” on its page).")


def _choices(steps: Sequence[Step]) -> list[tuple[Any, str]]:
    named = [(n, f"{n} {s.label}" + (f": {s.meaning}" if s.meaning else "")) for n, s in enumerate(steps, 1)]
    return [("", "–"), *named]


urlpatterns = [path(f"{key}/bulk/", RatingBulk.as_view(), {"register": key}) for key in MOVES] + [
    path(f"{key}/<str:number>/do/{verb}/", RatingMove.as_view(), {"register": key, "verb": verb})
    for key, verbs in MOVES.items()
    for verb in verbs
]
