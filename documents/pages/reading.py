"""Saying that one has read something, with the answers to its questions; and who has read what."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.models import Unit
from qms.accounts.reach import reach
from qms.lib.errors import BadRequest, Forbidden, Invalid
from qms.pages import export
from qms.pages.front import RecordPage, RegisterPage
from qms.pages.links import number_in
from qms.pages.list_export import as_pdf
from qms.records.events import log_event

from ..queries import matrix, readings
from ..quizzes import questions_of

FILES = ("csv", "xlsx", "pdf")


class Say(RecordPage):
    """`/acknowledgements/<number>/say/`: POST only. Wrong answers are kept, and the page says which they are."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        asked = questions_of(self.record.revision)
        self.check_inputs(None, "rev", *(f"q-{one['id']}" for one in asked))
        record, rev = self.record, number_in(request.POST, "rev")
        try:
            if asked and not record.passed:
                rows = [{"question": o["id"], "answer": request.POST.get(f"q-{o['id']}", "") or "0"} for o in asked]
                record = self.move("answer", rev=rev, answers=rows)
                rev = record.rev
            if record.passed or not asked:
                self.move("acknowledge", rev=rev)
                messages.success(request, _("Noted: you have read and understood %s.") % record.revision.number)
                return HttpResponseRedirect(self.url)
            messages.warning(request, _("Not all answers are right. They are kept; look at the text and try again."))
        except Invalid as refused:
            for sentence in refused.all_sentences():
                messages.error(request, sentence)
        return HttpResponseRedirect(f"{self.url}#say")

    def move(self, verb: str, *, rev: int, **asked: Any) -> Any:
        """One step of the record. Raises as perform does."""
        return self.register.perform(
            self.record, verb, rev=rev, actor=self.actor, at=self.at, source=self.source, **asked
        )


class MatrixPage(RegisterPage):
    """`/reading/`, with `?unit=` (code, units below included)."""

    template = "documents/matrix.html"
    allowed_parameters = frozenset({"unit", "people", "documents", "format"})

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        if not self.units:
            raise Forbidden(_("This takes a role in a unit."))
        if kind := request.GET.get("format"):
            return self.taken_along(kind)
        found = matrix.matrix(
            self.actor, today=timezone.localdate(self.at), paths=self.paths, after_person=self.place("people"),
            after_document=self.place("documents"),
        )  # fmt: skip
        more: dict[str, Any] = {
            "more_people": self.address(people=found.after_person) if found.after_person else "",
            "more_documents": self.address(documents=found.after_document) if found.after_document else "",
        }
        return self.show(
            matrix=found, units=self.units, asked=request.GET, legend=matrix.LEGEND, files=self.files, **more
        )

    @property
    def files(self) -> list[tuple[str, str]]:
        """(name, address) of the files that the table can be taken along as."""
        unit = {"unit": code} if (code := self.request.GET.get("unit")) else {}
        return [(kind.upper(), f"?{urlencode({**unit, 'format': kind})}") for kind in FILES]

    def taken_along(self, kind: str) -> HttpResponse:
        """Everybody and every document of the unit as a file. The ledger keeps that it was taken out (Annex 11)."""
        if kind not in FILES:
            raise BadRequest(_("This table is taken along as csv, xlsx or pdf."))
        today, unit = timezone.localdate(self.at), self.request.GET.get("unit", "")
        revisions, asked = matrix.asked_for(self.actor, self.paths)
        shown = revisions.filter(pk__in=asked.values("revision")).order_by("document", "pk")
        log_event(
            subject="acknowledgements", action="export", actor=self.actor, at=self.at, source=self.source,
            rows=asked.count(), format=kind, query=urlencode({"unit": unit}) if unit else "",
        )  # fmt: skip
        if kind == "pdf":
            named = next((u.name for u in self.units if u.code == unit), _("All of mine"))
            query = urlencode({"unit": unit}) if unit else ""
            made = readings.readings_pdf(
                asked, shown, today=today, unit=named, query=query, actor=self.actor, at=self.at
            )
            return as_pdf(made, "who-has-read-what")
        rows = [*readings.lines(asked, today, readings.MOST), *readings.sum_lines(asked, shown, today)]
        return export.download(kind, "who-has-read-what", readings.heads(), rows)

    @cached_property
    def units(self) -> list[Unit]:
        """The units that this person reaches."""
        return list(Unit.objects.filter(pk__in=reach(self.actor).unit_ids()).order_by("path"))

    @property
    def paths(self) -> tuple[str, ...]:
        """The unit asked for, or all. Raises BadRequest for another one."""
        code = self.request.GET.get("unit")
        chosen = [u for u in self.units if not code or u.code == code]
        if not chosen:
            raise BadRequest(_("“%s” is no unit of yours.") % str(code)[:60])
        return tuple(u.path for u in chosen)

    def place(self, name: str) -> int:
        """After whom or what the page begins. Raises BadRequest."""
        word = self.request.GET.get(name, "") or "0"
        if not word.isdigit() or len(word) > 15:
            raise BadRequest(_("“%s” is no place in this table.") % word[:20])
        return int(word)

    def address(self, **changed: object) -> str:
        """This page from another place on."""
        return f"?{urlencode({**self.request.GET.dict(), **changed})}"


urlpatterns = [
    path("reading/", MatrixPage.as_view(), {"register": "documents"}, name="documents-matrix"),
    path("acknowledgements/<str:number>/say/", Say.as_view(), {"register": "acknowledgements"}, name="say-read"),
]
