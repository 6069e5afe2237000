"""Beyond the generic endpoints: coverage, the checklist from the clauses, samples, raising one from another."""

from typing import Any

from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api.records import answer_with
from qms.api.requests import Endpoint, asked_rev, body_of, source_of
from qms.api.schema import IF_MATCH
from qms.api.shapes import Known
from qms.registers import registry

from .queries.coverage import Coverage, coverage_of
from .queries.frequencies import Frequency, frequencies
from .services.fieldwork import draw_sample, make_checklist
from .services.raising import raise_finding, raise_major, raise_nonconformity


class ChecklistInput(Known):
    """Which clauses; without `keys` every one among the criteria."""

    keys = serializers.ListField(child=serializers.CharField(max_length=90), required=False)


class MajorInput(Known):
    """The clause with several minors, and why they are one major."""

    clause = serializers.CharField(max_length=90)
    reason = serializers.CharField(max_length=2000)


class SampleInput(Known):
    """A population as a number or as items one per line, and what to draw from it."""

    of = serializers.CharField(max_length=200)
    population = serializers.IntegerField(required=False, min_value=1)
    listed = serializers.CharField(required=False, max_length=20_000)
    size = serializers.IntegerField(min_value=1)
    seed = serializers.CharField(required=False, max_length=60)


def _described(name: str, request: Any = None, **more: Any) -> Any:
    return extend_schema(
        operation_id=f"audits_{name}", tags=["audits"], request=request, responses=OpenApiTypes.OBJECT, **more
    )


def _said(form: type[Known], request: Request) -> dict[str, Any]:
    read = form(data=body_of(request) if request.data else {})
    read.is_valid(raise_exception=True)
    return dict(read.validated_data)


def _raised(entry: Any, request: Request) -> Response:
    """The record that was raised, now or earlier: asking twice makes one."""
    register = registry[entry.register]
    return answer_with(register, register.get(entry.number, request.user), request.user)


class CoverageData(Endpoint):
    """What the audits of a programme cover, and how often each process should be audited."""

    @_described("coverage")
    def get(self, request: Request, number: str) -> Response:
        """Rows are clauses and processes; `standing` is good (audited), plan or bad (never audited)."""
        programme = registry["programmes"].get(number, request.user)
        found = frequencies(request.user, today=timezone.localdate(self.at))
        covered = _coverage(coverage_of(programme, request.user))
        return Response({**covered, "frequencies": [_frequency(f) for f in found]})


def _coverage(coverage: Coverage) -> dict[str, Any]:
    numbers = [audit.number for audit in coverage.audits]
    return {
        "audits": [_audit(audit) for audit in coverage.audits],
        "audited": coverage.audited, "planned": coverage.planned, "never_audited": coverage.never,
        "rows": [
            {
                "key": row.key, "label": row.label, "standing": row.standing.kind, "says": row.standing.label,
                "cells": {n: c.label for n, c in zip(numbers, row.cells, strict=True) if c.label},
            }
            for row in coverage.rows
        ],
    }  # fmt: skip


def _audit(audit: Any) -> dict[str, Any]:
    names = ("number", "state", "planned_from", "first_planned_from", "moved", "moved_because", "reported_on")
    return {name: getattr(audit, name) for name in names}


def _frequency(one: Frequency) -> dict[str, Any]:
    return {
        "process": one.process.number, "months": one.proposal.months, "due": one.proposal.due, "last": one.last,
        "because": list(one.proposal.because),
    }  # fmt: skip


class MakeChecklist(Endpoint):
    """The questions of an audit from its criteria."""

    @_described("checklist", ChecklistInput)
    def post(self, request: Request, number: str) -> Response:
        """Add a line for each assessable clause that has none; asking again adds nothing."""
        audit = registry["audits"].get(number, request.user)
        keys = _said(ChecklistInput, request).get("keys")
        made = make_checklist(audit, actor=request.user, at=self.at, source=source_of(request), keys=keys)
        return Response({"added": [line.number for line in made]}, status=201 if made else 200)


class RaiseMajor(Endpoint):
    """A major finding from several minors."""

    @_described("major", MajorInput)
    def post(self, request: Request, number: str) -> Response:
        """A draft against a clause on which several minors stand, linked to each of them."""
        audit, said = registry["audits"].get(number, request.user), _said(MajorInput, request)
        made = raise_major(audit, actor=request.user, at=self.at, source=source_of(request), **said)
        return _raised(made.entry, request)


class DrawSample(Endpoint):
    """A sample of a question."""

    @_described("sample", SampleInput, parameters=[IF_MATCH])
    def post(self, request: Request, number: str) -> Response:
        """Draw by chance and keep population, size, seed and items. Answers with the line."""
        register = registry["checklist-lines"]
        line, rev, said = register.get(number, request.user), asked_rev(request), _said(SampleInput, request)
        line = draw_sample(line, rev=rev, actor=request.user, at=self.at, source=source_of(request), **said)
        return answer_with(register, line, request.user, status=201)


class RaiseFinding(Endpoint):
    """A finding from an answer."""

    @_described("finding")
    def post(self, request: Request, number: str) -> Response:
        """A draft with clause, answer and evidence; asking again gives the same finding."""
        line = registry["checklist-lines"].get(number, request.user)
        made = raise_finding(line, actor=request.user, at=self.at, source=source_of(request))
        return _raised(made.entry, request)


class RaiseNonconformity(Endpoint):
    """A nonconformity from a finding."""

    @_described("nonconformity")
    def post(self, request: Request, number: str) -> Response:
        """Carries the data over and links both; asking again gives the same nonconformity."""
        finding = registry["findings"].get(number, request.user)
        entry = raise_nonconformity(finding, actor=request.user, at=self.at, source=source_of(request))
        return _raised(entry, request)


urlpatterns = [
    path("programmes/<str:number>/coverage/", CoverageData.as_view()),
    path("audits/<str:number>/checklist/", MakeChecklist.as_view()),
    path("audits/<str:number>/major/", RaiseMajor.as_view()),
    path("checklist-lines/<str:number>/sample/", DrawSample.as_view()),
    path("checklist-lines/<str:number>/finding/", RaiseFinding.as_view()),
    path("findings/<str:number>/nonconformity/", RaiseNonconformity.as_view()),
]
