"""Pages of requests: a new one with whoever asks, who that is after all, and the letter."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from qms.pages.contacts import NewFrom, WhoItIs
from qms.pages.front import RecordPage
from qms.pages.print import as_pdf

from ..prints.request import letter_pdf

HERE = {"register": "data-subject-requests"}
ONE = "data-subject-requests/<str:number>"
WHO = _("Who asks")


class Letter(RecordPage):
    """`/data-subject-requests/<number>/letter/<kind>/`; without a kind the answer."""

    def get(self, request: HttpRequest, register: str, number: str, kind: str = "answer") -> HttpResponse:
        self.check_parameters()
        pdf = letter_pdf(self.record, kind, actor=self.actor, at=self.at)
        return as_pdf(pdf, f"{self.record.number}-{kind}")


urlpatterns = [
    path("data-subject-requests/new/", NewFrom.as_view(who=WHO), HERE, name="request-new"),
    path(f"{ONE}/contact/", WhoItIs.as_view(who=WHO), HERE, name="request-contact"),
    path(f"{ONE}/letter/", Letter.as_view(), HERE, name="request-letter"),
    path(f"{ONE}/letter/<slug:kind>/", Letter.as_view(), HERE, name="request-letter-kind"),
]
