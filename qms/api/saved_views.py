"""The saved views of a list."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qms.lib.canonical import plain
from qms.registers.lists import saved
from qms.registers.models import SavedView

from .requests import Endpoint, body_of, source_of
from .shapes import Known


class ViewInput(Known):
    """A list under a name: `query` is its query string, `default` whether the page opens with it."""

    name = serializers.CharField(max_length=60)
    query = serializers.CharField(max_length=1000)
    default = serializers.BooleanField(required=False)
    shared = serializers.BooleanField(required=False)


class SavedViewShown(serializers.Serializer[Any]):
    """A view as it is read; `url` is the list that it stands for."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    query = serializers.CharField()
    default = serializers.BooleanField()
    shared_at = serializers.DateTimeField(allow_null=True)
    owner = serializers.CharField()
    url = serializers.CharField()


class SavedViewsShown(serializers.Serializer[Any]):
    """All of them."""

    results = SavedViewShown(many=True)


class Views(Endpoint):
    """Saved views of the list: one's own, then those shared by others."""

    def get(self, request: Request) -> Response:
        return Response({"results": [_view(v) for v in saved.views_for(self.register, request.user)]})

    def post(self, request: Request) -> Response:
        """Save a view: {name, query, default, shared}."""
        said = _read(body_of(request))
        view = saved.save_view(
            self.register, name=said["name"], query=said["query"], is_default=said.get("default", False),
            shared=said.get("shared", False), actor=request.user, at=self.at, source=source_of(request),
        )  # fmt: skip
        return Response(_view(view), status=201)


class OneView(Endpoint):
    """One saved view."""

    def patch(self, request: Request, pk: int) -> Response:
        """Change what is given of a view of one's own; a quality manager or administrator may stop others sharing."""
        said = _read(body_of(request), partial=True)
        changes = {"is_default" if k == "default" else k: v for k, v in said.items()}
        view = saved.change_view(
            saved.view_for(self.register, pk, request.user), self.register, **changes, actor=request.user, at=self.at,
            source=source_of(request),
        )  # fmt: skip
        return Response(_view(view))

    def delete(self, request: Request, pk: int) -> Response:
        """Forget a view of one's own."""
        view = saved.view_for(self.register, pk, request.user)
        saved.delete_view(view, actor=request.user, at=self.at, source=source_of(request))
        return Response(status=204)


def _read(body: dict[str, Any], *, partial: bool = False) -> dict[str, Any]:
    form = ViewInput(data=body, partial=partial)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


def _view(view: SavedView) -> dict[str, Any]:
    return {
        "id": view.pk, "name": view.name, "query": view.query, "default": view.is_default,
        "shared_at": plain(view.shared_at), "owner": view.user.username,
        "url": f"/api/v1/{view.register}/?{view.query}",
    }  # fmt: skip
