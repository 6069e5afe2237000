"""One change for many records."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qms.accounts.models import User
from qms.registers import bulk

from . import shapes
from .requests import Endpoint, body_of, source_of
from .shapes import Known, Related


class SeenRecord(Known):
    """A record and the revision that was seen of it."""

    number = serializers.CharField(max_length=40)
    rev = serializers.IntegerField(min_value=0, max_value=999_999_999)


class BulkChange(Known):
    """What to do with which records. `verb` is a transition that needs no signature and asks nothing but a reason, or
    "hand_over" with the new `owner`. `asked` is one answer for all where the transition asks what many may share."""

    verb = serializers.CharField(max_length=60)
    records = SeenRecord(many=True)
    reason = serializers.CharField(required=False, allow_blank=True, default="")
    asked = serializers.DictField(required=False, default=dict)
    owner = Related(slug_field="username", queryset=User.objects.filter(is_active=True), required=False)


class BulkResult(serializers.Serializer[Any]):
    """What became of one record: `status` is what a change of it alone would have answered."""

    number = serializers.CharField()
    status = serializers.IntegerField()
    rev = serializers.IntegerField(allow_null=True)
    state = serializers.CharField(allow_null=True)
    sentences = serializers.ListField(child=serializers.CharField())


class BulkAnswer(serializers.Serializer[Any]):
    """How many were done and refused, and each of them in the order asked."""

    done = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = BulkResult(many=True)


class Bulk(Endpoint):
    """Many records at once."""

    def post(self, request: Request) -> Response:
        """Change up to 200 records, each by itself. Answers 200 and what became of each, refused ones too."""
        form = BulkChange(data=body_of(request), context={"actor": request.user})
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        move, answers = bulk.step_of(self.register, asked["verb"]), asked["asked"]
        if move is not None and answers:
            answers = shapes.read_input(self.register, move.asks, answers, actor=request.user, partial=True)
        outcomes = bulk.perform_each(
            self.register, asked["verb"], [bulk.Seen(**row) for row in asked["records"]], actor=request.user,
            clock=timezone.now, reason=asked["reason"], owner=asked.get("owner"), source=source_of(request),
            asked=answers,
        )  # fmt: skip
        done = sum(o.done for o in outcomes)
        return Response({"done": done, "refused": len(outcomes) - done, "results": [_outcome(o) for o in outcomes]})


def _outcome(o: bulk.Outcome) -> dict[str, Any]:
    return {
        "number": o.number, "status": o.status, "rev": o.record.rev if o.record else None,
        "state": o.record.state if o.record else None, "sentences": o.sentences,
    }  # fmt: skip
