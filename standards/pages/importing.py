"""Bringing a standard or mapping in: choose a file, see what it holds and what would change, confirm."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import BadRequest, Forbidden, Invalid, Refused
from qms.pages.forms import RecordForm
from qms.pages.front import Page

from ..importing import runs
from ..importing.bring import may_import
from ..importing.shapes import Options
from ..models import Edition, MappingSet, StandardImport

SHOWN = 50
ENDINGS = ("yaml", "yml", "json", "csv", "tsv", "txt", "xlsx")
BACK = (413, 415, 422)  # refusals that are shown beside the form


class UploadForm(RecordForm):
    """The file, and what a table does not say itself."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CISO Assistant library, OSCAL catalogue, OpenControl (YAML, JSON), or a table of requirements or "
            "mappings (CSV, XLSX)."
        ),
        widget=forms.FileInput({"accept": ",".join(f".{one}" for one in ENDINGS)}),
    )  # fmt: skip
    standard = forms.CharField(
        label=gettext_lazy("Standard"), required=False, max_length=60,
        help_text=gettext_lazy("Of a table only: what it is called, such as ISO 9001."),
    )  # fmt: skip
    edition = forms.CharField(
        label=gettext_lazy("Edition"), required=False, max_length=40,
        help_text=gettext_lazy("Of a table only, such as 2026."),
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Raises ValidationError for a kind of file that holds no standard, or that only the command reads."""
        sent = self.cleaned_data["file"]
        ending = (sent.name or "").lower().rpartition(".")[2]
        if ending == "xml":
            said = _("A file of the Official Journal (Formex, .xml) goes in by the command: manage.py import_standard.")
            raise forms.ValidationError(said)
        if ending not in ENDINGS:
            raise forms.ValidationError(_("This page reads %s.") % ", ".join(f".{one}" for one in ENDINGS))
        return sent


class ImportsPage(Page):
    """For those who may import."""

    def check_role(self) -> None:
        """Raises Forbidden."""
        if not may_import(self.actor):
            said = _("Importing a standard takes the role of quality manager, compliance officer or administrator.")
            raise Forbidden(said)


class Imports(ImportsPage):
    """`/standards/imports/`: earlier imports, and the form that begins one."""

    template = "standards/imports.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        self.check_role()
        return self.page(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        self.check_role()
        form = UploadForm(request.POST, request.FILES)
        self.check_inputs(form)
        if not form.is_valid():
            return self.page(form, 422)
        sent, said = form.cleaned_data["file"], form.cleaned_data
        options = Options(said["standard"].strip(), said["edition"].strip())
        try:
            run = runs.start(name=sent.name or "", data=sent.read(), options=options, actor=self.actor, at=self.at)
        except Refused as refused:
            if refused.status not in BACK:
                raise
            form.take(refused)
            return self.page(form, refused.status)
        return HttpResponseRedirect(f"/standards/imports/{run.pk}/")

    def page(self, form: UploadForm, status: int = 200) -> HttpResponse:
        """The form beside the list."""
        return self.show(status=status, form=form, runs=list(runs.runs_of(self.actor)[:SHOWN]))


class Import(ImportsPage):
    """`/standards/imports/<id>/`: what a file holds, what would change, and the button that writes it."""

    template = "standards/import.html"
    allowed_inputs = frozenset({"do"})

    @cached_property
    def run(self) -> StandardImport:
        """Raises NotVisible for somebody else's."""
        return runs.get(self.kwargs["pk"], self.actor)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.check_parameters()
        self.check_role()
        return self.page(self.run)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.check_role()
        self.check_inputs()
        if request.POST.get("do") != "confirm":
            raise BadRequest(_("Choose what to do."))
        run = runs.confirm(self.run, at=self.at)
        if run.state == StandardImport.REFUSED:
            return self.page(run, Invalid.status)
        messages.success(request, _("“%s” was imported.") % run.name)
        return HttpResponseRedirect(f"/standards/imports/{run.pk}/")

    def page(self, run: StandardImport, status: int = 200) -> HttpResponse:
        """What became of the file, part by part; what is written already is linked."""
        result = run.result
        refs = [part["ref"] for part in result.get("parts", [])]
        there: dict[str, str] = {}
        for model in (Edition, MappingSet):
            there |= {row.key: row.get_absolute_url() for row in model.objects.filter(key__in=refs)}
        parts = [{**p, "url": there.get(p["ref"], ""), "tiles": _tiles(p)} for p in result.get("parts", [])]
        waits = run.state == StandardImport.LOOKED
        return self.show(status=status, run=run, result=result, parts=parts, waits=waits,
                         unchanged=waits and result.get("outcome") == "unchanged")  # fmt: skip


def _tiles(part: dict[str, Any]) -> list[dict[str, Any]]:
    rows = part["kind"] == "mapping"
    return [
        {"label": _("Added"), "value": part["added_total"], "note": _("rows") if rows else _("requirements")},
        {"label": _("Changed"), "value": part["changed_total"], "note": _("since the last import")},
        {
            "label": _("Removed") if rows else _("Withdrawn"), "value": part["gone_total"],
            "note": _("no longer in the file"),
        },
        {
            "label": _("Kept out"), "value": part["refused_total"], "bad": part["refused_total"],
            "note": _("with their reasons below"),
        },
    ]  # fmt: skip
