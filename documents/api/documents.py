"""Beyond the generic endpoints: the revision effective on a day, the next revision, two revisions compared."""

import datetime

from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api.records import answer_with
from qms.api.requests import Endpoint, source_of
from qms.lib.errors import BadRequest, NotVisible
from qms.registers import registry

from ..comparing import compared
from ..files import words_of_file
from ..queries.periods import effective_on
from ..services import next_revision


class Effective(Endpoint):
    """The effective revision of a document."""

    takes = ("as_of",)

    @extend_schema(
        operation_id="documents_effective", tags=["documents"], responses=OpenApiTypes.OBJECT,
        parameters=[OpenApiParameter("as_of", OpenApiTypes.DATE, description="A day; today unless said.")],
    )  # fmt: skip
    def get(self, request: Request, number: str) -> Response:
        """The revision that is effective, or was on the day `as_of`. 404 where there was none."""
        document = registry["documents"].get(number, request.user)
        asked = request.query_params.get("as_of", "")
        try:
            day = datetime.date.fromisoformat(asked) if asked else timezone.localdate(self.at)
        except ValueError:
            raise BadRequest(_("“%s” is no date such as 2026-11-23.") % asked[:40]) from None
        found = effective_on(document, day, request.user)
        if found is None:
            said = _("No revision of %(number)s was effective on %(day)s.")
            raise NotVisible(said % {"number": document.number, "day": day.isoformat()})
        return answer_with(registry["document-revisions"], found, request.user)


class Next(Endpoint):
    """The next revision of a document."""

    @extend_schema(
        operation_id="documents_next", tags=["documents"], request=None, responses={201: OpenApiTypes.OBJECT}
    )
    def post(self, request: Request, number: str) -> Response:
        """A draft with the text of the effective revision."""
        document = registry["documents"].get(number, request.user)
        made = next_revision.start(document, actor=request.user, at=self.at, source=source_of(request))
        answer = answer_with(registry["document-revisions"], made, request.user, status=201)
        answer["Location"] = request.build_absolute_uri(f"/api/v1/document-revisions/{made.number}/")
        return answer


class Compare(Endpoint):
    """Two revisions of one document."""

    takes = ("with",)

    @extend_schema(
        operation_id="document_revisions_compare", tags=["document-revisions"], responses=OpenApiTypes.OBJECT,
        parameters=[OpenApiParameter("with", OpenApiTypes.STR, required=True, description="Number of the older one.")],
    )  # fmt: skip
    def get(self, request: Request, number: str) -> Response:
        """The pieces from the other revision to this one: "=" kept, "-" taken out, "+" put in."""
        revisions = registry["document-revisions"]
        new = revisions.get(number, request.user)
        old = revisions.get(request.query_params.get("with", ""), request.user)
        if old.document_id != new.document_id:
            raise BadRequest(_("%(old)s is a revision of another document.") % {"old": old.number})
        passages = compared(words_of_file.of_revision(old), words_of_file.of_revision(new))
        pieces = [{"op": op, "text": text} for p in passages for op, text in p.pieces]
        return Response({"from": old.number, "to": new.number, "pieces": pieces})


urlpatterns = [
    path("documents/<str:number>/effective/", Effective.as_view()),
    path("documents/<str:number>/next/", Next.as_view()),
    path("document-revisions/<str:number>/compare/", Compare.as_view()),
]
