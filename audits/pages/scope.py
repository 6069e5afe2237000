"""Choosing what an audit looks at: processes, as links."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from qms.lib.errors import Invalid, Unmet
from qms.pages.forms import RecordForm
from qms.pages.front import RecordPage
from qms.registers import registry

from .. import independence
from ..services.fieldwork import add_scope


class Scope(RecordPage):
    """`/audits/<number>/scope/`: ticks for the processes that are not in scope yet."""

    template = "audits/scope.html"

    def form_class(self) -> type[RecordForm]:
        """Processes in use that the actor sees; those in scope already are left out."""
        there = independence.scope_of(self.record).values("pk")
        left = (
            registry["processes"].visible(self.actor).filter(entry__phase__in=("draft", "open")).exclude(pk__in=there)
        )
        choices = [(p.number, f"{p.number} {p.title}") for p in left.order_by("pk")]
        made: dict[str, Any] = {
            "rev": forms.IntegerField(widget=forms.HiddenInput),
            "numbers": forms.MultipleChoiceField(
                label=_("Processes"), choices=choices, widget=forms.CheckboxSelectMultiple,
                help_text=_("Other records are added on the page of links, as “concerns”."),
            ),
        }  # fmt: skip
        return type("ScopeForm", (RecordForm,), made)

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        return self.page(self.form_class()(initial={"rev": self.record.rev}))

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        form = self.form_class()(request.POST)
        self.check_inputs(form)
        if not form.is_valid():
            return self.page(form, 422)
        said = form.cleaned_data
        try:
            add_scope(self.record, said["numbers"], rev=said["rev"], actor=self.actor, at=self.at, source=self.source)
        except (Invalid, Unmet) as refused:
            form.take(refused)
            return self.page(form, 422)
        messages.success(request, _("The scope is kept."))
        return HttpResponseRedirect(self.url)

    def page(self, form: RecordForm, status: int = 200) -> HttpResponse:
        """The form with what is in scope already."""
        entries = independence.scope_of(self.record)
        return self.show(status=status, form=form, entries=entries, sentences=independence.sentences(self.record))
