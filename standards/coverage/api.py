"""The coverage matrix over HTTP: the sums, and the requirements page by page."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api.requests import Endpoint
from qms.lib.errors import BadRequest

from ..paging import page_of
from ..queries import edition_of
from .asking import matrix_asked
from .levels import LEVELS
from .matrix import Matrix, Row


class CellShape(serializers.Serializer[Any]):
    """How far one requirement is covered in one column."""

    level = serializers.ChoiceField(choices=LEVELS)
    current = serializers.IntegerField()
    stale = serializers.IntegerField()
    lapsed = serializers.IntegerField()


class RowShape(serializers.Serializer[Any]):
    """One requirement; `counted`: the sums count it."""

    key = serializers.CharField()
    ref = serializers.CharField()
    title = serializers.CharField()
    assessable = serializers.BooleanField()
    counted = serializers.BooleanField()
    mapped = serializers.IntegerField()
    columns = serializers.DictField(child=CellShape())


class Coverage(Endpoint):
    """How far an edition is covered, as far as the records are visible to whoever asks."""

    takes = ("cursor", "limit", "unit", "level")

    @extend_schema(
        operation_id="standards_coverage",
        parameters=[OpenApiParameter(name, str) for name in takes],
        responses=inline_serializer(
            "Coverage",
            {
                "on": serializers.DateField(),
                "counted": serializers.IntegerField(),
                "partly": serializers.BooleanField(),
                "sums": serializers.DictField(child=serializers.DictField(child=serializers.IntegerField())),
                "results": RowShape(many=True),
                "next": serializers.CharField(),
                "count": serializers.IntegerField(),
            },
        ),
    )
    def get(self, request: Request, edition: str) -> Response:
        """`unit` asks for the units below one; `level` for requirements of one level. "" is the organisation."""
        level = request.query_params.get("level", "")
        if level not in ("", *LEVELS):
            raise BadRequest(_("“%s” is no level of coverage.") % level[:20])
        unit = request.query_params.get("unit", "")
        whole = matrix_asked(edition_of(edition), unit, actor=request.user, at=self.at)
        rows = (whole.only(level) if level else whole).rows
        page, following = page_of(rows, request, lambda row: row.requirement.position)
        return Response(
            {
                "on": whole.today,
                "counted": whole.counted,
                "partly": whole.partly,
                "sums": {c.code: s for c, s in zip(whole.columns, whole.sums, strict=True)},
                "results": [_row(whole, row) for row in page],
                "next": following,
                "count": len(rows),
            }
        )


def _row(matrix: Matrix, row: Row) -> dict[str, Any]:
    r = row.requirement
    cells = {
        c.code: {
            "level": cell.level, "current": cell.tally.current, "stale": cell.tally.stale, "lapsed": cell.tally.lapsed,
        }
        for c, cell in zip(matrix.columns, row.cells, strict=True)
    }  # fmt: skip
    fixed = {"key": r.key, "ref": r.ref, "title": r.title, "assessable": r.assessable, "counted": row.counted}
    return {**fixed, "mapped": row.mapped, "columns": cells if r.assessable else {}}


urlpatterns = [path("standards/<slug:edition>/coverage/", Coverage.as_view(), name="api-standard-coverage")]
