"""What the columns of a file can become: the fields of a register that a person may set, its external id and state."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from qms.accounts.models import Unit, User
from qms.records.fields import PartField, PeopleField, StringsField

from .headings import COMMON
from .words import fold


@dataclass(frozen=True)
class Target:
    """One field. `known` are the folded headings it is known by, `values` what its cells may say.

    `kind` is title, text, long, choice, date, moment, number, whole, bool, person, people, strings, unit, record,
    state or external_id.
    """

    name: str
    label: str
    kind: str
    required: bool = False
    longest: int | None = None
    known: frozenset[str] = frozenset()
    choices: tuple[tuple[str, str], ...] = ()  # (key, label)
    values: tuple[tuple[str, str], ...] = ()  # (folded text, key)


def targets(register: Any) -> dict[str, Target]:
    """What columns can become in this register, by field name, in the order of its form."""
    found = {t.name: t for t in _fields(register)}
    for name in register.import_records:
        label = _capital(register.fields[name].verbose_name)
        found[name] = Target(name, label, "record", known=_known(register, name, label))
    for name, (label, choices) in register.import_choices().items():
        found[name] = Target(name, label, "choice", choices=tuple(choices), values=_values(tuple(choices), {}))
    known = _known(register, "external_id", _("external id"))
    found["external_id"] = Target("external_id", _("External id"), "external_id", longest=120, known=known)
    if register.import_states:
        found["state"] = _state(register)
    return found


def headings(register: Any) -> frozenset[str]:
    """Every folded heading that the register knows."""
    return frozenset().union(*(t.known for t in targets(register).values()))


def derived_headings(register: Any) -> frozenset[str]:
    """Folded headings of what follows from other fields: it is worked out again and not read."""
    names = register.import_derived
    return frozenset().union(*(_known(register, n, str(register.fields[n].verbose_name)) for n in names))


def keeping_field(register: Any) -> str:
    """The text to which columns without a field are added, so that nothing is lost; "" when there is none."""
    if register.import_keeps:
        return str(register.import_keeps)
    long = [n for n in register.editable if isinstance(register.fields[n], models.TextField)]
    return "description" if "description" in long else long[0] if long else ""


def _fields(register: Any) -> Iterator[Target]:
    for name in register.editable:
        field = register.fields[name]
        if kind := _kind(field):
            choices = tuple(c for c in _choices(field) if c[0] not in register.import_leaves.get(name, ()))
            yield Target(
                name=name,
                label=_capital(field.verbose_name),
                kind=kind,
                required=not field.blank and not field.has_default(),
                longest=field.max_length if kind in ("text", "long") else None,
                known=_known(register, name, str(field.verbose_name)),
                choices=choices,
                values=_values(choices, _kept(register, name)),
            )


def _kept(register: Any, name: str) -> dict[str, Any]:
    left = register.import_leaves.get(name, ())
    return {key: said for key, said in register.import_values.get(name, {}).items() if key not in left}


def _kind(field: models.Field) -> str:
    """How cells are read for a field; "" for what a cell cannot hold (rows of a part, references to records)."""
    if isinstance(field, models.ForeignKey):
        return {User: "person", Unit: "unit"}.get(field.related_model, "")
    if isinstance(field, PartField):
        return "people" if isinstance(field, PeopleField) else "strings" if isinstance(field, StringsField) else ""
    if field.choices:
        return "choice"
    if field.name == "title":
        return "title"
    for model_field, kind in _KINDS:
        if isinstance(field, model_field):
            return kind
    return ""


_KINDS: tuple[tuple[type[models.Field], str], ...] = (
    (models.DateTimeField, "moment"),
    (models.DateField, "date"),
    (models.BooleanField, "bool"),
    (models.DecimalField, "number"),
    (models.IntegerField, "whole"),
    (models.TextField, "long"),
    (models.CharField, "text"),
)


def _choices(field: models.Field) -> tuple[tuple[str, str], ...]:
    held = field.options if isinstance(field, StringsField) else field.flatchoices
    return tuple((str(key), str(label)) for key, label in held if key not in (None, ""))


def _values(choices: tuple[tuple[str, str], ...], declared: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Folded texts for each choice. The key wins over a label, a label over a declared synonym."""
    found: dict[str, str] = {}
    for key, _label in choices:
        found.setdefault(fold(key), key)
    for key, label in choices:
        found.setdefault(fold(label), key)
    for key, texts in declared.items():
        for text in texts:
            found.setdefault(fold(text), key)
    return tuple(found.items())


def _state(register: Any) -> Target:
    states = register.lifecycle.states
    choices = tuple((key, str(states[key].label)) for key in register.import_states)
    values = _values(choices, register.import_states)
    known = _known(register, "state", _("state"))
    return Target("state", _("State"), "state", known=known, choices=choices, values=values)


def _known(register: Any, name: str, label: str) -> frozenset[str]:
    said = (name, label, *register.import_names.get(name, ()), *COMMON.get(name, ()))
    return frozenset(f for s in said if (f := fold(s)))


def _capital(text: Any) -> str:
    return str(text)[:1].upper() + str(text)[1:]
