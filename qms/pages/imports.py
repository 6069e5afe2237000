"""The steps of an import: bring a file, say what its columns mean, see what the check found, confirm, watch."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.imports import progress, runs
from qms.imports.models import ImportRun
from qms.imports.permission import importer
from qms.imports.reading import Options
from qms.lib.errors import BadRequest, Forbidden, Invalid, Refused
from qms.registers.registry import registry

from . import menu
from .export import download
from .front import Page
from .import_columns import OF_COLUMN, columns_of, mapping_from, units_for

ROLES = ("quality_manager", "compliance_officer", "risk_manager", "privacy_officer")
menu.places.append(menu.Place("organisation", gettext_lazy("Imports"), "/imports/", 20, ROLES))

PHASES = {"done": "done", "refused": "warn", "failed": "bad", "asking": "warn", "columns": "draft"}
BACK = (400, 403, 413, 415, 422)  # refusals that are shown beside the form


class Imports(Page):
    """`/imports/`: earlier imports, and the form that begins one."""

    allowed_parameters = frozenset({"register"})
    allowed_inputs = frozenset({"register", "file"})

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        self.check_inputs()
        sent = request.FILES.get("file")
        try:
            if sent is None:
                raise Invalid(_("Choose a file first."))
            key = request.POST.get("register", "")
            run = runs.start(register=key, name=sent.name or "", data=sent.read(), actor=self.actor, at=self.at)
        except Refused as refused:
            if refused.status not in BACK:
                raise
            return self.page(refused)
        return HttpResponseRedirect(f"/imports/{run.pk}/")

    def page(self, refused: Refused | None = None) -> HttpResponse:
        """Raises Forbidden for somebody who imports nowhere."""
        if not importer(self.actor, None):
            raise Forbidden(_("Importing takes the role of quality manager or a similar one."))
        wanted = self.request.POST.get("register") or self.request.GET.get("register", "")
        return self.show(
            "imports/list.html",
            refused.status if refused else 200,
            rows=[(run, registry[run.register], _phase(run)) for run in runs.runs_of(self.actor)[:50]],
            registers=[(r.key, r.label_plural, r.key == wanted) for r in runs.registers_for(self.actor)],
            refused=refused.all_sentences() if refused else [],
        )


class Import(Page):
    """`/imports/<id>/`: one import at the step it has reached."""

    allowed_inputs = frozenset({"do", "seen"})

    @cached_property
    def run(self) -> ImportRun:
        """Raises NotVisible for somebody else's."""
        return runs.get(self.kwargs["pk"], self.actor)

    @property
    def url(self) -> str:
        """The import's own page."""
        return f"/imports/{self.run.pk}/"

    @property
    def seen(self) -> str:
        """Which step the person saw when she pressed the button."""
        return self.request.POST.get("seen", "")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.check_parameters()
        return self.page()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        do = {"choose": self.choose, "reread": self.reread, "confirm": self.confirm}.get(request.POST.get("do", ""))
        if do is None:
            raise BadRequest(_("Choose what to do."))
        try:
            do(request)
        except Refused as refused:
            if refused.status not in BACK:
                raise
            return self.page(refused)
        return HttpResponseRedirect(self.url)

    def choose(self, request: HttpRequest) -> None:
        """Keep what the columns mean and have all rows checked."""
        self.check_inputs(None, "unit", *filter(OF_COLUMN.fullmatch, request.POST))
        runs.choose(self.run, mapping=mapping_from(request.POST, self.run), at=self.at, seen=self.seen)

    def reread(self, request: HttpRequest) -> None:
        """Read the file in another way."""
        self.check_inputs(None, "encoding", "delimiter", "sheet", "header")
        line = request.POST.get("header", "").strip()
        if line and not (line.isdigit() and len(line) < 8):
            raise Invalid(_("The line of the headings is a number; 0 says that there are none."))
        delimiter = {"tab": "\t"}.get(request.POST.get("delimiter", ""), request.POST.get("delimiter", ""))
        options = Options(
            encoding=request.POST.get("encoding", "").strip(), delimiter=delimiter[:1],
            sheet=request.POST.get("sheet", "").strip(), header=int(line) if line else None,
        )  # fmt: skip
        runs.reread(self.run, options=options, at=self.at, seen=self.seen)
        messages.success(request, _("The file was read again."))

    def confirm(self, request: HttpRequest) -> None:
        """Have what was checked written."""
        self.check_inputs()
        runs.confirm(self.run, at=self.at, seen=self.seen)

    def context(self) -> dict[str, Any]:
        run = self.run
        return {"run": run, "register": registry[run.register], "phase": _phase(run), "url": self.url, **_step(run)}

    def page(self, refused: Refused | None = None) -> HttpResponse:
        """The step, or with a refusal the step before it."""
        extra: dict[str, Any] = {"refused": refused.all_sentences() if refused else self.run.said}
        if self.run.state in runs.OPEN:
            extra |= {"columns": columns_of(self.run), "units": units_for(self.run, self.actor)}
        return self.show("imports/import.html", refused.status if refused else 200, **extra)


class Progress(Import):
    """`/imports/<id>/progress/`: how far it is, for htmx; the whole page once it is over."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        answer = self.show("imports/progress.html")
        if not self.run.is_busy:
            answer["HX-Refresh"] = "true"
        return answer


class Errors(Import):
    """`/imports/<id>/errors.csv`: what is wrong with which line, to put it right in the file."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = [(e["line"], e["column"], e["message"]) for e in self.run.result.get("errors", [])]
        return download("csv", f"import-{self.run.pk}-errors", [_("Line"), _("Column"), _("What is wrong")], rows)


def _phase(run: ImportRun) -> str:
    return PHASES.get(run.state, "open")


def _step(run: ImportRun) -> dict[str, Any]:
    """What the page of a busy or finished import shows."""
    found: dict[str, Any] = {"result": run.result}
    if run.is_busy:
        task = run.tasks.order_by("-pk").first()
        found["progress"] = progress.read(task.pk) if task else None
        found["waits"] = task is not None and task.queue_state == task.WAITING
    if result := run.result:
        ready = _("would be created") if run.state != ImportRun.DONE else _("created")
        count = result["created"] if run.state == ImportRun.DONE else result["valid"]
        found["tiles"] = [
            {"label": _("Rows"), "value": result["rows"], "note": _("in the file")},
            {"label": _("Records"), "value": count, "note": ready},
            {"label": _("Skipped"), "value": result["skipped"], "note": _("in the register already")},
            {"label": _("Refused"), "value": result["refused"], "bad": result["refused"], "note": _("rows")},
        ]
        found["more_errors"] = result["errors_total"] - len(result["errors"])
    return found
