"""A record together with somebody outside whom it is about, in one request."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qms.registers.contacts import LONGEST, create_from

from . import shapes
from .records import answer_with
from .requests import Endpoint, body_of, source_of


class Who(shapes.Known):
    """Somebody outside, as far as he is known."""

    name = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    organisation = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)


class Received(Endpoint):
    """Records with their contacts."""

    def post(self, request: Request) -> Response:
        """A new record; the contact is found by its address, or made. Answers 201 with Location and ETag."""
        register: Any = self.register
        names = tuple(n for n in register.editable if n != "contact")
        extra = {"contact": Who(required=False)}
        values = shapes.read_input(
            register, names, body_of(request), actor=request.user, partial=False, extra=extra
        )  # fmt: skip
        contact = dict(values.pop("contact", {}))
        made = create_from(
            register.key, contact=contact, actor=request.user, at=self.at, source=source_of(request), **values
        )
        answer = answer_with(register, made, request.user, status=201)
        answer["Location"] = request.build_absolute_uri(f"/api/v1/{register.key}/{made.number}/")
        return answer
