"""The filters of a list: what the address may ask, and what that means in SQL."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from qms.accounts.models import Unit, User
from qms.lib.errors import BadRequest
from qms.lib.text import is_whole
from qms.records.access import visible_to
from qms.records.fields import PartField, StringsField
from qms.records.models import Record

#: Choices of one filter; with more than this the search box is the better way.
MOST_OPTIONS = 200


@dataclass(frozen=True)
class Filter:
    """One filter as the page shows it. `options` are (value, word) pairs; none means free text."""

    name: str
    label: str
    value: str
    options: list[tuple[str, str]]


def states_in(register: Any, *phases: str) -> list[str]:
    """The states of these phases."""
    return [s.key for s in register.lifecycle.states.values() if s.phase in phases]


def filters_for(register: Any, asked: Mapping[str, str], actor: Any, *, every: bool = False) -> list[Filter]:
    """What the page offers: state, due date, owner, then those the register declares.

    Those that it calls quiet stand there where they are asked, or for `every`.
    """
    found = [_filter("state", _("State"), asked, [(s.key, str(s.label)) for s in register.lifecycle.states.values()])]
    if register.due_field:
        found.append(
            _filter("due", _("Due"), asked, [("late", _("late")), ("week", _("this week")), ("none", _("no date"))])
        )
    found.append(_filter("owner", _("Owner"), asked, _owner_options(asked.get("owner", ""))))
    for name in register.filters:
        if name in register.quiet and not (every or asked.get(name)):
            continue
        if name not in ("state", "owner", "due", register.due_field):
            field = register.fields[name]
            found.append(_filter(name, _word(field), asked, _options(field, actor)))
    return found


def apply(
    rows: QuerySet[Any], register: Any, asked: Mapping[str, str], actor: Any, today: datetime.date
) -> QuerySet[Any]:
    """Rows that meet every filter asked for. Raises BadRequest for a value that is none of a filter's."""
    for name, value in asked.items():
        if not value:
            continue
        if name == "state":
            rows = rows.filter(state=_one_of(name, value, register.lifecycle.states))
        elif name == "due":
            rows = _due(rows, register, value, today)
        elif name == "owner":
            rows = _owner(rows, value, actor)
        else:
            rows = _by_field(rows, register.fields[name], value)
    return rows


def late(rows: QuerySet[Any], register: Any, today: datetime.date) -> QuerySet[Any]:
    """Rows that live and whose due date has passed."""
    live = states_in(register, "draft", "open")
    return rows.filter(state__in=live, **{f"{register.due_field}__lt": today})


def _due(rows: QuerySet[Any], register: Any, value: str, today: datetime.date) -> QuerySet[Any]:
    name = register.due_field
    _one_of("due", value, ("late", "week", "none"))
    if value == "late":
        return late(rows, register, today)
    if value == "week":
        return rows.filter(**{f"{name}__range": (today, today + datetime.timedelta(days=7))})
    return rows.filter(**{f"{name}__isnull": True})


def _owner(rows: QuerySet[Any], value: str, actor: Any) -> QuerySet[Any]:
    if value == "me":
        return rows.filter(owner=actor)
    if value == "nobody":
        return rows.filter(owner=None)
    owner = User.objects.filter(username__iexact=value).first()
    if owner is None:
        raise BadRequest(_("There is nobody called “%s”.") % value[:60])
    return rows.filter(owner=owner)


def _by_field(rows: QuerySet[Any], field: models.Field[Any, Any], value: str) -> QuerySet[Any]:
    if isinstance(field, PartField):
        word = f"as_text_{field.name}"
        wanted = Q(**{f"{word}__contains": f'"{value}"'})
        if getattr(field, "cites", False):  # a clause, and the points below it
            wanted |= Q(**{f"{word}__contains": f'"{value}.'}) | Q(**{f"{word}__contains": f'"{value}('})
        return rows.alias(**{word: Cast(field.name, TextField())}).filter(wanted)
    if isinstance(field, models.ForeignKey):
        if field.related_model is User:
            return rows.filter(**{f"{field.name}__username__iexact": value})
        if not is_whole(value):
            raise BadRequest(_("“%s” is no value of this filter.") % value[:60])
        return rows.filter(**{field.attname: int(value)})
    if isinstance(field, models.BooleanField):
        return rows.filter(**{field.name: _one_of(field.name, value, ("yes", "no")) == "yes"})
    if field.choices:
        return rows.filter(**{field.name: _one_of(field.name, value, {str(key) for key, _word in field.flatchoices})})
    return rows.filter(**{f"{field.name}__icontains": value})


def _one_of(name: str, value: str, known: Any) -> str:
    if value not in known:
        raise BadRequest(_("“%(value)s” is no value of “%(name)s”.") % {"value": value[:60], "name": name})
    return value


def _filter(name: str, label: str, asked: Mapping[str, str], options: list[tuple[str, str]]) -> Filter:
    return Filter(name, label, asked.get(name, ""), options)


def _owner_options(value: str) -> list[tuple[str, str]]:
    known = [("me", _("me")), ("nobody", _("nobody"))]
    return known if not value or value in dict(known) else [*known, (value, value)]


def _options(field: models.Field[Any, Any], actor: Any) -> list[tuple[str, str]]:
    if isinstance(field, StringsField):
        return [(str(k), str(w)) for k, w in field.options]
    if isinstance(field, models.BooleanField):
        return [("yes", _("yes")), ("no", _("no"))]
    if field.choices:
        return [(str(k), str(w)) for k, w in field.flatchoices if k]
    if isinstance(field, models.ForeignKey) and field.related_model is not User:
        return _references(field.related_model, actor)
    return []


def _references(model: Any, actor: Any) -> list[tuple[str, str]]:
    rows = model._default_manager.all()
    if issubclass(model, Record):
        rows = visible_to(rows, actor)
    if model is Unit:
        from qms.accounts.reach import reach

        rows = rows.filter(pk__in=reach(actor).unit_ids())
    return [(str(r.pk), str(r)) for r in rows[:MOST_OPTIONS]]


def _word(field: models.Field[Any, Any]) -> str:
    return str(field.verbose_name)[:1].upper() + str(field.verbose_name)[1:]
