"""`POST /api/v1/evidence-items/deliver/`: evidence from a pipeline in one call, again and again (MK-15)."""

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from qms.accounts.models import ApiToken
from qms.api.parsers import Json
from qms.api.records import answer_with
from qms.api.requests import Endpoint, source_of
from qms.lib.errors import BadRequest
from qms.registers import registry

from ..services.evidence import KEY, Delivery, deliver

LISTS = ("clauses", "records")


class Parcel(serializers.Serializer[Any]):
    """One delivery. In multipart `clauses` and `records` may come several times, and each `file` is a file."""

    external_id = serializers.CharField(max_length=120, help_text="The same for every run, such as ci/tests/main.")
    title = serializers.CharField(max_length=200, required=False, help_text="Needed the first time.")
    shows = serializers.CharField(required=False)
    clauses = serializers.ListField(child=serializers.CharField(), required=False)
    records = serializers.ListField(child=serializers.CharField(), required=False)
    link = serializers.CharField(required=False)
    query = serializers.CharField(required=False)
    period_from = serializers.DateField(required=False)
    period_to = serializers.DateField(required=False)
    valid_from = serializers.DateField(required=False)
    valid_until = serializers.DateField(required=False)
    origin = serializers.CharField(max_length=200, required=False, help_text="The source; the token's name if none.")


class Deliver(Endpoint):
    """Create or deliver by external id."""

    parser_classes = (MultiPartParser, Json)

    @extend_schema(
        operation_id="evidence_items_deliver", tags=["evidence-items"], request=Parcel, responses=OpenApiTypes.OBJECT
    )
    def post(self, request: Request) -> Response:
        """201 when the item is new, 200 otherwise; `changed` says whether a version was added.

        Sending the same content again changes nothing. The token's person is who delivered, its name the source.
        """
        said, files = _read(request)
        parcel = Parcel(data=said)
        parcel.is_valid(raise_exception=True)
        values = dict(parcel.validated_data)
        brought = Delivery(
            external_id=values.pop("external_id"), records=tuple(values.pop("records", ())), values=values, files=files
        )
        by = request.auth.name if isinstance(request.auth, ApiToken) else ""
        done = deliver(brought, actor=request.user, at=self.at, source=source_of(request), by=by)
        answer = answer_with(registry[KEY], done.record, request.user, status=201 if done.new else 200)
        answer.data |= {"changed": done.changed}
        answer["Location"] = request.build_absolute_uri(f"/api/v1/{KEY}/{done.record.number}/")
        return answer


def _read(request: Request) -> tuple[dict[str, Any], tuple[tuple[str, bytes], ...]]:
    """What was sent, with lists as lists, and the files. Raises BadRequest for a key that is none."""
    data: Any = request.data
    if not hasattr(data, "getlist"):
        if not isinstance(data, dict):
            raise BadRequest("A JSON object is expected.")
        said = dict(data)
    else:
        sent = [name for name in data if name not in request.FILES]
        said = {name: data.getlist(name) if name in LISTS else data[name] for name in sent}
    if unknown := sorted({*said, *request.FILES} - {*Parcel().fields, "file"}):
        raise BadRequest(f"“{unknown[0][:60]}” cannot be set here. These can: {', '.join(Parcel().fields)}, file.")
    said.pop("file", None)
    return said, tuple((sent.name or "", sent.read()) for sent in request.FILES.getlist("file"))


urlpatterns = [path("evidence-items/deliver/", Deliver.as_view(), name="api-evidence-deliver")]
