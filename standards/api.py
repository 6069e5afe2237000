"""The catalogues over HTTP: editions, and the requirements of one edition page by page."""

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api.requests import Endpoint

from . import queries
from .coverage.api import urlpatterns as coverage_patterns
from .models import Edition, Requirement
from .pages import edition_of
from .paging import cursor_of, place_of, size_of


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
        size, after = size_of(asked.get("limit", "")), place_of(asked.get("cursor", ""))
        rows = found.requirements.select_related("edition__standard", "parent").order_by("position")
        page = list(rows.filter(position__gt=after)[: size + 1])
        following = f"?limit={size}&cursor={cursor_of(page[size - 1].position)}" if len(page) > size else ""
        return Response(
            {
                "results": RequirementShape(page[:size], many=True).data,
                "next": request.build_absolute_uri(request.path + following) if following else None,
                "count": rows.count(),
            }
        )


urlpatterns = [
    *coverage_patterns,
    path("standards/", Editions.as_view(), name="api-standards"),
    path("standards/<slug:edition>/requirements/", Requirements.as_view(), name="api-standard-requirements"),
]
