"""How a record of any register is read and written as JSON. People are user names, units are codes, records numbers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from qms.accounts.models import Unit, User
from qms.lib.canonical import plain
from qms.lib.errors import BadRequest
from qms.records.access import visible_to
from qms.records.fields import Column, PartField, PeopleField, RowsField
from qms.records.models import Record
from qms.registers.kept import shown_to

FIXED = ("number", "title", "state", "owner", "unit", "audience", "rev", "mark", "external_id")
STAMPS = ("created_at", "created_by", "changed_at", "changed_by")


def slug_of(model: type[models.Model]) -> str:
    """The field that names a related row in JSON."""
    if issubclass(model, User):
        return "username"
    if issubclass(model, Unit):
        return "code"
    if issubclass(model, Record):
        return "number"
    return "key" if any(f.name == "key" for f in model._meta.concrete_fields) else "pk"


@cache
def names_of(register: Any) -> tuple[str, ...]:
    """The fields of a record in JSON, in order."""
    own = [n for n in register.fields if n not in (*FIXED, *STAMPS, "entry")]
    return (*FIXED, *own, *STAMPS)


@cache
def related(register: Any) -> tuple[str, ...]:
    """The foreign keys whose rows a list of records needs."""
    return tuple(n for n in names_of(register) if register.fields[n].is_relation)


def rows(register: Any, found: list[Any], actor: Any) -> list[dict[str, Any]]:
    """Records as `actor` may read them, as JSON data in four queries at most: people, units and other records are
    named in one look-up each."""
    found = [shown_to(actor, register, record) for record in found]
    return _rows(register, found)


def _rows(register: Any, found: list[Any]) -> list[dict[str, Any]]:
    names = _names_of_related(register, found)
    read = [_read(register, record, names) for record in found]
    people = _usernames(register, read)
    return [_row(register, row, people) for row in read]


def _names_of_related(register: Any, found: list[Any]) -> dict[Any, dict[Any, Any]]:
    wanted: dict[Any, set[Any]] = {}
    for name in related(register):
        field = register.fields[name]
        wanted.setdefault(field.related_model, set()).update(getattr(r, field.attname) for r in found)
    return {
        model: dict(model._base_manager.filter(pk__in=ids - {None}).values_list("pk", slug_of(model)))
        for model, ids in wanted.items()
    }


def _read(register: Any, record: Any, names: dict[Any, dict[Any, Any]]) -> dict[str, Any]:
    row = {}
    for name in names_of(register):
        field = register.fields[name]
        value = getattr(record, field.attname)
        row[name] = names[field.related_model].get(value) if field.is_relation else value
    return row


def _row(register: Any, row: dict[str, Any], people: dict[int, str]) -> dict[str, Any]:
    shown = {n: plain(row[n]) for n in names_of(register)}
    for name in _people_fields(register):
        shown[name] = [people.get(pk, pk) for pk in shown[name] or []]
    for name, columns in _rows_fields(register).items():
        shown[name] = [{**item, **_told(columns, item, people)} for item in shown[name] or []]
    shown["url"] = f"/api/v1/{register.key}/{shown['number']}/"
    return shown


@cache
def _people_fields(register: Any) -> tuple[str, ...]:
    return tuple(n for n, f in register.fields.items() if isinstance(f, PeopleField))


@cache
def _rows_fields(register: Any) -> dict[str, tuple[Column, ...]]:
    """The parts with columns that hold a person or a whole number, and these columns."""
    parts = {n: f.columns for n, f in register.fields.items() if isinstance(f, RowsField)}
    told = {n: tuple(c for c in columns if c.kind == "person" or c.whole) for n, columns in parts.items()}
    return {n: columns for n, columns in told.items() if columns}


def _told(columns: Iterable[Column], item: dict[str, Any], people: dict[int, str]) -> dict[str, Any]:
    """People of a row by user name, whole numbers as numbers; other numbers are texts, as decimals are elsewhere."""
    held = {c.name: (c.whole, item[c.name]) for c in columns if item.get(c.name) not in (None, "")}
    return {name: int(value) if whole else people.get(value, value) for name, (whole, value) in held.items()}


def _usernames(register: Any, found: list[dict[str, Any]]) -> dict[int, str]:
    ids = {pk for row in found for name in _people_fields(register) for pk in row[name] or []}
    ids |= {
        item[c.name]
        for row in found
        for name, columns in _rows_fields(register).items()
        for item in row[name] or []
        for c in columns
        if c.kind == "person" and item.get(c.name)
    }
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "username")) if ids else {}


def one(register: Any, record: Any, actor: Any, *, version: Any = None) -> dict[str, Any]:
    """One record, or the version of it that is given, as JSON data for `actor`."""
    held = record if version is None else version
    shown = _rows(register, [shown_to(actor, register, held, record=record)])[0]
    shown["state_label"] = register.lifecycle.label(shown["state"])
    shown["phase"] = register.lifecycle.phase(shown["state"])
    if version is None:  # what is worked out belongs to the present, not to an old version
        shown |= {name: plain(getattr(record, name)) for name in register.api_extra}
    return shown


class Known(serializers.Serializer[Any]):
    """A serializer that refuses keys it does not know, instead of dropping them."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            raise BadRequest(_("A JSON object is expected."))
        if unknown := [k for k in data if k not in self.fields]:
            raise BadRequest(
                _("“%(name)s” cannot be set here. These can: %(known)s.")
                % {"name": str(unknown[0])[:60], "known": ", ".join(self.fields)}
            )
        return super().to_internal_value(data)


class PartJson(serializers.JSONField):
    """A part; people in it are named by user name or id: a list of them, or in columns that hold one."""

    def __init__(self, *, people: bool = False, columns: Iterable[str] = (), **kwargs: Any) -> None:
        self.people, self.columns = people, tuple(columns)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Any:
        value: Any = super().to_internal_value(data)
        if not isinstance(value, list):
            return value
        if self.people:
            return self._ids(value)
        rows = [item for item in value if isinstance(item, dict)]
        for name in self.columns:
            named = [item for item in rows if item.get(name) not in (None, "")]
            for item, pk in zip(named, self._ids([item[name] for item in named]), strict=True):
                item[name] = pk
        return value

    @staticmethod
    def _ids(value: list[Any]) -> list[Any]:
        names = [v for v in value if isinstance(v, str)]
        known = dict(User.objects.filter(username__in=names).values_list("username", "pk"))
        if unknown := [n for n in names if n not in known]:
            raise serializers.ValidationError(_("There is nobody called “%s”.") % str(unknown[0])[:60])
        return [known[v] if isinstance(v, str) else v for v in value]


class Instant(serializers.DateTimeField):
    """A moment with its offset from UTC: without one nobody can say which moment it is."""

    default_error_messages = {
        "no_zone": gettext_lazy("This time has no offset from UTC. Write it as 2026-11-23T14:00:00+01:00, or with Z.")
    }

    def enforce_timezone(self, value: Any) -> Any:
        if value.tzinfo is None:
            self.fail("no_zone")
        return super().enforce_timezone(value)


class Related(serializers.SlugRelatedField[Any]):
    """Another row by its name in JSON; of records only those that the asker may see: the others do not exist."""

    default_error_messages = {"does_not_exist": gettext_lazy("There is no “{value}” that you may name here.")}

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        asker = self.context.get("actor")
        return visible_to(rows, asker) if rows is not None and issubclass(rows.model, Record) else rows


def input_for(
    register: Any, names: tuple[str, ...], *, partial: bool, extra: dict[str, Any] | None = None
) -> type[Known]:
    """A serializer class for the given fields of a register's model."""
    made = {name: _input_field(register.fields[name], partial) for name in names}
    title = f"{register.model.__name__}{'Change' if partial else 'Input'}{'With' if extra else ''}"
    return type(title, (Known,), {**made, **(extra or {}), "__module__": __name__})


def read_input(
    register: Any,
    names: tuple[str, ...],
    body: dict[str, Any],
    *,
    actor: Any,
    partial: bool,
    extra: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The values of a request's body for these fields. Raises BadRequest for other keys, Invalid by field."""
    form = input_for(register, names, partial=partial, extra=extra)(data=body, context={"actor": actor})
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


def _input_field(field: models.Field[Any, Any], partial: bool) -> serializers.Field[Any, Any, Any, Any]:
    needed = not (partial or field.blank or field.null or field.has_default() or field.name == "unit")
    if field.is_relation:
        model: Any = field.related_model
        slug = slug_of(model)
        rows_of = model._default_manager.all()
        if slug == "pk":
            return serializers.PrimaryKeyRelatedField(queryset=rows_of, required=needed, allow_null=field.null)
        return Related(slug_field=slug, queryset=rows_of, required=needed, allow_null=field.null)
    if isinstance(field, PartField):
        columns = field.columns if isinstance(field, RowsField) else ()
        named = [column.name for column in columns if column.kind == "person"]
        return PartJson(people=isinstance(field, PeopleField), columns=named, required=needed)
    builder: Any = serializers.ModelSerializer()
    kind, options = builder.build_standard_field(field.name, field)
    options = {k: v for k, v in options.items() if k not in ("validators", "read_only", "required")}
    if isinstance(field, models.IntegerField):
        options.pop("min_value", None), options.pop("max_value", None)  # the field's own validators say it
    if type(field) is models.DateField:
        said = _("This is no day of the calendar. Write it as year, month and day: 2026-11-23.")
        options["error_messages"] = {"invalid": said}
    return (Instant if kind is serializers.DateTimeField else kind)(**options, required=needed)
