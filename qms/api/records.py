"""Lists and records: read, create, change."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qms.lib.errors import BadRequest
from qms.lib.instants import read_instant
from qms.links.kinds import KINDS
from qms.records.versions import at as version_at
from qms.registers.lists import Listing

from . import shapes
from .requests import Endpoint, asked_rev, body_of, source_of


class NewLink(serializers.Serializer[Any]):
    """A link from a record that is being made: its kind, and the number of the other record."""

    kind = serializers.ChoiceField(choices=list(KINDS))
    target = serializers.CharField(max_length=40)


class Records(Endpoint):
    """The records of one register."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # The listing itself refuses parameters that are none of its filters.
        self.takes = tuple(request.query_params) if request.method == "GET" else ()
        super().initial(request, *args, **kwargs)

    def get(self, request: Request) -> Response:
        """A page of 50, newest first; `next` is the address of the following page."""
        asked = {k: str(v) for k, v in request.query_params.items() if k != "format"}
        listing = Listing(self.register, request.user, {"phase": "all"} | asked, timezone.localdate())
        found, after = listing.page
        rows = shapes.rows(self.register, found, request.user)
        following = request.build_absolute_uri(listing.address(after=after)) if after else None
        return Response({"results": rows, "next": following})

    def post(self, request: Request) -> Response:
        """Create a record; answers 201 with Location and ETag."""
        names = (*self.register.editable, *[n for n in self.register.intake if n not in self.register.editable])
        extra = {
            "reason": serializers.CharField(required=False, allow_blank=True),
            "external_id": serializers.CharField(required=False, allow_blank=True, max_length=120),
            "links": NewLink(many=True, required=False, help_text="Links that start at the new record."),
        }
        values = shapes.read_input(
            self.register, names, body_of(request), actor=request.user, partial=False, extra=extra
        )
        links = [(link["kind"], link["target"]) for link in values.pop("links", [])]
        record = self.register.create(actor=request.user, at=self.at, source=source_of(request), links=links, **values)
        answer = answer_with(self.register, record, request.user, status=201)
        answer["Location"] = request.build_absolute_uri(f"/api/v1/{self.register.key}/{record.number}/")
        return answer


class OneRecord(Endpoint):
    """One record."""

    takes = ("as_of",)

    def get(self, request: Request, number: str) -> Response:
        """The record as it is, or with `?as_of=` as it was then. ETag is its revision."""
        record = self.register.get(number, request.user)
        if moment := request.query_params.get("as_of"):
            version = version_at(record, _instant(moment))
            if version is None:
                raise BadRequest(f"{record.number} did not exist at {moment}.")
            return answer_with(self.register, record, request.user, version=version)
        if request.headers.get("If-None-Match", "").strip('W/"') == str(record.rev):
            return Response(status=304, headers={"ETag": f'"{record.rev}"'})
        return answer_with(self.register, record, request.user)

    def patch(self, request: Request, number: str) -> Response:
        """Change fields. Needs If-Match and, outside the draft phase, a `reason`."""
        record, rev, body = self.register.get(number, request.user), asked_rev(request), body_of(request)
        extra = {"reason": serializers.CharField(required=False, allow_blank=True)}
        values = shapes.read_input(
            self.register, self.register.editable, body, actor=request.user, partial=True, extra=extra
        )
        record = self.register.edit(
            record, rev=rev, actor=request.user, at=self.at, source=source_of(request), **values
        )
        return answer_with(self.register, record, request.user)


def _instant(text: str) -> datetime.datetime:
    try:
        return read_instant(text, timezone.get_default_timezone())
    except (ValueError, OverflowError):
        raise BadRequest(_("“%s” is no date such as 2026-11-23.") % text[:40]) from None


def answer_with(register: Any, record: Any, actor: Any, *, status: int = 200, version: Any = None) -> Response:
    """A record as `actor` may read it, or the version of it that is given, with its revision as ETag."""
    rev = record.rev if version is None else version.rev
    return Response(
        shapes.one(register, record, actor, version=version),
        status=status,
        headers={"ETag": f'"{rev}"', "Cache-Control": "no-store"},
    )
