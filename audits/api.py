"""Steps of the audit side that are several changes in one: checklist, finding, nonconformity."""

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api.records import answer_with
from qms.api.requests import Endpoint, source_of
from qms.registers import registry

from .services.fieldwork import make_checklist
from .services.raising import raise_finding, raise_nonconformity

DESCRIBED: dict[str, Any] = {"request": None, "responses": OpenApiTypes.OBJECT, "tags": ["audits"]}


class MakeChecklist(Endpoint):
    """The questions of an audit from its criteria."""

    @extend_schema(**DESCRIBED)
    def post(self, request: Request, number: str) -> Response:
        """Add a line for each assessable clause that has none; asking again adds nothing."""
        audit = registry["audits"].get(number, request.user)
        made = make_checklist(audit, actor=request.user, at=self.at, source=source_of(request))
        return Response({"added": [line.number for line in made]}, status=201 if made else 200)


class RaiseFinding(Endpoint):
    """A finding from an answer."""

    @extend_schema(**DESCRIBED)
    def post(self, request: Request, number: str) -> Response:
        """A draft with clause, answer and evidence; asking again gives the same finding."""
        line = registry["checklist-lines"].get(number, request.user)
        finding = raise_finding(line, actor=request.user, at=self.at, source=source_of(request))
        return answer_with(registry["findings"], registry["findings"].get(finding.number, request.user))


class RaiseNonconformity(Endpoint):
    """A nonconformity from a finding."""

    @extend_schema(**DESCRIBED)
    def post(self, request: Request, number: str) -> Response:
        """Carries the data over and links both; asking again gives the same nonconformity."""
        finding = registry["findings"].get(number, request.user)
        entry = raise_nonconformity(finding, actor=request.user, at=self.at, source=source_of(request))
        register = registry[entry.register]
        return answer_with(register, register.get(entry.number, request.user))


urlpatterns = [
    path("audits/<str:number>/checklist/", MakeChecklist.as_view()),
    path("checklist-lines/<str:number>/finding/", RaiseFinding.as_view()),
    path("findings/<str:number>/nonconformity/", RaiseNonconformity.as_view()),
]
