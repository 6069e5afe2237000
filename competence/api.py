"""The competence matrix over HTTP: the same people, competences and sums as on its page."""

from typing import Any

from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api.requests import Endpoint

from .queries import standing
from .queries.units import unit_asked


class CompetenceMatrix(Endpoint):
    """Who has what in a unit and below it."""

    takes = ("unit",)

    @extend_schema(
        operation_id="competence_matrix", tags=["competences"], responses=OpenApiTypes.OBJECT,
        parameters=[OpenApiParameter("unit", str, description="Code of a unit; your first one unless said.")],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """`standings` are by competence; `held` and `asked` are the sums. `cut`: the unit has more than is shown."""
        unit, _units = unit_asked(request.user, request.query_params.get("unit", ""))
        today = timezone.localdate(self.at)
        shown = standing.matrix(unit, request.user, today=today)
        heads = [
            {"number": c.number, "title": c.title, "needed_to_sign": c.needed_to_sign, **_sum(one)}
            for c, one in zip(shown.competences, shown.sums, strict=True)
        ]
        people = [_person(row, [c.number for c in shown.competences]) for row in shown.rows]
        said = {"on": today, "unit": unit.code, "cut": shown.cut, **_sum(shown.whole)}
        return Response({**said, "competences": heads, "people": people})


def _sum(one: standing.Sum) -> dict[str, int]:
    return {"held": one.held, "asked": one.asked}


def _person(row: standing.Row, numbers: list[str]) -> dict[str, Any]:
    cells = {
        number: {"standing": c.key, "until": c.until, "asked": c.asked, "qualification": c.number or None}
        for number, c in zip(numbers, row.cells, strict=True)
        if c.key
    }
    unit = row.person.unit
    named = {"person": row.person.username, "name": row.person.printed_name, "unit": unit.code if unit else None}
    return {**named, **_sum(row.sum), "standings": cells}


urlpatterns = [path("competence-matrix/", CompetenceMatrix.as_view(), name="api-competence-matrix")]
