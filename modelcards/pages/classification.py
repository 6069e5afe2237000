"""The classification of a system: its questions, and beside them what follows."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from qms.lib.errors import Invalid, Stale, Unmet
from qms.pages.front import RecordPage

from ..classification import classification_of
from ..models.answers import read
from .questionnaire import Questionnaire


class ClassificationPage(RecordPage):
    """`/systems/<number>/classification/`: answer, and read what follows. Answering is one edit of the record."""

    template = "modelcards/systems/classification.html"

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        return self.page(self.form() if self.may_answer else None)

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        form = self.form(request.POST)
        self.check_inputs(form)
        if not form.is_valid():
            return self.page(form, 422)
        try:
            record = self.register.edit(
                self.record, rev=form.cleaned_data["rev"], actor=self.actor, at=self.at, source=self.source,
                reason=form.cleaned_data.get("reason", ""), answers=form.answers,
            )  # fmt: skip
        except (Invalid, Unmet) as refused:
            form.take(refused)
            return self.page(form, 422)
        except Stale as refused:
            form.take(refused)
            form.add_error(
                None, _("What stands beside is its present classification. Saving again replaces its answers.")
            )
            form.data = _with_rev(form.data, self.record.rev)
            return self.page(form, 412)
        said = {"number": record.number, "class": record.get_risk_class_display()}
        messages.success(request, _("%(number)s is kept: %(class)s.") % said)
        return HttpResponseRedirect(f"{self.url}classification/")

    @property
    def may_answer(self) -> bool:
        """Whether this person may answer the questions now."""
        return self.register.can_edit(self.record, self.actor) and "answers" not in self.register.locked(self.record)

    def form(self, data: Any = None) -> Questionnaire:
        """The questions with the answers that are there; outside the draft phase they ask why they change."""
        return Questionnaire(data, rows=self.record.answers, rev=self.record.rev, why=self.phase != "draft")

    def page(self, form: Questionnaire | None, status: int = 200) -> HttpResponse:
        """The questions, or the answers where they cannot be changed now, and what follows from what is kept."""
        locked = self.register.locked(self.record).get("answers", "")
        return self.show(
            status=status, form=form, locked=locked, rows=read(self.record.answers), back=self.url,
            **classification_of(self.record),
        )  # fmt: skip


def _with_rev(data: Any, rev: int) -> Any:
    """What was posted, with the present revision in it."""
    kept = data.copy()
    kept["rev"] = str(rev)
    return kept
