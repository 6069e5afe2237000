"""Cards from CI: send one, ask what is missing, get it back as a README or Model Card Toolkit JSON."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api.requests import Endpoint, asked_rev, source_of
from qms.api.shapes import one
from qms.lib.errors import BadRequest, TooLarge
from qms.registers import registry

from ..cards import formats
from ..queries.gates import gates_of
from ..services import cards

ASKED = [
    OpenApiParameter(
        "format", str, description="hf (a Hugging Face README) or mct (Model Card Toolkit JSON); found out unless said."
    ),
    OpenApiParameter("system", str, required=True, description="Number of the system, for example AIS-0001."),
    OpenApiParameter("version", str, required=True, description="As CI names it, e.g. 1.2.0."),
    OpenApiParameter("artifact", str, required=True, description="SHA-256 of the artifact."),
    OpenApiParameter(
        "dataset", str, many=True, description="Number of a dataset it was trained or tested on; as often as needed."
    ),
]


class Json(DefaultContentNegotiation):
    """The answer is JSON: here `format` in the address means the card's."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class Import(Endpoint):
    """`POST /api/v1/model-cards/import/`: the file as the body, or as multipart field “file”."""

    content_negotiation_class = Json
    takes = ("format", "system", "version", "artifact", "dataset")

    @extend_schema(
        operation_id="model_cards_import", tags=["model-cards"], parameters=ASKED, request=OpenApiTypes.BINARY,
        responses={200: OpenApiTypes.OBJECT, 201: OpenApiTypes.OBJECT},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Make the card of a version, or replace the content of its draft. Says at once which gates are not passed."""
        asked = {name: str(request.query_params.get(name, "")).strip() for name in self.takes[:4]}
        if missing := [name for name in ("system", "version", "artifact") if not asked[name]]:
            raise BadRequest(_("Say ?system=…&version=…&artifact=…: “%s” is missing.") % missing[0])
        name, data = _file(request)
        brought = cards.bring_in(
            data, name=name, format=asked["format"], version=asked["version"], artifact=asked["artifact"],
            datasets=request.query_params.getlist("dataset"),
            system=registry["systems"].get(asked["system"], request.user), actor=request.user, at=self.at,
            rev=asked_rev(request) if request.headers.get("If-Match") else None, source=source_of(request),
        )  # fmt: skip
        card = brought.card
        told = {
            "card": one(registry["model-cards"], card, request.user), "created": brought.created,
            "warnings": brought.warnings, "gates": gates(card), "next": cards.next_step(card),
        }  # fmt: skip
        answer = Response(told, status=201 if brought.created else 200, headers={"ETag": f'"{card.rev}"'})
        answer["Location"] = request.build_absolute_uri(f"/api/v1/model-cards/{card.number}/")
        return answer


def _file(request: Request) -> tuple[str, bytes]:
    """Name and bytes of what was sent. Raises BadRequest, TooLarge."""
    if sent := request.FILES.get("file") if request.content_type.startswith("multipart/") else None:
        if sent.size > formats.LARGEST:
            raise TooLarge(_("A card has at most %d MB.") % (formats.LARGEST // 1_000_000))
        return sent.name or "README.md", sent.read()
    data = request._request.read(formats.LARGEST + 1) if not request.content_type.startswith("multipart/") else b""
    if len(data) > formats.LARGEST:
        raise TooLarge(_("A card has at most %d MB.") % (formats.LARGEST // 1_000_000))
    return "README.md", data


def gates(card: Any) -> list[dict[str, str]]:
    """The gates of a card as JSON data."""
    return [{"key": g.key, "label": g.label, "result": g.result, "reason": g.reason} for g in gates_of(card)]


class Gates(Endpoint):
    """What the policy says of a card now."""

    @extend_schema(operation_id="model_cards_gates", tags=["model-cards"], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str) -> Response:
        """Every gate: passed, failed or not applicable, with its reason."""
        found = gates(registry["model-cards"].get(number, request.user))
        return Response({"submittable": all(g["result"] != "failed" for g in found), "gates": found})


class Export(Endpoint):
    """The card as its tools read it."""

    @extend_schema(operation_id="model_cards_export", tags=["model-cards"], responses=OpenApiTypes.STR)
    def get(self, request: Request, number: str, kind: str) -> HttpResponse:
        """README.md (huggingface_hub reads it) or modelcard.json (Model Card Toolkit)."""
        card = registry["model-cards"].get(number, request.user)
        text = cards.readme(card) if kind == "README.md" else cards.toolkit_json(card)
        media = "text/markdown" if kind == "README.md" else "application/json"
        answer = HttpResponse(text, content_type=f"{media}; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{card.number}-{kind}"'
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


urlpatterns = [
    path("model-cards/import/", Import.as_view()),
    path("model-cards/<str:number>/gates/", Gates.as_view()),
    path("model-cards/<str:number>/README.md", Export.as_view(), {"kind": "README.md"}),
    path("model-cards/<str:number>/modelcard.json", Export.as_view(), {"kind": "modelcard.json"}),
]
