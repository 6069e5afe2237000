"""The audit report as PDF."""

from django.http import HttpRequest, HttpResponse

from qms.pages.front import RecordPage
from qms.pages.list_export import as_pdf
from qms.registers.prints import record_pdf


class Report(RecordPage):
    """`/audits/<number>/report/`: the print of the audit, under the name people ask for it by."""

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        pdf = record_pdf(self.record, actor=self.actor, at=self.at)
        return as_pdf(pdf, f"{self.record.number}-report")
