"""Buttons that raise one record from another. Pressed twice, they lead to the one record."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest, Invalid, Unmet
from qms.pages.form import Create
from qms.pages.forms import RecordForm, reason_field
from qms.pages.front import RecordPage
from qms.registers import registry

from ..models.choosing import key_label
from ..services.raising import open_proposals, raise_finding, raise_major, raise_nonconformity


class NewFinding(Create):
    """`/audits/<number>/finding/`: the quick report of a finding, with its audit chosen."""

    def get(self, request: HttpRequest, register: str, number: str = "") -> HttpResponse:
        self.check_parameters()
        audit = registry["audits"].get(number, self.actor)
        return self.form_page(self.form_class(initial={"audit": audit.pk}))

    def post(self, request: HttpRequest, register: str, number: str = "") -> HttpResponse:
        return super().post(request, register)


class RaiseFinding(RecordPage):
    """`/checklist-lines/<number>/finding/`"""

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_inputs()
        made = raise_finding(self.record, actor=self.actor, at=self.at, source=self.source)
        messages.success(request, _("%s holds the clause and the evidence. Word it and issue it.") % made.number)
        return HttpResponseRedirect(f"/findings/{made.number}/")


class RaiseNonconformity(RecordPage):
    """`/findings/<number>/nonconformity/`"""

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_inputs()
        entry = raise_nonconformity(self.record, actor=self.actor, at=self.at, source=self.source)
        messages.success(request, _("%(nc)s addresses %(finding)s.") % {"nc": entry.number, "finding": number})
        return HttpResponseRedirect(f"/r/{entry.number}")


class MajorForm(RecordForm):
    clause = forms.CharField(widget=forms.HiddenInput)
    reason = reason_field(required=True)


class RaiseMajor(RecordPage):
    """`/audits/<number>/major/?clause=`: why several minors are one major."""

    template = "audits/major.html"
    allowed_parameters = frozenset({"clause"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        return self.page(MajorForm(initial={"clause": request.GET.get("clause", "")}), request.GET.get("clause", ""))

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        form = MajorForm(request.POST)
        self.check_inputs(form)
        if not form.is_valid():
            return self.page(form, request.POST.get("clause", ""), 422)
        try:
            made = raise_major(self.record, actor=self.actor, at=self.at, source=self.source, **form.cleaned_data)
        except (Invalid, Unmet) as refused:
            form.take(refused)
            return self.page(form, form.cleaned_data["clause"], 422)
        return HttpResponseRedirect(f"/findings/{made.number}/")

    def page(self, form: RecordForm, clause: str, status: int = 200) -> HttpResponse:
        """The minors that add up, and the question why they are one."""
        found = next((p for p in open_proposals(self.record) if p.clause == clause), None)
        if found is None and status == 200:
            raise BadRequest(_("Nothing is proposed for “%s”.") % clause[:60])
        return self.show(status=status, form=form, proposal=found, words=key_label(clause) if found else clause)
