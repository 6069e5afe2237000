"""The papers of a breach, as files: `GET /api/v1/breaches/<number>/forms/authority/`."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from qms.api.requests import Endpoint
from qms.lib.errors import NotVisible
from qms.registers import registry

from ..prints.breach import FORMS, form_pdf


class BreachForm(Endpoint):
    """A form of one breach as PDF."""

    @extend_schema(
        operation_id="breaches_form", tags=["breaches"], responses={200: OpenApiResponse(OpenApiTypes.BINARY)}
    )
    def get(self, request: Request, number: str, form: str) -> HttpResponse:
        """`authority`: what Article 33(3) asks. `controller`: a processor's notice. 422 where it is not our role."""
        record: Any = registry["breaches"].get(number, request.user)
        if form not in FORMS:
            raise NotVisible
        answer = HttpResponse(form_pdf(record, form, actor=request.user, at=self.at), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="{record.number}-{form}.pdf"'
        return answer


urlpatterns = [path("breaches/<str:number>/forms/<slug:form>/", BreachForm.as_view())]
