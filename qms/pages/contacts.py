"""A new record with name and address of somebody outside, and who that is after all."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Forbidden, Invalid
from qms.registers.contacts import LONGEST, change_contact, create_from

from .form import Create
from .forms import RecordForm, reason_field
from .front import RecordPage

CONTACT = "contact_"


def contact_fields(label: Any) -> dict[str, forms.Field]:
    """Inputs for somebody outside; `label` says who he is."""
    return {
        "contact_name": forms.CharField(label=label, max_length=LONGEST, required=False),
        "contact_organisation": forms.CharField(label=_("Organisation"), max_length=LONGEST, required=False),
        "contact_email": forms.EmailField(label=_("E-mail"), required=False),
    }


def taken_out(given: dict[str, Any]) -> dict[str, str]:
    """Those of the values that say who it is; they are removed from `given`."""
    return {n.removeprefix(CONTACT): given.pop(n) for n in list(given) if n.startswith(CONTACT)}


class NewFrom(Create):
    """`/<register>/new/` of a register that names a contact. Subclasses say `who`, the label of the name."""

    who: Any = _("Name")

    @cached_property
    def form_class(self) -> type[RecordForm]:
        """The fields of the record, and who it is about."""
        made: type[RecordForm] = super().form_class
        return type("FormWithContact", (made,), contact_fields(self.who))

    def written(self, **given: Any) -> Any:
        """The record with its contact."""
        return create_from(self.register.key, contact=taken_out(given), **given)


class WhoItIs(RecordPage):
    """`/<register>/<number>/contact/`: name somebody else."""

    template = "pages/contact_edit.html"
    who: Any = _("Name")

    @cached_property
    def form_class(self) -> type[RecordForm]:
        """Who it is, and why it is somebody else where somebody was named."""
        fields = contact_fields(self.who) | {"rev": forms.IntegerField(widget=forms.HiddenInput)}
        if self.record.contact_id:
            fields["reason"] = reason_field(required=True)
        return type("ContactForm", (RecordForm,), fields)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "who": self.who}

    def check(self) -> None:
        """Raises what keeps the actor from naming somebody else."""
        self.check_parameters()
        self.register.check_edit(self.record, rev=None, actor=self.actor)
        if not self.register.sees_kept(self.record, self.actor):
            raise Forbidden(_t("Only those who may know the name change it."))

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check()
        return self.show(form=self.form_class(initial={"rev": self.record.rev}))

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check()
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
