"""The papers of a breach: `/breaches/<number>/forms/authority/` and `…/controller/`."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from qms.lib.errors import NotVisible
from qms.pages.front import RecordPage
from qms.pages.print import as_pdf

from ..prints.breach import FORMS, form_pdf


class BreachForm(RecordPage):
    """A form as PDF; it says itself what is not known yet."""

    def get(self, request: HttpRequest, register: str, number: str, form: str) -> HttpResponse:
        self.check_parameters()
        record = self.record
        if form not in FORMS:
            raise NotVisible
        return as_pdf(form_pdf(record, form, actor=self.actor, at=self.at), f"{record.number}-{form}")


urlpatterns = [
    path("breaches/<str:number>/forms/<slug:form>/", BreachForm.as_view(), {"register": "breaches"}, name="breach-form")
]
