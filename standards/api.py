"""The catalogues over HTTP: editions, the requirements of one edition and the rows of one mapping, page by page."""

import base64
import binascii
from typing import Any

from django.db.models import Count
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api.requests import Endpoint
from qms.lib.errors import BadRequest

from . import queries
from .applying import starts
from .mapping import passes_on
from .models import Edition, MappingRow, MappingSet, Requirement
from .pages import edition_of
from .pages.mappings import mapping_of, rows_after

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
        mapping, size = mapping_of(key), _size(request.query_params.get("limit", ""))
        rows, following = rows_after(mapping, request.query_params.get("cursor", ""), size)
        place = f"?limit={size}&cursor={following}"
        return Response(
            {
                "results": RowShape(rows, many=True).data,
                "next": request.build_absolute_uri(request.path + place) if following else None,
                "count": mapping.rows.count(),
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
    path("standards/mappings/", Mappings.as_view(), name="api-standard-mappings"),
    path("standards/mappings/<slug:key>/rows/", MappingRows.as_view(), name="api-standard-mapping-rows"),
    path("standards/<slug:edition>/requirements/", Requirements.as_view(), name="api-standard-requirements"),
]
