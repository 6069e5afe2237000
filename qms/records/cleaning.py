"""What changed, and whether it may be kept."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation, localcontext
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.canonical import plain
from qms.lib.errors import Invalid, Said
from qms.lib.text import tidy

from .fields import PartField

STAMPS = frozenset({"entry", "number", "rev", "created_at", "created_by", "changed_at", "changed_by"})
LONGEST_TEXT = 50_000
#: Years outside these are typing mistakes.
EARLIEST, LATEST = 1900, 2199
#: What a field holds in which nothing was entered.
EMPTY: tuple[Any, ...] = (None, "", [], {})


def remember(record: Any) -> Any:
    """Note the values the record came with, to see later what changed."""
    record._was = {f.attname: getattr(record, f.attname) for f in record._meta.concrete_fields}
    return record


def changed_fields(record: Any) -> list[str]:
    """Names of the fields whose value differs from what was read (for a new record: every field)."""
    was = getattr(record, "_was", None)
    fields = [f for f in record._meta.concrete_fields if f.name not in STAMPS]
    if was is None:
        return [f.name for f in fields]
    return [f.name for f in fields if getattr(record, f.attname) != was[f.attname]]


def settle(record: Any, names: Iterable[str]) -> None:
    """Bring the named values into the form in which they are kept, so that equal values compare as equal.

    Raises Invalid with sentences by field for a value of the wrong kind; ranges and constraints are left to `clean`.
    """
    if errors := _settled(record, names):
        raise Invalid(fields=errors)


def clean(record: Any, changed: Iterable[str]) -> None:
    """Validate the changed fields, and only the constraints they take part in.

    Raises Invalid with sentences by field.
    """
    changed = set(changed)
    errors = _settled(record, changed)
    fields = {f.name for f in record._meta.concrete_fields}
    joined = _constrained(record, changed)
    try:
        record.full_clean(exclude=fields - changed | STAMPS | set(errors), validate_constraints=False)
        if joined:  # an unchanged field takes part too: a constraint on an excluded field is passed over
            record.validate_constraints(exclude=fields - joined | set(errors))
    except ValidationError as error:
        for name, said in error.message_dict.items():
            errors.setdefault("" if name == "__all__" else name, []).extend(said)
    if errors:
        together = [Said(sentence, field=place_of(type(record), sentence)) for sentence in errors.pop("", [])]
        raise Invalid(*together, fields=errors)


def place_of(model: type[models.Model], sentence: str) -> str:
    """The field at which a constraint's sentence stands: the end that lies before its beginning; "" for any other."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint) and str(constraint.violation_error_message) == sentence:
            compared = [c for c in getattr(constraint.condition, "children", ()) if isinstance(c, tuple)]
            ends = [n.rpartition("__") for n, other in compared if isinstance(other, models.F)]
            return next((name for name, _by, kind in ends if kind in ("gt", "gte")), "")
    return ""


def _settled(record: Any, names: Iterable[str]) -> dict[str, list[str]]:
    """Settle and give what is wrong, by field."""
    errors: dict[str, list[str]] = {}
    for name in names:
        field = record._meta.get_field(name)
        try:
            setattr(record, field.attname, as_kept(field, getattr(record, field.attname)))
        except ValidationError as error:
            errors[name] = error.messages
        except (TypeError, ValueError, RecursionError):
            errors[name] = [_("This value does not fit here.")]
    return errors


def as_kept(field: models.Field[Any, Any], value: Any) -> Any:
    """A value as the database will give it back, so that the ledger's bytes equal the row. Raises ValidationError."""
    if isinstance(field, models.JSONField):
        return _json(field.clean(value, None) if isinstance(field, PartField) else value)
    if field.is_relation or (value is None and field.null):
        return value
    if isinstance(field, models.CharField | models.TextField):
        return _text(field, "" if value is None else value)
    if isinstance(field, models.DateField):
        return _plausible(_exact(field, field.to_python(value)))
    if value is not None and isinstance(field, models.DecimalField | models.IntegerField):
        return _exact(field, field.to_python(value))
    return value


def _text(field: models.Field[Any, Any], value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        value = tidy(value)
    except ValueError as error:
        raise ValidationError(str(error)) from None
    if field.max_length is None and len(value) > LONGEST_TEXT:
        said = _("At most %(most)d characters; this text has %(n)d.")
        raise ValidationError(said % {"most": LONGEST_TEXT, "n": len(value)})
    return value


def _exact(field: models.Field[Any, Any], value: Any) -> Any:
    """Decimals with the places of their column, where that rounds nothing; instants with a time zone."""
    if isinstance(value, datetime.datetime) and isinstance(field, models.DateTimeField):
        return timezone.make_aware(value) if timezone.is_naive(value) else value
    if isinstance(value, Decimal) and isinstance(field, models.DecimalField) and value.is_finite():
        places = Decimal(1).scaleb(-int(field.decimal_places or 0))
        with localcontext(prec=int(field.max_digits or 28) + 4) as context:
            try:
                kept = value.quantize(places, context=context)
            except InvalidOperation:
                return value
        return abs(kept) if not kept else kept if kept == value else value  # no database keeps a negative zero
    return value


def _plausible(day: Any) -> Any:
    """A day or instant of a year in which something of this organisation can have happened, or can be planned."""
    if day is not None and not EARLIEST <= day.year <= LATEST:
        said = _("The year %(year)04d is not plausible: give one from %(first)d to %(last)d.")
        raise ValidationError(said % {"year": day.year, "first": EARLIEST, "last": LATEST})
    return day


def _json(value: Any) -> Any:
    """JSON data whose texts are tidy and whose keys are texts; floats are refused, their text is not stable."""
    try:
        return _tidy_json(plain(value))
    except (TypeError, ValueError) as error:
        raise ValidationError(str(error)) from None


def _tidy_json(value: Any) -> Any:
    match value:
        case str():
            return tidy(value)
        case dict():
            return {tidy(k): _tidy_json(v) for k, v in value.items()}
        case list():
            return [_tidy_json(v) for v in value]
        case _:
            return value


def _constrained(record: Any, changed: set[str]) -> set[str]:
    """Every field of the constraints that a changed field takes part in: checking one costs a savepoint and a query."""
    found: set[str] = set()
    for constraint in record._meta.constraints:
        condition = getattr(constraint, "condition", None)
        names = set(getattr(constraint, "fields", ())) | (_names(condition) if condition is not None else set())
        if names & (changed - {"external_id"}) or (
            "external_id" in names and record.external_id and record._state.adding
        ):
            found |= names
    return found


def _names(condition: models.Q) -> set[str]:
    found: set[str] = set()
    for child in condition.children:
        if isinstance(child, models.Q):
            found |= _names(child)
        elif isinstance(child, tuple):
            found.add(str(child[0]).split("__")[0])
            if isinstance(child[1], models.F):
                found.add(child[1].name)  # type: ignore[attr-defined]
    return found
