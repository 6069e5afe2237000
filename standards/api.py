"""The catalogues over HTTP: editions, and the requirements of one edition page by page."""

import base64
import binascii
from typing import Any

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api.requests import Endpoint
from qms.lib.errors import BadRequest

from . import queries
from .models import Edition, Requirement
from .pages import edition_of

PAGE, LARGEST = 100, 500


class EditionShape(serializers.ModelSerializer[Edition]):
    """An edition with its counts."""

    standard = serializers.CharField(source="standard.ref")
    label = serializers.CharField(source="__str__")  # type: ignore[assignment]
    requirements = serializers.IntegerField(source="nodes")
    assessable = serializers.IntegerField()
    controls = serializers.IntegerField()

    class Meta:
        model = Edition
        fields = (
            "key", "standard", "edition", "label", "title", "in_force_from", "note",
            "requirements", "assessable", "controls",
        )  # fmt: skip


class RequirementShape(serializers.ModelSerializer[Requirement]):
    """One clause, point, control or annex heading; `parent` is the key one step up."""

    label = serializers.CharField()  # type: ignore[assignment]
    parent = serializers.SlugRelatedField(slug_field="key", read_only=True)  # type: ignore[assignment, var-annotated]

    class Meta:
        model = Requirement
        fields = ("key", "ref", "label", "title", "kind", "assessable", "depth", "position", "parent", "note")


class Editions(Endpoint):
    """The editions that are loaded."""

    @extend_schema(
        operation_id="standards_list",
        responses=inline_serializer("Editions", {"results": EditionShape(many=True)}),
    )
    def get(self, request: Request) -> Response:
        """All of them: they are few."""
        return Response({"results": EditionShape(queries.editions(), many=True).data})


class Requirements(Endpoint):
    """The requirements of one edition in their order."""

    takes = ("cursor", "limit")

    @extend_schema(
        operation_id="standards_requirements_list",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses=inline_serializer(
            "Requirements",
            {
                "results": RequirementShape(many=True),
                "next": serializers.CharField(),
                "count": serializers.IntegerField(),
            },
        ),
    )
    def get(self, request: Request, edition: str) -> Response:
        """At most `limit` of them after the cursor; `next` is the address of the following page or null."""
        found, asked = edition_of(edition), request.query_params
        size, after = _size(asked.get("limit", "")), _place(asked.get("cursor", ""))
        rows = found.requirements.select_related("edition__standard", "parent").order_by("position")
        page = list(rows.filter(position__gt=after)[: size + 1])
        following = f"?limit={size}&cursor={_cursor(page[size - 1])}" if len(page) > size else ""
        return Response(
            {
                "results": RequirementShape(page[:size], many=True).data,
                "next": request.build_absolute_uri(request.path + following) if following else None,
                "count": rows.count(),
            }
        )


def _size(said: str) -> int:
    if not said:
        return PAGE
    if not (said.isascii() and said.isdigit() and 1 <= int(said[:6]) <= LARGEST):
        raise BadRequest(_("“limit” is a number from 1 to %d.") % LARGEST)
    return int(said)


def _cursor(row: Any) -> str:
    return base64.urlsafe_b64encode(str(row.position).encode()).decode().rstrip("=")


def _place(cursor: str) -> int:
    """The position after which to go on. Raises BadRequest for a word that is none of ours."""
    try:
        return int(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)) or b"0") % 2**31
    except (ValueError, binascii.Error):
        raise BadRequest(_("This place in the list cannot be read. Start again from the top of the list.")) from None


urlpatterns = [
    path("standards/", Editions.as_view(), name="api-standards"),
    path("standards/<slug:edition>/requirements/", Requirements.as_view(), name="api-standard-requirements"),
]
