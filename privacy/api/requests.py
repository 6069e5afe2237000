"""Requests of data subjects beyond the generic endpoints: one with whoever asks, and the letter."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from qms.api.contacts import Received
from qms.api.requests import Endpoint
from qms.api.schema import documented
from qms.registers import registry

from ..prints.request import letter_pdf


class Letter(Endpoint):
    """The letter of one request as PDF."""

    @extend_schema(
        operation_id="data_subject_requests_letter", tags=["data-subject-requests"],
        responses={200: OpenApiResponse(OpenApiTypes.BINARY)},
    )  # fmt: skip
    def get(self, request: Request, number: str) -> HttpResponse:
        """The answer, a draft before it is sent. For those who may know who asks; 422 before anything is written."""
        return _letter(request, number, "answer", self.at)


class LetterOfKind(Endpoint):
    """A letter of a kind as PDF: `answer`, `extension` or `identity`."""

    @extend_schema(
        operation_id="data_subject_requests_letter_of_kind", tags=["data-subject-requests"],
        responses={200: OpenApiResponse(OpenApiTypes.BINARY)},
    )  # fmt: skip
    def get(self, request: Request, number: str, kind: str) -> HttpResponse:
        """A draft before it is sent. For those who may know who asks; 422 before anything is written."""
        return _letter(request, number, kind, self.at)


def _letter(request: Request, number: str, kind: str, at: datetime.datetime) -> HttpResponse:
    record: Any = registry["data-subject-requests"].get(number, request.user)
    answer = HttpResponse(letter_pdf(record, kind, actor=request.user, at=at), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{record.number}-{kind}.pdf"'
    return answer


urlpatterns = [
    path("data-subject-requests/received/", documented(Received, registry["data-subject-requests"]).as_view()),
    path("data-subject-requests/<str:number>/letter/", Letter.as_view()),
    path("data-subject-requests/<str:number>/letter/<slug:kind>/", LetterOfKind.as_view()),
]
