"""Prints over HTTP: `/<register>/<number>/print/` and `/<register>/print/` with the list's own parameters."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from qms.registers.lists import Listing
from qms.registers.prints import record_pdf

from .front import RecordPage
from .list_export import ListFiles, as_pdf


class RecordPrint(RecordPage):
    """One record as PDF."""

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        return as_pdf(record_pdf(self.record, actor=self.actor, at=self.at), self.record.number)


class ListPrint(ListFiles):
    """The rows that a list's address asks for, as PDF."""

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        asked = {name: value for name, value in request.GET.dict().items() if name not in ("after", "format")}
        return self.as_print(Listing(self.register, self.actor, asked, timezone.localdate()))
