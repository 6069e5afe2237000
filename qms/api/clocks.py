"""`/api/v1/clocks/`: every clock of the law that runs in what you may see."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from qms.lib.canonical import plain
from qms.registers.running import Running, running_for

from .requests import Endpoint

MOST = 200


class Clocks(Endpoint):
    """Running clocks of the law, the next one first."""

    @extend_schema(responses=OpenApiTypes.OBJECT, tags=["engine"])
    def get(self, request: Request) -> Response:
        """At most 200. `due` is the time to keep; `strict` and `shifted` say how it comes out either way, in UTC."""
        rows = running_for(request.user, at=timezone.now(), most=MOST)
        return Response({"results": [_clock(row) for row in rows], "cut": len(rows) == MOST})


def _clock(row: Running) -> dict[str, Any]:
    counted = row.clock.counted
    return {
        "number": row.record.number, "title": row.record.title, "register": row.register.key,
        "rule": counted.rule.name, "source": counted.rule.source, "label": str(row.clock.label),
        "standing": row.standing, "start": plain(counted.start), "due": plain(row.clock.due),
        "strict": plain(counted.strict), "shifted": plain(counted.shifted), "zone": str(counted.zone),
        "country": counted.country, "counted": list(counted.how), "remarks": list(row.clock.remarks),
        "next": str(row.clock.next_step),
        "url": f"/api/v1/{row.register.key}/{row.record.number}/",
    }  # fmt: skip
