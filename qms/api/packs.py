"""Evidence packs by API: order, watch, fetch."""

from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from qms.lib.canonical import plain
from qms.lib.errors import BadRequest, NotVisible
from qms.packs import orders
from qms.packs.files import path_of
from qms.packs.limits import MOST_SHOWN
from qms.packs.models import Pack
from qms.packs.order import Order

from .requests import Endpoint, body_of, source_of

ASKED: dict[str, type[Any]] = {"standard": str, "audit": str, "register": str, "records": list, "from": str, "to": str}


class Packs(Endpoint):
    """Your packs, newest first, and where one is ordered."""

    @extend_schema(responses=OpenApiTypes.OBJECT, tags=["packs"])
    def get(self, request: Request) -> Response:
        return Response({"results": [_shape(pack) for pack in orders.packs_of(request.user)[:MOST_SHOWN]]})

    @extend_schema(request=OpenApiTypes.OBJECT, responses={202: OpenApiTypes.OBJECT}, tags=["packs"])
    def post(self, request: Request) -> Response:
        """Order a pack: one of `standard`, `audit`, `register` and `records` (numbers), and `from` and `to`."""
        said = body_of(request)
        for name, value in said.items():
            pieces = value if isinstance(value, list) else [value]
            if not isinstance(value, ASKED.get(name, ())) or not all(isinstance(piece, str) for piece in pieces):
                raise BadRequest(_("An order holds: %s.") % ", ".join(f"{n} ({t.__name__})" for n, t in ASKED.items()))
        pack = orders.place(Order.read(said), actor=request.user, at=self.at, source=source_of(request))
        return Response(_shape(pack), status=202, headers={"Location": f"/api/v1/packs/{pack.pk}/"})


class OnePack(Endpoint):
    """One of your packs."""

    @extend_schema(responses=OpenApiTypes.OBJECT, tags=["packs"])
    def get(self, request: Request, pk: int) -> Response:
        return Response(_shape(orders.get(pk, request.user)))


class PackFile(Endpoint):
    """The file of a pack."""

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY}, tags=["packs"])
    def get(self, request: Request, pk: int) -> FileResponse:
        """The ZIP; 404 while there is none, or any more."""
        pack = orders.get(pk, request.user)
        path = path_of(pack)
        if path is None:
            raise NotVisible(_("The file of this pack is not there."))
        answer = FileResponse(path.open("rb"), as_attachment=True, filename=str(pack), content_type="application/zip")
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "private, no-store"
        return answer


def _shape(pack: Pack) -> dict[str, Any]:
    there = path_of(pack) is not None
    return {
        "id": pack.pk, "asked": pack.asked, "state": pack.queue_state, "sentences": pack.said,
        "progress": {"done": pack.done, "total": pack.total}, "counts": pack.counts or None,
        "size": pack.size or None, "sha256": pack.sha256 or None, "manifest_sha256": pack.manifest_sha256 or None,
        "ordered_at": plain(pack.ordered_at), "expires_at": plain(pack.expires_at),
        "file": f"/api/v1/packs/{pack.pk}/file/" if there else None, "url": f"/api/v1/packs/{pack.pk}/",
    }  # fmt: skip
