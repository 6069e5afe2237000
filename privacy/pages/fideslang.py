"""`/processing-activities/fideslang/`: bring in systems and datasets that are described as code."""

import base64
import binascii
import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.models import Unit
from qms.imports.permission import may_import
from qms.lib.errors import Forbidden, Refused
from qms.pages.forms import RecordForm
from qms.pages.front import RegisterPage

from ..exchange.fideslang import Source
from ..exchange.yamls import LARGEST
from ..services.importing import bring_in

MOST_KEPT = 1024 * 1024  # bytes that go along with the page after a check


class FideslangForm(RecordForm):
    """Files, the unit of what they do not place, and whether to write. `checked`: files of the check before."""

    systems = forms.FileField(
        label=gettext_lazy("Systems"),
        required=False,
        help_text=gettext_lazy("YAML with “system”: each declaration becomes a draft."),
    )
    datasets = forms.FileField(
        label=gettext_lazy("Datasets"), required=False,
        help_text=gettext_lazy("YAML with “dataset”, where declarations name datasets: it says which data they hold."),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.order_by("code"), label=gettext_lazy("Unit"),
        help_text=gettext_lazy("Of systems whose department is no unit here."),
    )  # fmt: skip
    check = forms.BooleanField(
        label=gettext_lazy("Only check"), required=False, help_text=gettext_lazy("Says what would be written.")
    )
    checked = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_checked(self) -> list[Source]:
        """The files that were checked."""
        text = self.cleaned_data["checked"]
        try:
            kept = json.loads(text) if text else []
            return [Source(str(name), base64.b64decode(data, validate=True)) for name, data in kept]
        except (ValueError, TypeError, binascii.Error):
            raise forms.ValidationError(
                _("What was checked did not come back whole. Choose the files again.")
            ) from None

    def clean(self) -> dict[str, Any]:
        """Files chosen now come before those that were checked; without either there is nothing to read."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [said[name] for name in ("systems", "datasets") if said.get(name)]
        said["sources"] = [Source(f.name, f.read(LARGEST + 1)) for f in chosen] or said.get("checked", [])
        if not said["sources"] and not self.errors:
            self.add_error("systems", _("Choose a file with systems."))
        return said


def kept(sources: list[Source]) -> str:
    """The files as they go along with the page, so that nobody has to choose them again; "" where they are large."""
    if sum(len(one.data) for one in sources) > MOST_KEPT:
        return ""
    return json.dumps([[one.name, base64.b64encode(one.data).decode()] for one in sources])


class Fideslang(RegisterPage):
    """Form and, after it, what became of the files."""

    template = "privacy/activities/fideslang.html"

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        self.refuse_early()
        return self.show(form=FideslangForm(initial={"unit": self.actor.unit, "check": True}))

    def post(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        self.refuse_early()
        form = FideslangForm(request.POST, request.FILES)
        self.check_inputs(form)
        if not form.is_valid():
            return self.show(status=422, form=form)
        said: dict[str, Any] = form.cleaned_data
        try:
            told = bring_in(
                said["sources"], unit=said["unit"], actor=self.actor, at=self.at, source=self.source,
                dry_run=said["check"],
            )  # fmt: skip
        except Refused as refused:
            for sentence in refused.all_sentences():
                form.add_error(None, sentence)
            return self.show(status=refused.status, form=form)
        if told.refused or told.dry_run:
            again = "" if told.refused else kept(said["sources"])
            return self.show(status=422 if told.refused else 200, form=form, told=told, again=again, unit=said["unit"])
        messages.success(request, _("%d processing activities are drafts now.") % len(told.created))
        return HttpResponseRedirect(f"/{register}/?phase=draft")

    def refuse_early(self) -> None:
        """Do not let somebody choose files that will be refused."""
        if not may_import(self.register, self.actor):
            raise Forbidden(_("You may not import into “%s”.") % self.register.label_plural)


HERE = {"register": "processing-activities"}
urlpatterns = [path("processing-activities/fideslang/", Fideslang.as_view(), HERE, name="fideslang")]
