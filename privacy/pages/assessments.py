"""Pages of an impact assessment: begin another from it, the pack for the authority, files of the PIA tool."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.models import Unit
from qms.lib.errors import Forbidden, Refused
from qms.pages.forms import RecordForm
from qms.pages.front import RecordPage, RegisterPage
from qms.pages.list_export import as_pdf
from qms.records.events import log_event

from ..exchange import pia, piawrite
from ..models.assessment_choices import KINDS
from ..prints.consultation import consultation_pdf
from ..services import beginning, pias


class KindForm(RecordForm):
    """Which kind of assessment begins."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS)


class Begin(RecordPage):
    """`/impact-assessments/<number>/begin/`: another kind of assessment with what this one says."""

    template = "privacy/assessments/begin.html"
    allowed_parameters = frozenset({"kind"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        self.refuse_early()
        return self.show(form=self.form(initial={"kind": request.GET.get("kind", "")}))

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        form = self.form(request.POST)
        self.check_inputs(form)
        if not form.is_valid():
            return self.show(status=422, form=form)
        made = beginning.begin(self.record, form.cleaned_data["kind"], actor=self.actor, at=self.at, source=self.source)
        messages.success(request, _("%(new)s begins with what %(old)s says.") % {"new": made.number, "old": number})
        return HttpResponseRedirect(f"/{register}/{made.number}/")

    def form(self, *args: Any, **kwargs: Any) -> KindForm:
        """Offering the other kinds."""
        form = KindForm(*args, **kwargs)
        form.fields["kind"].choices = [(key, label) for key, label in KINDS if key != self.record.kind]  # type: ignore[attr-defined]
        return form

    def refuse_early(self) -> None:
        """Do not ask for what will be refused."""
        if not self.register.may_add(self.actor, None):
            raise Forbidden(_("You may not add to “%s”.") % self.register.label_plural)


class Consultation(RecordPage):
    """`/impact-assessments/<number>/consultation/`: the pack of Art. 36(3); the ledger keeps that it went out."""

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        answer = as_pdf(
            consultation_pdf(self.record, actor=self.actor, at=self.at), f"{self.record.number}-consultation"
        )
        log_event(
            subject=self.record.number, action="export", actor=self.actor, at=self.at, source=self.source,
            format="pdf", query="consultation",
        )  # fmt: skip
        return answer


class PiaFile(RecordPage):
    """`/impact-assessments/<number>/cnil.json`: for the CNIL's PIA tool."""

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        answer = HttpResponse(piawrite.write(self.record), content_type="application/json; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{self.record.number}.json"'
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "no-store"
        log_event(
            subject=self.record.number, action="export", actor=self.actor, at=self.at, source=self.source,
            format="json", query="cnil",
        )  # fmt: skip
        return answer


class PiaForm(RecordForm):
    """A file of the tool."""

    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("JSON of the CNIL's PIA tool."))
    unit = forms.ModelChoiceField(
        Unit.objects.order_by("code"),
        label=gettext_lazy("Unit"),
        required=False,
        help_text=gettext_lazy("To which it belongs; your own where none is chosen."),
    )


class BringPia(RegisterPage):
    """`/impact-assessments/cnil/`: a draft from a file of the tool."""

    template = "privacy/assessments/cnil.html"

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        if not self.register.may_add(self.actor, None):
            raise Forbidden(_("You may not add to “%s”.") % self.register.label_plural)
        return self.show(form=PiaForm(initial={"unit": self.actor.unit}))

    def post(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        form = PiaForm(request.POST, request.FILES)
        self.check_inputs(form)
        if not form.is_valid():
            return self.show(status=422, form=form)
        file = form.cleaned_data["file"]
        try:
            told = pias.bring_in(
                file.read(pia.LARGEST + 1), name=file.name, unit=form.cleaned_data["unit"], actor=self.actor,
                at=self.at, source=self.source,
            )  # fmt: skip
        except Refused as refused:
            for sentence in refused.all_sentences():
                form.add_error(None, sentence)
            return self.show(status=refused.status, form=form)
        for sentence in told.notes[:10]:
            messages.warning(request, sentence)
        said = _("This file was brought in before: it is %s.") if told.there else _("%s holds what the file says.")
        messages.success(request, said % told.number)
        return HttpResponseRedirect(f"/{register}/{told.number}/")


HERE = {"register": "impact-assessments"}
urlpatterns = [
    path("impact-assessments/cnil/", BringPia.as_view(), HERE, name="pia-import"),
    path("impact-assessments/<str:number>/begin/", Begin.as_view(), HERE, name="assessment-begin"),
    path("impact-assessments/<str:number>/consultation/", Consultation.as_view(), HERE, name="consultation"),
    path("impact-assessments/<str:number>/cnil.json", PiaFile.as_view(), HERE, name="pia-file"),
]
