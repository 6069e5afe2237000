"""Systems beyond the generic endpoints: the questions with what follows from them, and registering a version."""

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
from qms.registers import registry

from ..aiact.answers import asked, given
from ..aiact.questions import QUESTIONS
from ..models.choices import MODIFICATIONS
from ..services.versions import register_version, registered


class VersionInput(Known):
    """What CI knows of a build. The artifact may carry `sha256:` in front."""

    version = serializers.CharField(max_length=60)
    artifact = serializers.CharField(max_length=71)
    changes = serializers.CharField(required=False, allow_blank=True, max_length=50_000)
    components = serializers.CharField(required=False, allow_blank=True, max_length=50_000)
    modification = serializers.ChoiceField(choices=MODIFICATIONS, required=False)


class ClassificationData(Endpoint):
    """The questions of the EU AI Act with the answers of one system. They are changed by PATCH of its `answers`."""

    @extend_schema(operation_id="systems_classification", tags=["systems"], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str) -> Response:
        """Every question with its options, the answers, which questions matter now, and what follows."""
        system = registry["systems"].get(number, request.user)
        answers = {row["question"]: row for row in system.answers}
        matters = {question.key for question in asked(given(system.answers))}
        questions = [_question(q, answers.get(q.key), q.key in matters) for q in QUESTIONS]
        return Response({"number": system.number, "questions": questions, **system.classification})


def _question(question: Any, row: dict[str, Any] | None, matters: bool) -> dict[str, Any]:
    return {
        "key": question.key, "ref": question.ref, "title": str(question.title), "several": question.several,
        "reason_needed": question.explain, "asked": matters,
        "answer": row["answer"] if row else [], "reason": row["reason"] if row else "",
        "options": [{"key": o.key, "ref": o.ref, "label": str(o.label)} for o in question.options],
    }  # fmt: skip


class Versions(Endpoint):
    """Versions of one system."""

    @extend_schema(
        operation_id="systems_register_version", tags=["systems"], request=VersionInput, responses=OpenApiTypes.OBJECT
    )
    def post(self, request: Request, number: str) -> Response:
        """Register a version; asking again with the same hash gives the same record (200), another hash is refused."""
        system = registry["systems"].get(number, request.user)
        read = VersionInput(data=body_of(request))
        read.is_valid(raise_exception=True)
        there = registered(system, read.validated_data["version"].strip())
        made = register_version(
            system, actor=request.user, at=self.at, source=source_of(request), **read.validated_data
        )
        answer = answer_with(registry["system-versions"], made, request.user, status=200 if there else 201)
        answer["Location"] = request.build_absolute_uri(f"/api/v1/system-versions/{made.number}/")
        return answer


urlpatterns = [
    path("systems/<str:number>/classification/", ClassificationData.as_view()),
    path("systems/<str:number>/versions/", Versions.as_view()),
]
