"""The catalogues over HTTP: editions, the requirements of one edition and the rows of one mapping, page by page."""

from django.db.models import Count
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api.requests import Endpoint

from . import queries
from .applying import starts
from .coverage.api import urlpatterns as coverage_patterns
from .mapping import passes_on
from .models import Edition, MappingRow, MappingSet, Requirement
from .pages.mappings import mapping_of, rows_after
from .paging import cursor_of, place_of, size_of
from .queries import edition_of


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
            "key", "standard", "edition", "label", "title", "in_force_from", "note", "origin", "provider",
            "requirements", "assessable", "controls",
        )  # fmt: skip


class RequirementShape(serializers.ModelSerializer[Requirement]):
    """One clause, point, control or annex heading; `parent` is the key one step up."""

    label = serializers.CharField()  # type: ignore[assignment]
    parent = serializers.SlugRelatedField(slug_field="key", read_only=True)  # type: ignore[assignment, var-annotated]

    applies_from = serializers.SerializerMethodField()

    class Meta:
        model = Requirement
        fields = (
            "key", "ref", "number", "label", "title", "kind", "assessable", "depth", "position", "parent", "note",
            "text", "applies_from", "withdrawn_at",
        )  # fmt: skip

    def get_applies_from(self, row: Requirement) -> list[dict[str, str]]:
        """Since when it applies, and which provision says so; several dates where it depends on the system."""
        return [{"on": s.on.isoformat(), "what": s.about, "source": s.source} for s in starts(row.regimes)]


class MappingShape(serializers.ModelSerializer[MappingSet]):
    """A mapping between two editions, which are named by their keys."""

    label = serializers.CharField(source="__str__")  # type: ignore[assignment]
    source = serializers.SlugRelatedField(slug_field="key", read_only=True)  # type: ignore[assignment, var-annotated]
    target = serializers.SlugRelatedField(slug_field="key", read_only=True)  # type: ignore[var-annotated]
    rows = serializers.IntegerField(source="size")

    class Meta:
        model = MappingSet
        fields = ("key", "label", "title", "source", "target", "provenance", "version", "origin", "rows")


class RowShape(serializers.ModelSerializer[MappingRow]):
    """One row: source `relation` target, and what meeting the source says of the target."""

    source = serializers.SlugRelatedField(slug_field="key", read_only=True)  # type: ignore[assignment, var-annotated]
    target = serializers.SlugRelatedField(slug_field="key", read_only=True)  # type: ignore[var-annotated]
    passes_on = serializers.SerializerMethodField()

    class Meta:
        model = MappingRow
        fields = ("source", "relation", "target", "strength", "passes_on", "rationale")

    def get_passes_on(self, row: MappingRow) -> str:
        """`full` or `partial`."""
        return passes_on(row.relation, row.strength)


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


class Mappings(Endpoint):
    """The mappings between editions that are loaded."""

    @extend_schema(
        operation_id="standards_mappings_list",
        responses=inline_serializer("Mappings", {"results": MappingShape(many=True)}),
    )
    def get(self, request: Request) -> Response:
        """All of them: they are few."""
        rows = MappingSet.objects.select_related("source__standard", "target__standard").annotate(size=Count("rows"))
        return Response({"results": MappingShape(rows.order_by("key"), many=True).data})


class MappingRows(Endpoint):
    """The rows of one mapping in the order of its editions."""

    takes = ("cursor", "limit")

    @extend_schema(
        operation_id="standards_mapping_rows_list",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses=inline_serializer(
            "MappingRows",
            {"results": RowShape(many=True), "next": serializers.CharField(), "count": serializers.IntegerField()},
        ),
    )
    def get(self, request: Request, key: str) -> Response:
        """At most `limit` of them after the cursor; `next` is the address of the following page or null."""
        mapping, size = mapping_of(key), size_of(request.query_params.get("limit", ""))
        rows, following = rows_after(mapping, request.query_params.get("cursor", ""), size)
        place = f"?limit={size}&cursor={following}"
        return Response(
            {
                "results": RowShape(rows, many=True).data,
                "next": request.build_absolute_uri(request.path + place) if following else None,
                "count": mapping.rows.count(),
            }
        )


urlpatterns = [
    *coverage_patterns,
    path("standards/", Editions.as_view(), name="api-standards"),
    path("standards/mappings/", Mappings.as_view(), name="api-standard-mappings"),
    path("standards/mappings/<slug:key>/rows/", MappingRows.as_view(), name="api-standard-mapping-rows"),
    path("standards/<slug:edition>/requirements/", Requirements.as_view(), name="api-standard-requirements"),
]
