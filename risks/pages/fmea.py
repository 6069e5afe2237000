"""`/fmea-worksheets/<number>/sheet/`: the lines as a grid, cells saved one by one; rows pasted; tables out and in."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.imports import runs
from qms.imports.permission import may_import
from qms.lib.errors import BadRequest, Invalid, Refused
from qms.lib.text import is_whole
from qms.pages import export
from qms.pages.front import Page, RecordPage, RegisterPage
from qms.records.events import log_event
from qms.registers import registry

from ..fmea_panels import counts, same_number
from ..fmea_paste import MOST_CHARACTERS, Pasted, order, paste
from ..fmea_sheet import (
    PAGE,
    SHOWN,
    SheetRow,
    add_line,
    gravest,
    may_fill,
    pages_of,
    rows_of,
    save_cell,
    standing_lines,
)  # fmt: skip
from ..fmea_standing import standing_of
from ..fmea_words import CELLS, FILLED_IN, SHORT, cells, heads, label

SHEETS = {"register": "fmea-worksheets"}
BACK = (400, 403, 413, 415, 422)  # refusals that are shown beside the form
#: Rows of a preview that are written out; all are checked.
MOST_SHOWN = 200


class Sheet(RecordPage):
    """The lines of a worksheet, a hundred on a page; POST adds a line."""

    template = "risks/sheet.html"
    allowed_parameters = frozenset({"show", "page"})
    allowed_inputs = frozenset({"title"})

    @cached_property
    def may_fill(self) -> bool:
        """Whether cells may be changed here now."""
        return may_fill(self.record, self.actor)

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        return self.page()

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_inputs()
        try:
            made = add_line(
                self.record, title=request.POST.get("title", "").strip(), actor=self.actor, at=self.at,
                source=self.source,
            )  # fmt: skip
        except Refused as refused:
            if refused.status != 422:
                raise
            return self.page(refused.all_sentences(), 422)
        last = pages_of(self.record.lines.exclude(state="dropped").count())
        return HttpResponseRedirect(f"{self.url}sheet/?page={last}#{made.number}")

    def page(self, refused: list[str] | None = None, status: int = 200) -> HttpResponse:
        """One page of the lines, with how far the whole worksheet is."""
        standing, shown = standing_of(self.record), self.request.GET.get("show", "all")
        if shown not in SHOWN:
            raise BadRequest(_("“%(value)s” is no value of “%(name)s”.") % {"value": shown[:40], "name": "show"})
        lines = standing_lines(self.record, shown, standing)
        count = standing.total if shown == "all" else lines.count()
        last = pages_of(count)
        at = min(self.place("page"), last)
        rows = rows_of(list(lines[(at - 1) * PAGE : at * PAGE]), editable=self.may_fill)
        return self.show(
            status=status, rows=rows, standing=standing, counts=counts(standing), shown=shown, count=count, at=at,
            last=last, sheet_url=f"{self.url}sheet/", may_fill=self.may_fill, refused=refused or [], cells=FILLED_IN,
            labels={name: label(name) for name in FILLED_IN}, short=SHORT, why=same_number(), order=order(),
            may_import=self.may_fill and may_import(registry["fmea-lines"], self.actor), done=count_done(standing),
        )  # fmt: skip

    def place(self, name: str) -> int:
        """A number from the address. Raises BadRequest for what is none."""
        said = self.request.GET.get(name, "1")
        if not (said.isascii() and said.isdigit() and int(said[:6]) >= 1):
            raise BadRequest(_("“%s” is a number from 1 on.") % name)
        return int(said[:6])


class Counts(RecordPage):
    """`…/sheet/counts/?show=`: how many lines there are of each priority by now, as JSON with the links in HTML."""

    allowed_parameters = frozenset({"show"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        standing, shown = standing_of(self.record), request.GET.get("show", "all")
        if shown not in SHOWN:
            raise BadRequest(_("“%(value)s” is no value of “%(name)s”.") % {"value": shown[:40], "name": "show"})
        context = {
            "standing": standing, "counts": counts(standing), "shown": shown, "sheet_url": f"{self.url}sheet/"
        }  # fmt: skip
        done = _("%(done)s of %(total)s lines answered") % {"done": count_done(standing), "total": standing.total}
        return JsonResponse({"done": done, "html": render_to_string("risks/sheet_counts.html", context, request)})


def count_done(standing: Any) -> int:
    """How many lines ask for nothing any more."""
    return int(standing.total - len(standing.open))


class Cell(RecordPage):
    """`…/sheet/cell/`: keeps one cell. Answers `{"ok": true, "rev": 3, …}` or sentences, always as JSON."""

    allowed_inputs = frozenset({"line", "field", "value", "rev"})

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        try:
            return JsonResponse({"ok": True, **_shown(self.keep(request))})
        except Refused as refused:
            said = {"ok": False, "code": refused.code, "sentences": _sentences(refused)}
            return JsonResponse(said, status=refused.status)

    def keep(self, request: HttpRequest) -> SheetRow:
        """Raises as the service does, and Invalid for a revision that is none."""
        self.check_inputs()
        said = request.POST
        if not is_whole(said.get("rev", "")):
            raise Invalid(_("The page did not say which revision it showed."))
        return save_cell(
            self.record, line=said.get("line", ""), field=said.get("field", ""), value=said.get("value", ""),
            rev=int(said["rev"][:9]), actor=self.actor, at=self.at, source=self.source,
        )  # fmt: skip


def _shown(row: SheetRow) -> dict[str, Any]:
    line = row.line
    return {
        "rev": line.rev, "priority": line.priority, "word": str(line.get_priority_display()), "rpn": line.rpn,
        "said": row.said, "values": {name: getattr(line, name) for name in FILLED_IN},
    }  # fmt: skip


def _sentences(refused: Refused) -> list[str]:
    """Without the names of fields in front: the sentence stands at its cell."""
    return [str(s) for s in refused.sentences] + [s for said in refused.fields.values() for s in said]


class Paste(RecordPage):
    """`…/sheet/paste/`: rows of a spreadsheet are tried, shown, and put in, all or none."""

    template = "risks/paste.html"
    allowed_inputs = frozenset({"rows", "do"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        return self.page("", None)

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_inputs()
        text, write = request.POST.get("rows", ""), request.POST.get("do") == "apply"
        try:
            found = paste(self.record, text, actor=self.actor, at=self.at, source=self.source, write=write)
        except Refused as refused:
            if refused.status not in BACK:
                raise
            return self.page(text[:MOST_CHARACTERS], None, refused.all_sentences(), refused.status)
        if not write or not found.ok:
            return self.page(text, found, status=200 if found.ok or not write else 422)
        n = found.result.created
        messages.success(request, ngettext("%d line was added.", "%d lines were added.", n) % n)
        return HttpResponseRedirect(f"{self.url}sheet/")

    def page(
        self, text: str, found: Pasted | None, refused: list[str] | None = None, status: int = 200
    ) -> HttpResponse:
        """The rows that were pasted, with what would become of them: refused ones first."""
        rows = sorted(found.rows, key=lambda row: not row.said) if found else []
        return self.show(
            status=status, text=text, found=found, rows=rows[:MOST_SHOWN], more=len(rows) - MOST_SHOWN,
            refused=refused or [], order=order(),
            heads=[SHORT.get(name, label(name)) for name in CELLS], may_fill=may_fill(self.record, self.actor),
            sheet_url=f"{self.url}sheet/",
        )  # fmt: skip


class ImportFile(RecordPage):
    """`…/sheet/import/`: begins an import whose rows all go into this worksheet."""

    allowed_inputs = frozenset({"file"})

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_inputs()
        sent = request.FILES.get("file")
        try:
            if sent is None:
                raise Invalid(_("Choose a file first."))
            run = runs.start(
                register="fmea-lines", name=sent.name or "", data=sent.read(), actor=self.actor, at=self.at,
                given={"worksheet": self.record.number},
            )  # fmt: skip
        except Refused as refused:
            if refused.status not in BACK:
                raise
            for sentence in refused.all_sentences():
                messages.error(request, sentence)
            return HttpResponseRedirect(f"{self.url}sheet/")
        return HttpResponseRedirect(f"/imports/{run.pk}/")


class Download(RecordPage):
    """`…/sheet/table/?format=xlsx`: every line as CSV or XLSX, kept in the ledger as taken out."""

    allowed_parameters = frozenset({"format"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        kind = request.GET.get("format", "")
        if kind not in export.FORMATS:
            raise BadRequest(_("“%(value)s” is no value of “%(name)s”.") % {"value": kind[:40], "name": "format"})
        rows = list(self.record.lines.exclude(state="dropped").order_by("pk")[: export.MOST])
        log_event(
            subject=self.register.key, action="export", actor=self.actor, at=self.at, source=self.source,
            rows=len(rows), format=kind, numbers=[self.record.number],
        )  # fmt: skip
        return export.download(kind, self.record.number, heads(), (cells(line) for line in rows))


class Gravest(Page):
    """`/fmea-worksheets/management-review/`: what the management review looks at (FM-03)."""

    template = "risks/gravest.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        rows, total = gravest(self.actor)
        return self.show(rows=rows, total=total, cut=total > len(rows))


class NewLine(RegisterPage):
    """`/fmea-lines/new/`: lines are added on their sheet; it says where."""

    template = "risks/new_line.html"

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters("full", "link")
        return self.show()


HERE = "fmea-worksheets/<str:number>/sheet/"
urlpatterns = [
    path("fmea-lines/new/", NewLine.as_view(), {"register": "fmea-lines"}, name="fmea-new-line"),
    path("fmea-worksheets/management-review/", Gravest.as_view(), name="fmea-gravest"),
    path(HERE, Sheet.as_view(), SHEETS, name="fmea-sheet"),
    path(f"{HERE}cell/", Cell.as_view(), SHEETS, name="fmea-cell"),
    path(f"{HERE}counts/", Counts.as_view(), SHEETS, name="fmea-counts"),
    path(f"{HERE}paste/", Paste.as_view(), SHEETS, name="fmea-paste"),
    path(f"{HERE}import/", ImportFile.as_view(), SHEETS, name="fmea-import"),
    path(f"{HERE}table/", Download.as_view(), SHEETS, name="fmea-table"),
]
