"""A new complaint with the name and address of whoever complains, and who that is after all."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.pages.form import Create
from qms.pages.forms import RecordForm, reason_field
from qms.pages.front import RecordPage

from ..contacts import LONGEST, change_contact, receive_complaint

CONTACT = "contact_"


def contact_fields() -> dict[str, forms.Field]:
    """Inputs for whoever complains."""
    return {
        "contact_name": forms.CharField(label=_("Who complains"), max_length=LONGEST, required=False),
        "contact_organisation": forms.CharField(label=_("Organisation"), max_length=LONGEST, required=False),
        "contact_email": forms.EmailField(label=_("E-mail"), required=False),
    }


def taken_out(given: dict[str, Any]) -> dict[str, str]:
    """The values of these inputs, which `given` then holds no more."""
    return {n.removeprefix(CONTACT): given.pop(n) for n in list(given) if n.startswith(CONTACT)}


class NewComplaint(Create):
    """`/complaints/new/`"""

    @cached_property
    def form_class(self) -> type[RecordForm]:
        """The fields of the complaint, and who complains."""
        made: type[RecordForm] = super().form_class
        return type("ComplaintForm", (made,), contact_fields())

    def written(self, **given: Any) -> Any:
        """The complaint with its contact."""
        return receive_complaint(contact=taken_out(given), **given)


class WhoComplains(RecordPage):
    """`/complaints/<number>/contact/`"""

    template = "nonconformities/contact_edit.html"

    @cached_property
    def form_class(self) -> type[RecordForm]:
        """Who it is, and why it is somebody else where somebody was named."""
        fields = contact_fields() | {"rev": forms.IntegerField(widget=forms.HiddenInput)}
        if self.record.contact_id:
            fields["reason"] = reason_field(required=True)
        return type("ContactForm", (RecordForm,), fields)

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        self.register.check_edit(self.record, rev=None, actor=self.actor)
        return self.show(form=self.form_class(initial={"rev": self.record.rev}))

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        self.register.check_edit(self.record, rev=None, actor=self.actor)
        form = self.form_class(request.POST)
        self.check_inputs(form)
        if not form.is_valid():
            return self.show(status=422, form=form)
        given = dict(form.cleaned_data)
        contact = taken_out(given)
        try:
            made = change_contact(
                self.record, contact=contact, actor=self.actor, at=self.at, source=self.source, **given
            )
        except Invalid as refused:
            form.take(refused)
            return self.show(status=422, form=form)
        messages.success(request, _t("%s is saved.") % made.number)
        return HttpResponseRedirect(self.url)
