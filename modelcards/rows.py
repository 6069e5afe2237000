"""Rows that a program sends: what is wrong is said with row and field, all of it at once, and nothing is kept then."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qms.lib.errors import Invalid
from qms.records.fields import Column

MOST_SAID = 100  # errors of one answer
BIGGEST = Decimal("1e30")


class RowErrors:
    """What is wrong in the rows of one call, by row (from 0) and field.

    The keys are those of the sent document, such as `points[3].value`. `lines`: of a file, the line of each row.
    """

    def __init__(self, name: str, lines: Sequence[int] = ()) -> None:
        self.name, self.lines = name, lines
        self.found: list[tuple[int, str, str]] = []

    def add(self, index: int, field: str, sentence: Any) -> None:
        """Note one mistake."""
        self.found.append((index, field, str(sentence)))

    def of(self, index: int) -> list[str]:
        """The sentences about one row."""
        return [said for at, _field, said in self.found if at == index]

    def refuse(self) -> None:
        """Raises Invalid when there is any mistake."""
        if not self.found:
            return
        fields: dict[str, list[str]] = {}
        for index, field, said in self.found[:MOST_SAID]:
            key = f"{self.name}[{index}].{field}" if field else f"{self.name}[{index}]"
            where = _("Line %d") % self.lines[index] if self.lines else _("Row %d") % (index + 1)
            fields.setdefault(key, []).append(f"{where}: {said}")
        more = len(self.found) - MOST_SAID
        raise Invalid(*([_("And %d more.") % more] if more > 0 else []), fields=fields)


def check_rows(rows: Any, name: str, most: int) -> list[Any]:
    """The rows as a list. Raises Invalid where it is none, empty, or longer than one call may be."""
    if not isinstance(rows, list) or not rows:
        raise Invalid(fields={name: [_("A list of at least one row is expected.")]})
    if len(rows) > most:
        said = _("%(n)d rows; one call takes %(most)d. Send them in parts.") % {"n": len(rows), "most": most}
        raise Invalid(fields={name: [said]})
    return rows


def read_rows(
    rows: Any, errors: RowErrors, *, columns: Sequence[Column], most: int, numbers: Sequence[str]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """(index, row) of each row that could be read; the others leave their mistakes in `errors`.

    Every column is there, "" where nothing was sent. A column of `numbers` takes numbers only, never their text.
    """
    names = {c.name for c in columns}
    for index, sent in enumerate(check_rows(rows, errors.name, most)):
        if not isinstance(sent, dict):
            errors.add(index, "", _("A row is an object with named values."))
            continue
        for strange in sorted(set(map(str, sent)) - names):
            errors.add(index, strange[:40], _("There is no such value. There are: %s.") % ", ".join(sorted(names)))
        row = {column.name: _value(column, sent, index, errors, column.name in numbers) for column in columns}
        if not errors.of(index):
            yield index, row


def _value(column: Column, sent: dict[str, Any], index: int, errors: RowErrors, number: bool) -> Any:
    value = sent.get(column.name)
    required = column.required and column.name not in ("comparison", "threshold")
    try:
        if number and value is not None:
            return format(exact(value), "f")
        if column.kind == "bool" and value is not None and not isinstance(value, bool):
            raise ValidationError(_("“%s” is true or false.") % column.label)
        if column.kind not in ("bool", "number") and value is not None and not isinstance(value, str):
            raise ValidationError(_("“%s” is a text.") % column.label)
        if value in (None, "") and not required:
            return False if column.kind == "bool" else ""
        return column.read(value)
    except ValidationError as error:
        errors.add(index, column.name, error.messages[0])
        return ""


def exact(value: Any) -> Decimal:
    """A sent number as a decimal, exactly as it was written. Raises ValidationError for anything else.

    A float is taken as the shortest decimal that reads as it.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        said = str(value)[:40] if isinstance(value, str) else type(value).__name__
        raise ValidationError(_("“%s” is no number.") % said)
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise ValidationError(_("“%s” is no finite number.") % value)
    if abs(number) >= BIGGEST or (number and abs(number) <= 1 / BIGGEST):
        raise ValidationError(_("%s is too large or too small to be a measurement.") % format(number, ".3e"))
    return number
