"""Endpoints that belong to no register: what there is, who I am, search, notices, the ledger."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from qms.accounts.people import former_names
from qms.accounts.reach import reach
from qms.lib.canonical import plain
from qms.lib.errors import BadRequest, NotVisible
from qms.lib.text import is_whole
from qms.notices.models import Notice
from qms.records.access import visible_to
from qms.records.models import Entry, LedgerRow
from qms.registers import registry
from qms.search.find import search

from .requests import Endpoint

PAGE = 50


class Start(Endpoint):
    """The registers there are."""

    @extend_schema(responses=OpenApiTypes.OBJECT, tags=["engine"])
    def get(self, request: Request) -> Response:
        found = [
            {"key": r.key, "label": str(r.label_plural), "url": request.build_absolute_uri(f"/api/v1/{r.key}/")}
            for r in registry
        ]
        return Response({"registers": found, "schema": request.build_absolute_uri("/api/v1/schema/")})


class WithoutSlash(Endpoint):
    """404 where Django would redirect: `curl -f` takes a redirect for success, and nothing would have been done."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse, whatever the method."""
        self.perform_authentication(request)
        self.check_permissions(request)
        raise NotVisible(_("Addresses of the API end with a slash: %s/") % request.path[:200])


class Me(Endpoint):
    """Who is asking, and in which roles."""

    @extend_schema(responses=OpenApiTypes.OBJECT, tags=["engine"])
    def get(self, request: Request) -> Response:
        user: Any = request.user
        held = reach(user)
        return Response(
            {
                "username": user.username,
                "name": user.printed_name,
                "roles": sorted(held.units_by_role),
                "by_token": request.auth is not None,
            }
        )


class Search(Endpoint):
    """One search over everything you may see."""

    takes = ("q", "register", "limit")

    @extend_schema(responses=OpenApiTypes.OBJECT, tags=["engine"])
    def get(self, request: Request) -> Response:
        limit = request.query_params.get("limit", "20")
        if not is_whole(limit) or not 1 <= int(limit) <= 100:
            raise BadRequest(_("limit is a number from 1 to 100."))
        register = request.query_params.get("register")
        if register is not None and register not in registry:
            raise BadRequest(_("There is no register “%s”.") % register[:60])
        found = search(request.query_params.get("q", ""), request.user, register=register, limit=int(limit))
        return Response({"results": [_entry(e) for e in found]})


def _entry(e: Entry) -> dict[str, Any]:
    return {
        "number": e.number, "title": e.title, "register": e.register, "state": e.state, "phase": e.phase,
        "changed_at": plain(e.changed_at), "url": f"/api/v1/{e.register}/{e.number}/",
    }  # fmt: skip


class Notices(Endpoint):
    """What you were told."""

    takes = ("before",)

    @extend_schema(responses=OpenApiTypes.OBJECT, tags=["engine"])
    def get(self, request: Request) -> Response:
        """Newest first, 50 at a time; `next` gives the older ones."""
        rows = Notice.objects.filter(user_id=request.user.pk or 0).select_related("entry").order_by("-pk")
        if is_whole(before := request.query_params.get("before", "")):
            rows = rows.filter(pk__lt=int(before))
        found = list(rows[: PAGE + 1])
        older = request.build_absolute_uri(f"?before={found[PAGE - 1].pk}") if len(found) > PAGE else None
        return Response({"results": [_notice(n) for n in found[:PAGE]], "next": older})


def _notice(n: Notice) -> dict[str, Any]:
    return {
        "id": n.pk, "number": n.entry.number if n.entry else None, "rule": n.rule, "on": plain(n.on), "text": n.text,
        "at": plain(n.at), "read": n.read_at is not None,
    }  # fmt: skip


class Ledger(Endpoint):
    """Every change of what you may see; events about people for administrators."""

    takes = ("before", "number")

    @extend_schema(responses=OpenApiTypes.OBJECT, tags=["engine"])
    def get(self, request: Request) -> Response:
        """Newest first, 50 at a time; `next` gives the older ones."""
        rows = LedgerRow.objects.filter(entry__in=visible_to(Entry.objects.all(), request.user).values("pk"))
        if reach(request.user).anywhere("administrator", "quality_manager"):
            rows = rows | LedgerRow.objects.filter(entry=None)
        if number := request.query_params.get("number"):
            rows = rows.filter(entry__number=number)
        if is_whole(before := request.query_params.get("before", "")):
            rows = rows.filter(pk__lt=int(before))
        found = list(rows.select_related("entry", "actor").defer("body").order_by("-pk")[: PAGE + 1])
        older = request.build_absolute_uri(f"?before={found[PAGE - 1].pk}") if len(found) > PAGE else None
        former = former_names()
        return Response({"results": [_ledger(r, former) for r in found[:PAGE]], "next": older})


def _ledger(r: LedgerRow, former: dict[str, str]) -> dict[str, Any]:
    return {
        "id": r.pk, "number": r.entry.number if r.entry else None, "rev": r.rev,
        "subject": former.get(r.subject, r.subject), "action": r.action, "actor": r.who, "at": plain(r.at),
        "recorded_at": plain(r.recorded_at), "reason": r.reason, "source": r.source, "sha256": bytes(r.sha256).hex(),
    }  # fmt: skip
