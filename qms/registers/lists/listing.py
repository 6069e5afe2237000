"""A list of one register as its address asks for it: phase, search, filters, order, place."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest
from qms.lib.fold import printable
from qms.records.models import Entry
from qms.search.find import matching

from . import filters
from .counting import counts, shown
from .cursor import Order, page

SIZE = 50
PHASES = ("open", "draft", "done", "all")
OWN = frozenset({"phase", "q", "sort", "after", "format", "state", "owner", "due"})
#: Fields that no file of all fields repeats: what the program keeps for itself.
UNTOLD = frozenset({"entry", "rev", "mark"})
LAST = ("external_id", "audience", "created_at", "created_by", "changed_at", "changed_by")


@dataclass(frozen=True)
class Column:
    """One column of the table. `sort` is the word in the address, "" where the list cannot be sorted by it."""

    name: str
    label: str
    sort: str = ""
    kind: str = ""


@dataclass
class Listing:
    """What to show. `asked` are the parameters of the address, all known to the register.

    `view` is the saved view that the list began with; its addresses carry it along. `chosen` leaves only rows with
    these numbers.
    """

    register: Any
    actor: Any
    asked: Mapping[str, str]
    today: datetime.date
    view: str = ""
    chosen: frozenset[str] | None = None
    filters_asked: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        known = OWN | set(self.register.filters)
        if unknown := sorted(set(self.asked) - known):
            raise BadRequest(_("“%s” is no parameter of this list.") % unknown[0][:60])
        if "due" in self.asked and not self.register.due_field:
            raise BadRequest(_("“%s” is no parameter of this list.") % "due")
        if self.phase not in PHASES:
            raise BadRequest(_("“%s” is no phase.") % self.phase[:60])
        names = {"state", "owner", "due", *self.register.filters}
        self.filters_asked = {n: v for n, v in self.asked.items() if n in names and v}

    @property
    def phase(self) -> str:
        """The phase shown. Somebody who filters by state, or looks for something, means all of them."""
        narrowed = self.asked.get("state") or self.asked.get("q")
        return self.asked.get("phase") or ("all" if narrowed else self.register.first_phase)

    @property
    def q(self) -> str:
        """What is searched for."""
        return printable(self.asked.get("q", ""))[:200]

    @cached_property
    def columns(self) -> list[Column]:
        """Number, title, state, the register's first column, owner, due date, the other columns."""
        own = [n for n in self.register.columns if n not in ("number", "title", "state", "owner", self.due_field)]
        names = ["number", "title", "state", *own[:1], "owner", *([self.due_field] if self.due_field else []), *own[1:]]
        return [self._column(n) for n in names]

    @cached_property
    def every_column(self) -> list[Column]:
        """All fields of the register, as its form orders them; then what moves have set, then the stamps."""
        fields = self.register.fields
        named = ("number", "title", "state", *self.register.editable, *self.register.columns)
        names = dict.fromkeys([*named, *(n for n in fields if n not in LAST), *LAST])
        return [self._column(n) for n in names if n not in UNTOLD]

    @property
    def due_field(self) -> str:
        """The field that holds the due date, or ""."""
        return str(self.register.due_field)

    def _column(self, name: str) -> Column:
        held = self.register.fields.get(name)
        label = (
            held.verbose_name
            if held is not None
            else getattr(getattr(self.register.model, name), "label", name.replace("_", " "))
        )
        label = str(label)[:1].upper() + str(label)[1:]
        kind = {"number": "num", "title": "title", "state": "state", "owner": "wide", self.due_field: "due"}.get(
            name, "wide"
        )
        if name == (self.register.columns or ("",))[0]:
            kind = ""
        return Column(name, label, name if sortable(held, name == self.due_field) else "", kind)

    @cached_property
    def order(self) -> Order:
        """How the list is sorted; newest number first unless the address says otherwise."""
        asked = self.asked.get("sort") or "-number"
        name, down = asked.removeprefix("-"), asked.startswith("-")
        if name == "number":
            return Order(asked, None, down)
        if name not in {c.sort for c in self.columns if c.sort}:
            raise BadRequest(_("This list cannot be sorted by “%s”.") % name[:60])
        return Order(asked, self.register.fields[name], down)

    @cached_property
    def matching(self) -> QuerySet[Any]:
        """Every visible record that meets search and filters, of any phase."""
        rows = filters.apply(
            self.register.visible(self.actor), self.register, self.filters_asked, self.actor, self.today
        )
        if self.q:
            by_text = Q(entry__in=Entry.objects.filter(matching(self.q)).values("pk"))
            rows = rows.filter(Q(number__icontains=self.q) | by_text)
        return rows if self.chosen is None else rows.filter(number__in=self.chosen)

    def check(self) -> None:
        """Raise BadRequest for a value that the list does not know, before any row is read."""
        _known = self.order, self.matching

    @property
    def query(self) -> str:
        """What is shown, as a query string that says the same tomorrow: the phase spelt out, no place, one order."""
        said = {"phase": self.phase, "q": self.q, "sort": self.asked.get("sort", ""), **self.filters_asked}
        return urlencode({name: value for name, value in sorted(said.items()) if value})

    def in_phase(self, phase: str) -> QuerySet[Any]:
        """Those of one phase; "all" adds the void ones."""
        return (
            self.matching if phase == "all" else self.matching.filter(state__in=filters.states_in(self.register, phase))
        )

    @cached_property
    def shown(self) -> QuerySet[Any]:
        """The rows of the present tab with what the cells need."""
        return self._with(self.columns)

    @property
    def whole(self) -> QuerySet[Any]:
        """The same rows with what the cells of every column need."""
        return self._with(self.every_column)

    def _with(self, columns: Sequence[Column]) -> QuerySet[Any]:
        fields = self.register.fields
        related = {"owner", "unit"} | {c.name for c in columns if isinstance(fields.get(c.name), models.ForeignKey)}
        return self.in_phase(self.phase).select_related(*sorted(related))

    @cached_property
    def page(self) -> tuple[list[Any], str]:
        """The rows of this page and the cursor of the next."""
        return page(self.shown, self.order, self.asked.get("after", ""), SIZE)

    def counts(self) -> tuple[dict[str, str], str]:
        """How many rows each phase has and how many of all are late ("" for none), in words; one query."""
        asked = [self.in_phase(phase) for phase in PHASES]
        if self.due_field:
            asked.append(filters.late(self.matching, self.register, self.today))
        found = counts(*asked)
        overdue = sum(found[len(PHASES) :])
        by_phase = {phase: shown(n) for phase, n in zip(PHASES, found, strict=False)}
        return by_phase, shown(overdue) if overdue else ""

    def address(self, **changed: str) -> str:
        """This list with some parameters changed; an empty value takes one away. The place is never carried over."""
        kept = {k: v for k, v in self.asked.items() if v and k not in ("after", "format")} | {"view": self.view}
        kept.update(changed)
        return "?" + urlencode({k: v for k, v in kept.items() if v})


def sortable(held: Any, due: bool) -> bool:
    """Only columns without NULL can be paged by key; the due date is paged in two stretches."""
    if held is None or isinstance(held, models.ForeignKey | models.JSONField | models.TextField):
        return False
    return due or not held.null
