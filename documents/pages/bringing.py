"""A ZIP of documents."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.models import Unit
from qms.accounts.reach import reach
from qms.lib.errors import BadRequest, Forbidden, Refused
from qms.pages.forms import RecordForm
from qms.pages.front import RegisterPage

from ..brought.places import of_zip
from ..brought.taking import WHO, may_bring, take_in


class BringForm(RecordForm):
    """The ZIP, and where its documents belong."""

    file = forms.FileField(label=gettext_lazy("ZIP of a folder"))

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = forms.ModelChoiceField(queryset=units, label=_("Unit"), empty_label=None)
        self.fields = {**self.fields, "unit": unit}


class Bring(RegisterPage):
    """`/documents/import/`: tried first, then taken."""

    template = "documents/import.html"
    allowed_inputs = frozenset({"do"})

    def form(self, *args: Any, **kwargs: Any) -> BringForm:
        """The form, offering the units for which the actor may bring documents."""
        units = Unit.objects.filter(pk__in=reach(self.actor).unit_ids(["quality_manager"])).order_by("path")
        return BringForm(units, *args, **kwargs)

    def refuse_early(self) -> None:
        """Nobody uploads what will be refused."""
        if not may_bring(self.actor):
            raise Forbidden(WHO)

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        self.refuse_early()
        return self.show(form=self.form(initial={"unit": self.actor.unit}))

    def post(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        self.refuse_early()
        form = self.form(request.POST, request.FILES)
        self.check_inputs(form)
        if request.POST.get("do") not in ("try", "import"):
            raise BadRequest(_("Say whether it is to be tried or imported."))
        if not form.is_valid():
            return self.show(status=422, form=form)
        dry = request.POST["do"] == "try"
        try:
            report = take_in(
                of_zip(form.cleaned_data["file"].read()), actor=self.actor, at=self.at, source=self.source,
                unit=form.cleaned_data["unit"], dry_run=dry,
            )  # fmt: skip
        except Refused as refused:
            for sentence in refused.all_sentences():
                form.add_error(None, sentence)
            return self.show(status=refused.status, form=form)
        return self.show(form=self.form(initial={"unit": form.cleaned_data["unit"]}), report=report, dry=dry)


urlpatterns = [path("documents/import/", Bring.as_view(), {"register": "documents"}, name="documents-import")]
