"""`/privacy/person/`: find a person inside Plumbline itself, give out what is there, hide him.

The name travels in the body of a request: addresses stand in the logs of servers.
"""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import BadRequest, Refused
from qms.pages import export as files
from qms.pages.forms import RecordForm, reason_field
from qms.pages.front import Page
from qms.pages.menu import Place, places
from qms.registers.pseudonyms import ROLES, require_right

from ..services.alike import near
from ..services.hiding import Plan, plan
from ..services.person import as_rows, export, find, pseudonymise

HERE = "/privacy/person/"
places.append(Place("do", _("Find a person"), HERE, 57, ROLES))


class NameForm(RecordForm):
    """Whom to look for."""

    name = forms.CharField(label=_("Name, user name or address"), max_length=150)


class HideForm(RecordForm):
    """Whom to hide, and why."""

    target = forms.CharField(widget=forms.HiddenInput, max_length=300)
    reason = reason_field(required=True)


class FindPerson(Page):
    """Look somebody up; with `format` the answer is a file."""

    template = "privacy/person.html"
    allowed_inputs = frozenset({"format"})

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        require_right(self.actor)
        return self.show(form=NameForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        require_right(self.actor)
        form = NameForm(request.POST)
        self.check_inputs(form)
        if not form.is_valid():
            return self.show(status=422, form=form)
        try:
            found = find(form.cleaned_data["name"], actor=self.actor, at=self.at, source=self.source)
        except Refused as refused:
            form.take(refused)
            return self.show(status=refused.status, form=form)
        if kind := request.POST.get("format"):
            return self.file(kind, export(found, actor=self.actor, at=self.at, source=self.source))
        return self.show(form=form, found=found, near=[] if found else near(found.name))

    def file(self, kind: str, data: dict[str, Any]) -> HttpResponse:
        """What was found, as JSON or CSV."""
        if kind == "csv":
            return files.download("csv", "person", [_t("Kind"), _t("Where"), _t("Field"), _t("Value")], as_rows(data))
        if kind != "json":
            raise BadRequest(_t("It is given out as json or csv."))
        answer = HttpResponse(json.dumps(data, ensure_ascii=False, indent=2), content_type="application/json")
        answer["Content-Disposition"] = 'attachment; filename="person.json"'
        answer["Cache-Control"] = "no-store"
        return answer


class HidePerson(Page):
    """Ask why, then hide. The first request only names whom."""

    template = "privacy/person_hide.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        require_right(self.actor)
        asked = "reason" in request.POST
        form = HideForm(request.POST) if asked else HideForm(initial={"target": request.POST.get("target", "")[:300]})
        self.check_inputs(form)
        if not asked or not form.is_valid():
            return self.show(status=422 if asked else 200, form=form, plan=self.plan(request.POST.get("target", "")))
        given = form.cleaned_data
        try:
            said = pseudonymise(
                given["target"], actor=self.actor, at=self.at, reason=given["reason"], source=self.source
            )
        except Refused as refused:
            form.take(refused)
            return self.show(status=refused.status, form=form, plan=self.plan(given["target"]))
        messages.success(request, said)
        return HttpResponseRedirect(HERE)

    def plan(self, target: str) -> Plan:
        """Who it is, and what will be changed where."""
        return plan(target, actor=self.actor)


urlpatterns = [
    path("privacy/person/", FindPerson.as_view(), name="person-find"),
    path("privacy/person/hide/", HidePerson.as_view(), name="person-hide"),
]
