"""Addresses about incidents: the reports as PDF, and an incident begun from a signal or a nonconformity."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from qms.lib.errors import NotVisible
from qms.pages.front import Page, RecordPage
from qms.pages.print import as_pdf
from qms.records.access import visible_to
from qms.records.models import Entry

from ..incident_report import WHICH, report_pdf
from ..queries.origins import carried_over

INCIDENTS = {"register": "incidents"}


class Report(RecordPage):
    """`/incidents/<number>/report/<which>/`: the initial or the complete report as PDF."""

    def get(self, request: HttpRequest, register: str, number: str, which: str) -> HttpResponse:
        self.check_parameters()
        if which not in WHICH or getattr(self.record, f"{which}_at") is None:
            raise NotVisible(_("%s has no such report yet.") % self.record.number)
        name = f"{self.record.number}-{which}-report"
        return as_pdf(report_pdf(self.record, which, actor=self.actor, at=self.at), name)


class Begin(Page):
    """`/incidents/from/<number>/`: the form of a new incident with what a monitor or a nonconformity says."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        self.check_parameters()
        entry = visible_to(Entry.objects.all(), self.actor).filter(number=number).first()
        if entry is None:
            raise NotVisible(_("There is no record “%s” that you may see.") % number[:60])
        return HttpResponseRedirect(f"/incidents/new/?{urlencode(carried_over(entry, self.actor))}")


urlpatterns = [
    path("incidents/from/<str:number>/", Begin.as_view(), name="incident-from"),
    path("incidents/<str:number>/report/<str:which>/", Report.as_view(), INCIDENTS, name="incident-report"),
]
