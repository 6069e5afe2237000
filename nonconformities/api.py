"""One endpoint besides the generic ones: the actions of a nonconformity, added to its present cycle."""

from typing import Any

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api import shapes
from qms.api.contacts import Received
from qms.api.records import answer_with
from qms.api.requests import Endpoint, body_of, source_of
from qms.api.schema import documented
from qms.records.access import visible_to
from qms.registers import registry

from . import services
from .followup import actions_of


class Actions(Endpoint):
    """The actions that address a nonconformity."""

    def get(self, request: Request, number: str) -> Response:
        """Those of every cycle that you may see, oldest first."""
        record = registry["nonconformities"].get(number, request.user)
        found = list(visible_to(actions_of(record), request.user))
        return Response({"results": shapes.rows(registry["actions"], found, request.user)})

    def post(self, request: Request, number: str) -> Response:
        """A new action in the present cycle, linked to the nonconformity; answers 201 with Location and ETag."""
        actions: Any = registry["actions"]
        record = registry["nonconformities"].get(number, request.user)
        values = shapes.read_input(actions, actions.editable, body_of(request), actor=request.user, partial=False)
        made = services.add_action(record, actor=request.user, at=self.at, source=source_of(request), **values)
        answer = answer_with(actions, made, request.user, status=201)
        answer["Location"] = request.build_absolute_uri(f"/api/v1/actions/{made.number}/")
        return answer


urlpatterns = [
    path("complaints/received/", documented(Received, registry["complaints"]).as_view()),
    path("nonconformities/<str:number>/actions/", documented(Actions, registry["actions"]).as_view()),
]
