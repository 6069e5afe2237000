"""Adding an action to a nonconformity."""

from functools import cached_property

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from qms.lib.errors import Forbidden, Invalid
from qms.pages.form import FormPage
from qms.pages.forms import RecordForm, form_for
from qms.pages.front import RecordPage
from qms.registers import registry

from .. import services

ACTION = ("kind", "title", "description", "owner", "due_on")


class AddAction(FormPage, RecordPage):
    """`/nonconformities/<number>/actions/new/`: an action in the present cycle."""

    template = "nonconformities/action_new.html"

    @cached_property
    def form_class(self) -> type[RecordForm]:
        """What an action begins with."""
        return form_for(registry["actions"].model, ACTION, self.actor, required=("owner", "due_on"))

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        if not services.may_add_action(self.record, self.actor):
            raise Forbidden(_("You may not add actions to %s.") % self.record.number)
        return self.show(form=self.form_class(), people=self.people(), back=self.url)

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        form = self.form_class(request.POST)
        self.check_inputs(form)
        if form.is_valid():
            try:
                made = services.add_action(
                    self.record, actor=self.actor, at=self.at, source=self.source, **form.cleaned_data
                )
            except Invalid as refused:
                form.take(refused)
            else:
                messages.success(request, _("%s is recorded.") % made.number)
                return HttpResponseRedirect(self.url)
        return self.show(status=422, form=form, people=self.people(), back=self.url)
