"""`GET /api/v1/systems/<number>/gate/`: may this version go out? 200 for yes, 422 for no, so that `curl -f` fails."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api.requests import Endpoint, body_of, source_of
from qms.lib.errors import BadRequest
from qms.registers import registry

from ..services import badges, gate

ASKED = [
    OpenApiParameter("version", str, required=True, description="As CI names it, e.g. 1.2.0."),
    OpenApiParameter("artifact", str, required=True, description="SHA-256 of what goes out, 64 hexadecimal digits."),
]


class Gate(Endpoint):
    """The release gate of a system."""

    takes = ("version", "artifact")

    @extend_schema(
        operation_id="systems_gate", tags=["systems"], parameters=ASKED,
        responses={200: OpenApiTypes.OBJECT, 422: OpenApiTypes.OBJECT},
    )  # fmt: skip
    def get(self, request: Request, number: str) -> Response:
        """Ask the gate. 200: pass or conditional; 422: fail, with the reasons. Every answer is kept."""
        system = registry["systems"].get(number, request.user)
        version = str(request.query_params.get("version", "")).strip()
        if not version:
            raise BadRequest(_("Say which version: ?version=1.2.0&artifact=<sha256>."))
        row = gate.answer(
            system, version=version, artifact=str(request.query_params.get("artifact", "")).strip(), actor=request.user,
            at=self.at, source=source_of(request),
        )  # fmt: skip
        status = 422 if row.result == gate.FAIL else 200
        headers = {"ETag": f'"{gate.etag(row)}"', "Cache-Control": "no-store"}
        return Response(told(row, system, request), status=status, headers=headers)


def told(row: Any, system: Any, request: Request) -> dict[str, Any]:
    """An answer as JSON data, its links absolute."""
    reasons = [{**r, "url": request.build_absolute_uri(r["url"]) if r["url"] else ""} for r in row.reasons]
    return {
        "result": row.result, "system": system.number, "version": row.version, "artifact": row.artifact,
        "reasons": reasons, "answer": row.pk, "at": row.at.isoformat(),
    }  # fmt: skip


class Answers(Endpoint):
    """What the gate was asked, by whom, and what it said."""

    takes = ("before",)

    @extend_schema(operation_id="systems_gate_answers", tags=["systems"], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str) -> Response:
        """Newest first, 50 at a time."""
        system = registry["systems"].get(number, request.user)
        rows = gate.answers_of(system, before=str(request.query_params.get("before", "")))
        return Response({"results": [{**told(row, system, request), "asked_by": row.asked_by_name} for row in rows]})


class Badges(Endpoint):
    """The secret address of a system's badge."""

    @extend_schema(
        operation_id="systems_badge_make", tags=["systems"], request=None, responses={201: OpenApiTypes.OBJECT}
    )
    def post(self, request: Request, number: str) -> Response:
        """A new address; the one before stops working. It is shown this once."""
        body_of(request)
        system = registry["systems"].get(number, request.user)
        secret = badges.make(system, actor=request.user, at=self.at, source=source_of(request))
        return Response({"url": request.build_absolute_uri(f"/badge/{secret}.svg")}, status=201)

    @extend_schema(operation_id="systems_badge_revoke", tags=["systems"], responses={204: None})
    def delete(self, request: Request, number: str) -> Response:
        """Revoke the address."""
        system = registry["systems"].get(number, request.user)
        badges.revoke(system, actor=request.user, at=self.at, source=source_of(request))
        return Response(status=204)


urlpatterns = [
    path("systems/<str:number>/gate/", Gate.as_view()),
    path("systems/<str:number>/gate/answers/", Answers.as_view()),
    path("systems/<str:number>/badge/", Badges.as_view()),
]
