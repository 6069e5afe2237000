"""What the OpenAPI document says of the endpoints of one register. Serializers here describe; they write nothing."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers

from qms.records.fields import PartField

from . import around, bulk, moves, records, saved_views, shapes

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description='The revision you saw, such as "7".'
)
AS_OF = OpenApiParameter("as_of", str, description="A day or an instant with its zone: the record as it was then.")
LIST = ("phase", "q", "sort", "after", "state", "owner", "due")


class Problem(serializers.Serializer[Any]):
    """RFC 9457, with the sentences one by one and by field."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    sentences = serializers.ListField(child=serializers.CharField())
    fields_ = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)

    def get_fields(self) -> dict[str, Any]:
        found = super().get_fields()
        found["fields"] = found.pop("fields_")
        return found


class Proof(serializers.Serializer[Any]):
    """User name (first signature of a session), password, and the challenge of a preview."""

    username = serializers.CharField(required=False)
    password = serializers.CharField()
    challenge = serializers.CharField(required=False)


@cache
def output_of(register: Any) -> type[serializers.Serializer[Any]]:
    """The record as it is read."""
    fields = {name: _output_field(register.fields[name]) for name in shapes.names_of(register)}
    fields["url"] = serializers.CharField()
    return type(f"{register.model.__name__}", (serializers.Serializer,), {**fields, "__module__": __name__})


def _output_field(field: models.Field[Any, Any]) -> serializers.Field[Any, Any, Any, Any]:
    if field.is_relation:
        return serializers.CharField(allow_null=field.null, help_text=str(field.verbose_name))
    if isinstance(field, PartField):
        return serializers.JSONField(help_text=str(field.verbose_name))
    builder: Any = serializers.ModelSerializer()
    kind, _options = builder.build_standard_field(field.name, field)
    if kind is serializers.ChoiceField:
        kind = serializers.CharField
    options = {"max_digits": None, "decimal_places": None} if kind is serializers.DecimalField else {}
    return (
        kind(help_text=str(field.verbose_name), **options)
        if kind is not serializers.ModelField
        else serializers.CharField()
    )


@cache
def _page_of(one: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    fields = {"results": one(many=True), "next": serializers.CharField(allow_null=True), "__module__": __name__}
    return type(f"{one.__name__}Page", (serializers.Serializer,), fields)


def documented(view: Any, register: Any) -> Any:
    """A subclass of `view` for one register, with its operations described."""
    one = output_of(register)
    name = f"{register.model.__name__}{view.__name__}"
    made = type(name, (view,), {"register": register, "__module__": __name__, "__doc__": view.__doc__})
    described = _DESCRIBED.get(view)
    operations = described(register, one) if described else {}
    usual: Any = {200: one} if described else {200: OpenApiTypes.OBJECT}
    for method in ("get", "post", "patch", "delete"):
        if hasattr(view, method):
            said = {"responses": usual, "request": None, **operations.get(method, {})}
            said["responses"] = {**said["responses"], (400, "application/problem+json"): Problem}
            operations[method] = said
    schemas = {method: _operation(view, register, method, said) for method, said in operations.items()}
    return extend_schema_view(**schemas)(made)


def _operation(view: Any, register: Any, method: str, said: dict[str, Any]) -> Any:
    name = f"{register.key.replace('-', '_')}_{view.__name__}_{method}".lower()
    return extend_schema(tags=[register.key], operation_id=name, **said)


def _records(register: Any, one: Any) -> dict[str, Any]:
    names = (*register.editable, *[n for n in register.intake if n not in register.editable])
    asked = [OpenApiParameter(n, str) for n in (*LIST, *register.filters)]
    return {
        "get": {"parameters": asked, "responses": {200: _page_of(one)}},
        "post": {"request": shapes.input_for(register, names, partial=False), "responses": {201: one}},
    }


def _one(register: Any, one: Any) -> dict[str, Any]:
    extra = {"reason": serializers.CharField(required=False)}
    change = shapes.input_for(register, register.editable, partial=True, extra=extra)
    return {"get": {"parameters": [AS_OF]}, "patch": {"request": change, "parameters": [IF_MATCH]}}


def _move(register: Any, one: Any) -> dict[str, Any]:
    asked = tuple(dict.fromkeys(n for t in register.lifecycle.transitions.values() for n in t.asks))
    extra = {"reason": serializers.CharField(required=False), "proof": Proof(required=False)}
    base = shapes.input_for(register, asked, partial=True, extra=extra)
    move = type(f"{register.model.__name__}Move", (base,), {"__module__": __name__})
    return {"post": {"request": move, "parameters": [IF_MATCH]}}


def _changes(register: Any, one: Any) -> dict[str, Any]:
    return {"post": {"parameters": [IF_MATCH]}, "delete": {"parameters": [IF_MATCH]}}


def _bulk(register: Any, one: Any) -> dict[str, Any]:
    return {"post": {"request": bulk.BulkChange, "responses": {200: bulk.BulkAnswer}}}


def _views(register: Any, one: Any) -> dict[str, Any]:
    made = {"request": saved_views.ViewInput, "responses": {201: saved_views.SavedViewShown}}
    return {"get": {"responses": {200: saved_views.SavedViewsShown}}, "post": made}


def _view(register: Any, one: Any) -> dict[str, Any]:
    changed = {"request": saved_views.ViewInput, "responses": {200: saved_views.SavedViewShown}}
    return {"patch": changed, "delete": {"responses": {204: None}}}


_DESCRIBED: dict[Any, Any] = {
    records.Records: _records, records.OneRecord: _one, moves.OneTransition: _move, around.Links: _changes,
    around.Files: _changes, bulk.Bulk: _bulk, saved_views.Views: _views, saved_views.OneView: _view,
}  # fmt: skip
