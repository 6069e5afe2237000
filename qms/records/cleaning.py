"""What changed, and whether it may be kept."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from qms.lib.errors import Invalid
from qms.lib.text import tidy

STAMPS = frozenset({"entry", "number", "rev", "created_at", "created_by", "changed_at", "changed_by"})
LONGEST_TEXT = 50_000


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


def clean(record: Any, changed: Iterable[str]) -> None:
    """Validate the changed fields, and only the constraints they take part in.

    Raises Invalid with sentences by field.
    """
    changed = set(changed)
    errors: dict[str, list[str]] = {}
    for name in changed:
        _tidy(record, record._meta.get_field(name), errors)
    exclude = {f.name for f in record._meta.concrete_fields} - changed
    try:
        record.full_clean(exclude=exclude | STAMPS | set(errors), validate_constraints=_constrained(record, changed))
    except ValidationError as error:
        for name, said in error.message_dict.items():
            errors.setdefault("" if name == "__all__" else name, []).extend(said)
    if errors:
        raise Invalid(*errors.pop("", []), fields=errors)
    for name in changed:
        _as_stored(record, record._meta.get_field(name))


def _tidy(record: Any, field: models.Field[Any, Any], errors: dict[str, list[str]]) -> None:
    value = getattr(record, field.attname)
    if not isinstance(field, models.CharField | models.TextField) or not isinstance(value, str):
        return
    try:
        setattr(record, field.attname, tidy(value))
    except ValueError as error:
        errors[field.name] = [str(error)]
    if field.max_length is None and len(value) > LONGEST_TEXT:
        errors[field.name] = [f"At most {LONGEST_TEXT:,} characters; this text has {len(value):,}."]


def _as_stored(record: Any, field: models.Field[Any, Any]) -> None:
    """Decimals get the places that the database will give back, so that the ledger's bytes equal the row."""
    value = getattr(record, field.attname)
    if isinstance(field, models.DecimalField) and isinstance(value, Decimal):
        setattr(record, field.attname, value.quantize(Decimal(1).scaleb(-int(field.decimal_places or 0))))


def _constrained(record: Any, changed: set[str]) -> bool:
    """Whether a changed field takes part in a constraint: checking one costs a savepoint and a query."""
    for constraint in record._meta.constraints:
        condition = getattr(constraint, "condition", None)
        names = set(getattr(constraint, "fields", ())) | (_names(condition) if condition is not None else set())
        if names & (changed - {"external_id"}) or (
            "external_id" in names and record.external_id and record._state.adding
        ):
            return True
    return False


def _names(condition: models.Q) -> set[str]:
    found: set[str] = set()
    for child in condition.children:
        if isinstance(child, models.Q):
            found |= _names(child)
        elif isinstance(child, tuple):
            found.add(str(child[0]).split("__")[0])
    return found
