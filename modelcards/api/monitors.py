"""Beyond the generic endpoints: the points of a monitor, in bulk, and its chart."""

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api.requests import Endpoint, body_of, source_of
from qms.api.shapes import Known
from qms.lib.errors import BadRequest
from qms.registers import registry

from ..models import MonitorPoint
from ..monitoring import words
from ..queries.monitors import stretch
from ..services.monitors import post_points
from .exact import RoughJson

PAGE = 500
BEFORE = OpenApiParameter("before", str, description="`next` of the page before.")


class Point(Known):
    """One point: by the kind of the monitor a value, the values of a subgroup, a count with n, or counts by class."""

    key = serializers.CharField(max_length=80, help_text="Names the point; sending it again changes nothing.")
    at = serializers.DateTimeField(required=False, help_text="With its zone; the moment of arrival unless said.")
    value = serializers.FloatField(required=False, allow_null=True, help_text="null: nothing could be measured.")
    values = serializers.ListField(child=serializers.FloatField(allow_null=True), required=False)
    n = serializers.FloatField(required=False)
    counts = serializers.ListField(child=serializers.IntegerField(), required=False)


class PointsSent(serializers.Serializer[Any]):
    """Up to 10,000 points; all are taken or none."""

    points = Point(many=True)


class Points(Endpoint):
    """The points of a monitor."""

    parser_classes = (RoughJson,)
    takes = ("before",)

    @extend_schema(
        operation_id="monitors_points", tags=["monitors"], parameters=[BEFORE], responses=OpenApiTypes.OBJECT
    )
    def get(self, request: Request, number: str) -> Response:
        """Newest first, 500 at a time, each as it was measured and judged; `next` gives the earlier ones."""
        monitor = registry["monitors"].get(number, request.user)
        found = stretch(monitor, before=str(request.query_params.get("before", "")), size=PAGE)
        older = f"{request.build_absolute_uri(request.path)}?before={found.earlier}" if found.earlier else None
        return Response({"results": [_point(monitor, p) for p in reversed(found.points)], "next": older})

    @extend_schema(
        operation_id="monitors_points_send", tags=["monitors"], request=PointsSent, responses=OpenApiTypes.OBJECT
    )
    def post(self, request: Request, number: str) -> Response:
        """Send points. Those whose key is there already are passed over. 201 when any was new, with what signals."""
        monitor, body = registry["monitors"].get(number, request.user), body_of(request)
        if unknown := set(map(str, body)) - {"points"}:
            raise BadRequest(f"“{min(unknown)[:60]}” is nothing here. Send {{“points”: […]}}.")
        posted = post_points(monitor, body.get("points"), actor=request.user, at=self.at, source=source_of(request))
        answer = {
            "added": posted.added, "known": posted.known,
            "signals": [_point(monitor, p) for p in posted.signals[:PAGE]],
            "opened": [entry.number for entry in posted.opened], "open": [entry.number for entry in posted.open],
        }  # fmt: skip
        return Response(answer, status=201 if posted.added else 200)


def _point(monitor: Any, p: MonitorPoint) -> dict[str, Any]:
    """A point as it was measured (value, n, spread, raw) and judged."""
    return {
        "key": p.key, "at": p.at.isoformat(), "value": p.value, "n": p.n, "spread": p.spread, "raw": p.raw,
        "limits_version": p.limits_version or None, "charted": p.charted, "second": p.second, "centre": p.centre,
        "lcl": p.lcl, "ucl": p.ucl, "rules": list(words.numbers(p.rules)),
        "second_rules": list(words.numbers(p.second_rules)), "received_at": p.received_at.isoformat(),
        "source": p.source,
    }  # fmt: skip


urlpatterns = [path("monitors/<str:number>/points/", Points.as_view())]
