"""Beyond the generic endpoints: quality results in bulk, and the next version of a dataset."""

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api.records import answer_with
from qms.api.requests import Endpoint, body_of, source_of
from qms.api.shapes import Known
from qms.lib.errors import BadRequest
from qms.registers import registry

from ..services.datasets import next_version, report_quality
from .exact import ExactJson


class QualityResult(Known):
    """One result. The first one of a rule fixes comparison, threshold and whether it is required."""

    rule = serializers.CharField(max_length=500)
    value = serializers.FloatField()
    comparison = serializers.ChoiceField(choices=["ge", "le", "eq"], required=False)
    threshold = serializers.FloatField(required=False)
    n = serializers.IntegerField(required=False)
    tool = serializers.CharField(required=False)
    file = serializers.CharField(help_text="SHA-256 of the file that shows it.")
    required = serializers.BooleanField(required=False)
    on = serializers.DateField(required=False)


class QualityResults(serializers.Serializer[Any]):
    """Results in bulk; all are taken or none."""

    results = QualityResult(many=True)


class NextVersion(Known):
    """The new version, and the hash of its content where it is known already."""

    version = serializers.CharField(max_length=60)
    version_hash = serializers.CharField(max_length=64, required=False)


class Quality(Endpoint):
    """Quality results of a dataset."""

    parser_classes = (ExactJson,)

    @extend_schema(
        operation_id="datasets_quality", tags=["datasets"], request=QualityResults, responses=OpenApiTypes.OBJECT
    )
    def post(self, request: Request, number: str) -> Response:
        """Report results; those of a rule and file that are there already are passed over. 201 when any was new."""
        dataset, body = registry["datasets"].get(number, request.user), body_of(request)
        if unknown := set(body) - {"results"}:
            raise BadRequest(f"“{str(sorted(unknown)[0])[:60]}” is nothing here. Send {{“results”: […]}}.")
        told = report_quality(dataset, body.get("results"), actor=request.user, at=self.at, source=source_of(request))
        record = told.pop("record")
        answer = {**told, "number": record.number, "rev": record.rev}
        return Response(answer, status=201 if told["added"] else 200, headers={"ETag": f'"{record.rev}"'})


class Next(Endpoint):
    """The next version of a dataset."""

    @extend_schema(
        operation_id="datasets_next", tags=["datasets"], request=NextVersion, responses={201: OpenApiTypes.OBJECT}
    )
    def post(self, request: Request, number: str) -> Response:
        """A draft with the same descriptions, without quality results; it supersedes this one when it is approved."""
        dataset = registry["datasets"].get(number, request.user)
        said = NextVersion(data=body_of(request))
        said.is_valid(raise_exception=True)
        made = next_version(dataset, actor=request.user, at=self.at, source=source_of(request), **said.validated_data)
        answer = answer_with(registry["datasets"], made, request.user, status=201)
        answer["Location"] = request.build_absolute_uri(f"/api/v1/datasets/{made.number}/")
        return answer


urlpatterns = [
    path("datasets/<str:number>/quality/", Quality.as_view()),
    path("datasets/<str:number>/next/", Next.as_view()),
]
