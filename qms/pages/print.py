"""Prints over HTTP: `/<register>/<number>/print/` and `/<register>/print/` with the list's own parameters."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.records.events import log_event
from qms.registers.lists import Listing, filters_for, page
from qms.registers.prints import MOST_ROWS, list_pdf, record_pdf

from .front import RecordPage, RegisterPage


class RecordPrint(RecordPage):
    """One record as PDF."""

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        return as_pdf(record_pdf(self.record, actor=self.actor, at=self.at), self.record.number)


class ListPrint(RegisterPage):
    """The rows that a list's address asks for, as PDF; the ledger keeps that they were taken out (Annex 11)."""

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        asked = {name: value for name, value in request.GET.dict().items() if name not in ("after", "format")}
        listing = Listing(self.register, self.actor, asked, timezone.localdate())
        rows, _after = page(listing.shown, listing.order, "", MOST_ROWS)
        pdf = list_pdf(
            self.register, rows=rows, columns=[(c.name, c.label) for c in listing.columns],
            total=listing.in_phase(listing.phase).order_by().count(), actor=self.actor, at=self.at,
            query=listing.address().removeprefix("?"), filters=self.asked_for(listing),
        )  # fmt: skip
        log_event(
            subject=self.register.key, action="export", actor=self.actor, at=self.at, source=self.source,
            rows=len(rows), format="pdf", query=request.GET.urlencode()[:500],
        )  # fmt: skip
        return as_pdf(pdf, self.register.key)

    def asked_for(self, listing: Listing) -> list[tuple[str, str]]:
        """What was asked for, in words, so that the paper says what it is a list of."""
        words = {"open": _("Open"), "draft": _("Draft"), "done": _("Done"), "all": _("All")}
        said = [(_("Phase"), words[listing.phase])] + ([(_("Search"), listing.q)] if listing.q else [])
        for offered in filters_for(self.register, listing.asked, self.actor):
            if offered.value:
                said.append((offered.label, dict(offered.options).get(offered.value, offered.value)))
        return said


def as_pdf(pdf: bytes, name: str) -> HttpResponse:
    """A PDF that the browser shows and would save as `name`.pdf."""
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
