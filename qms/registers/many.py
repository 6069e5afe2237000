"""create, set-based: for imports. The same checks with one look-up per foreign key, the same tables."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from qms.lib.errors import Forbidden, Invalid, Refused
from qms.records.cleaning import STAMPS, _settled
from qms.records.transactions import in_one_transaction
from qms.records.write_many import write_many

from .predicates import is_system
from .road import Road


@dataclass(frozen=True)
class RowError:
    """What is wrong with one row of a batch; `index` counts from 0."""

    index: int
    refusal: Refused


class RowsRefused(Invalid):
    """Rows of a batch that do not fit; nothing was written."""

    def __init__(self, errors: list[RowError]) -> None:
        self.errors = errors
        super().__init__(*[f"{e.index + 1}: {e.refusal}" for e in errors[:20]])


class Many(Road):
    """create_many and the check that a dry run uses."""

    def check_rows(self, rows: Sequence[dict[str, Any]], *, actor: Any, at: datetime.datetime, mark: str = "") -> Any:
        """Unsaved, cleaned records of the rows and the errors of those that do not fit: (records, errors).

        A row holds field values and may hold `external_id` and `state` (one of the register's `import_states`).
        """
        keys = _existing(self.model, rows)
        records, errors = [], []
        for index, row in enumerate(rows):
            try:
                records.append(self._row_record(row, actor=actor, at=at, mark=mark, keys=keys))
            except Refused as refusal:
                errors.append(RowError(index, refusal))
        return records, errors

    @in_one_transaction
    def create_many(
        self, rows: Sequence[dict[str, Any]], *, actor: Any, at: datetime.datetime, reason: str = "",
        source: str = "import", mark: str = "",
    ) -> Any:  # fmt: skip
        """Write new records of plain field values, all or none. Raises RowsRefused, Forbidden."""
        records, errors = self.check_rows(rows, actor=actor, at=at, mark=mark)
        if errors:
            raise RowsRefused(errors)
        if not records:
            return []
        return write_many(
            records, project=self.project, number=self.series(records[0], at),
            action=f"{self.key}.create", actor=actor, at=at, reason=reason, source=source,
        )  # fmt: skip

    def _row_record(self, row: dict[str, Any], *, actor: Any, at: Any, mark: str, keys: dict[str, set[Any]]) -> Any:
        values = {k: v for k, v in row.items() if k not in ("external_id", "state")}
        self._known(values, (*self.editable, *self.intake))
        record = self._draft(values, actor=actor, mark=mark, external_id=str(row.get("external_id", "")))
        if state := row.get("state"):
            if state not in self.import_states:
                raise Invalid(fields={"state": [_("Records cannot be imported in the state “%s”.") % state]})
            record.state = state
        if not (is_system(actor) or self.may_add(actor, record)):  # from the command line, without a person
            raise Forbidden(_("You may not add to “%s” in this unit.") % self.label_plural)
        record.given_source = "import"  # what is true of records that somebody enters may not be of old ones
        self.prepare(record, actor=actor, at=at)
        _clean_row(record, {name: known for name, known in keys.items() if name in row})
        return record


def _clean_row(record: Any, keys: dict[str, set[Any]]) -> None:
    """clean_fields without a query per foreign key. Raises Invalid."""
    errors: dict[str, list[str]] = {}
    relations = []
    for field in record._meta.concrete_fields:
        if field.name in STAMPS:
            continue
        if field.is_relation:
            relations.append(field.name)
            value = getattr(record, field.attname)
            if value is not None and field.name in keys and value not in keys[field.name]:
                errors[field.name] = [_("There is no such entry.")]
        else:
            errors |= _settled(record, [field.name])
    try:
        record.clean_fields(exclude=STAMPS | set(relations) | set(errors))
    except ValidationError as error:
        for name, said in error.message_dict.items():
            errors.setdefault(name, []).extend(said)
    if errors:
        raise Invalid(fields=errors)


def _existing(model: type[Any], rows: Sequence[dict[str, Any]]) -> dict[str, set[Any]]:
    """For each foreign key that the rows set by id: which of the ids exist."""
    found: dict[str, set[Any]] = {}
    for field in model._meta.concrete_fields:
        if field.name in STAMPS or not field.is_relation:
            continue
        ids = {_key(row[field.name]) for row in rows if row.get(field.name) is not None}
        if ids:
            related: type[models.Model] = field.related_model
            found[field.name] = set(related._default_manager.filter(pk__in=ids).values_list("pk", flat=True))
    return found


def _key(value: Any) -> Any:
    return getattr(value, "pk", value)
