"""What a register declares, and how its records are read. How they are changed stands in verbs.py."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.attachments.standing import FileNotice
from qms.lib.errors import NotVisible
from qms.lib.fold import fold
from qms.lifecycle import Lifecycle, Offer
from qms.records import numbering
from qms.records.access import NARROW, visible_to
from qms.records.fields import PartField
from qms.records.projection import Projection, Standing

from .permits import Permit, permit_for
from .predicates import has_role, insider
from .statutory import Clock, next_day

OUTSIDE_CONTENT = frozenset({"owner", "unit", "audience"})
MOST_TEXT = 20_000


@dataclass(frozen=True)
class Section:
    """A named group of fields on page, form and print.

    `among`: of a field with several choices, those that this section shows and asks; others stand in other sections.
    """

    key: str
    label: Any
    fields: tuple[str, ...]
    help: Any = ""
    among: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Beginning:
    """Values that a new record's form begins with, sentences above it, and where its “Cancel” leads ("": as usual)."""

    values: dict[str, Any] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    back: str = ""


NOTHING_MORE = Beginning()


class Declaration:
    """What a register says of itself. Subclasses of `Register` set the attributes; everything else follows."""

    key: ClassVar[str]
    prefix: ClassVar[str]
    shape: ClassVar[str] = "{prefix}-{year}-{n:04d}"
    label: ClassVar[Any]
    label_plural: ClassVar[Any]
    purpose: ClassVar[Any] = ""
    menu: ClassVar[str | None] = None  # plan, do, check, act, prove
    order: ClassVar[int] = 50
    icon: ClassVar[str] = "file-text"

    model: ClassVar[type[Any]]
    lifecycle: ClassVar[Lifecycle]

    columns: ClassVar[tuple[str, ...]] = ()  # besides number, title, state, owner and due date
    filters: ClassVar[tuple[str, ...]] = ()
    quiet: ClassVar[tuple[str, ...]] = ()  # those of the filters that a list shows only where its address asks them
    sections: ClassVar[tuple[Section, ...]] = ()
    report_fields: ClassVar[tuple[str, ...]] = ()  # the quick form; at most five
    report_step: ClassVar[str] = ""  # the move that follows at once when the quick form is sent, unless a draft is kept
    report_needs: ClassVar[tuple[str, ...]] = ()  # fields of the quick form that this move needs
    search: ClassVar[tuple[str, ...]] = ()  # text fields besides number and title
    dates: ClassVar[dict[str, str]] = {}  # name of the date → field
    due_name: ClassVar[str] = "due"  # which of the dates makes a record late
    due_word: ClassVar[Any] = gettext_lazy("due")  # what the head of a record calls that date
    clock_field: ClassVar[str] = ""  # instant at which the next statutory clock of a record runs out, see statutory.py
    chooses: ClassVar[dict[str, Q]] = {}  # foreign key → which rows a form offers; what is held stays offered
    involved: ClassVar[dict[str, str]] = {}  # part → field that holds a person or people
    audience: ClassVar[str] = "unit"
    own_duty: ClassVar[frozenset[str]] = frozenset()  # fields with a duty that nobody takes over, such as to read
    author_stays: ClassVar[bool] = True  # whoever made a record keeps seeing it; not where it follows another record
    not_content: ClassVar[frozenset[str]] = frozenset()

    may_add: ClassVar[Any] = has_role("contributor", "quality_manager")
    may_edit: ClassVar[Any] = has_role("quality_manager")
    may_attach: ClassVar[Any] = None  # None: whoever may edit
    may_comment: ClassVar[Any] = insider
    reads: ClassVar[tuple[str, ...]] = ()  # foreign keys that rules and guards look at: they are read with the record
    personal: ClassVar[tuple[str, ...]] = ()  # text fields in which somebody may be named, see pseudonyms.py
    may_see_kept: ClassVar[Any] = None  # who sees columns that are `kept`; None: whoever may edit
    edit_phases: ClassVar[tuple[str, ...]] = ("draft", "open")
    fixed: ClassVar[frozenset[str]] = frozenset()  # given when a record is made; forms of one that is there say nothing
    explained: ClassVar[tuple[str, ...]] = ()  # fields whose change asks a reason in a draft too

    link_kinds: ClassVar[tuple[str, ...]] = ()  # kinds that people may start at a record; none named: all
    intake: ClassVar[tuple[str, ...]] = ()  # fields that other registers may pass besides the editable ones
    raises: ClassVar[tuple[str, ...]] = ()  # registers whose records this one creates
    import_names: ClassVar[dict[str, Sequence[str]]] = {}  # field → headings it is known by
    import_values: ClassVar[dict[str, dict[str, Sequence[str]]]] = {}  # field → choice → values it is known by
    import_states: ClassVar[dict[str, Sequence[str]]] = {}  # state → values of a "status" column
    import_records: ClassVar[dict[str, str]] = {}  # field outside the form → register whose number a cell may hold
    import_derived: ClassVar[tuple[str, ...]] = ()  # fields that follow from others: their columns are left out
    import_keeps: ClassVar[str] = ""  # the text that keeps columns without a field; none named: the first long one
    import_leaves: ClassVar[dict[str, tuple[str, ...]]] = {}  # field → choices that no file sets: a person decides
    import_titled_by: ClassVar[tuple[str, ...]] = ()  # texts whose first words are the title of a row without one
    import_titles: ClassVar[bool] = True  # a row without a title is given one from its texts

    first_phase: ClassVar[str] = "open"  # what a list shows at first; "all" where what is done counts most
    list_template: ClassVar[str] = "pages/list.html"
    record_template: ClassVar[str] = "pages/record.html"
    form_template: ClassVar[str] = "pages/form.html"
    print_template: ClassVar[str] = "print/record.html"
    own_sections: ClassVar[tuple[str, ...]] = ()  # sections that record_template shows in its own way
    api_extra: ClassVar[tuple[str, ...]] = ()  # read-only properties that the API adds

    # Reading

    @cached_property
    def fields(self) -> dict[str, models.Field[Any, Any]]:
        """The model's own fields by name."""
        return {f.name: f for f in self.model._meta.concrete_fields}

    @property
    def due_field(self) -> str:
        """The field of the date that makes a record late, or ""."""
        return self.dates.get(self.due_name, "")

    @cached_property
    def editable(self) -> tuple[str, ...]:
        """Fields that create and edit take: those of the sections."""
        return tuple(dict.fromkeys(name for s in self.sections for name in s.fields))

    @cached_property
    def content(self) -> tuple[str, ...]:
        """Fields that a content hash covers: all of the register's own but owner, unit, audience and dates of order."""
        own = [n for n in self.fields if n not in _BASE_FIELDS or n == "title"]
        outside = OUTSIDE_CONTENT | self.not_content
        return tuple(n for n in own if n not in outside)

    def visible(self, actor: Any) -> QuerySet[Any]:
        """The records that `actor` may see."""
        return visible_to(self.model.objects.all(), actor)

    def get(self, number: str, actor: Any) -> Any:
        """The record with this number. Raises NotVisible when there is none or the actor may not see it."""
        with_it = ("entry", "owner", "unit", "created_by", *self.reads)
        found = self.visible(actor).select_related(*with_it).filter(number=number).first()
        if found is None:
            raise NotVisible(_("There is no record “%s” that you may see.") % number[:60])
        return found

    def offers(self, record: Any, *, actor: Any, at: datetime.datetime) -> list[Any]:
        """The moves from the record's state that this register shows to the actor."""
        found = self.lifecycle.offers(record, actor, at)
        if not any(o.allowed and o.transition.signs for o in found):
            return found
        permit = permit_for(actor, record, at)
        return [_with_permit(o, permit, record, actor) for o in found]

    def can_edit(self, record: Any, actor: Any) -> bool:
        """Whether the actor may edit the record in its present state."""
        return self.lifecycle.phase(record.state) in self.edit_phases and bool(self.may_edit(actor, record))

    def sees_kept(self, record: Any, actor: Any) -> bool:
        """Whether the actor sees what stands in columns that are kept from readers, in whatever state the record is."""
        return bool((self.may_see_kept or self.may_edit)(actor, record))

    def can_attach(self, record: Any, actor: Any) -> bool:
        """Whether the actor may add a file or link in the record's present state."""
        rule = self.may_attach or self.may_edit
        return self.lifecycle.phase(record.state) in self.edit_phases and bool(rule(actor, record))

    def locked(self, record: Any) -> dict[str, str]:
        """Fields that may not be edited now, each with the sentence that says why."""
        return {}

    def files_locked(self, record: Any) -> str:
        """Why no file may be added or taken off now, though the record is open; "" where it may."""
        return ""

    def file_notice(self, record: Any, actor: Any) -> FileNotice | None:
        """What stands in front of the record's files where they are not handed out without a word."""
        return None

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Extra panels of the record page: (title, template, context)."""
        return []

    def may_add_to(self, actor: Any, record: Any, ends: list[tuple[str, Any]]) -> bool:
        """Whether the actor may add this record because of the entries that it is linked to from its first day.

        Asked where `may_add` says no. `ends`: (kind, entry) pairs.
        """
        return False

    def begins_with(self, actor: Any) -> dict[str, Any]:
        """Values that the form of a new record begins with."""
        return {}

    def begins_from(self, given: Mapping[str, str], links: Sequence[tuple[str, Any]], actor: Any) -> Beginning:
        """What the form of a new record begins with because of where somebody comes from.

        `given`: what the address says of the register's fields, unchecked; `links`: (kind, entry) pairs to begin with.
        """
        return NOTHING_MORE

    def proposes(self, record: Any, verb: str, *, at: datetime.datetime) -> dict[str, Any]:
        """Values that the questions of a move begin with, where the record holds none yet."""
        return {}

    def spares(self, record: Any, verb: str, *, at: datetime.datetime) -> Collection[str]:
        """Questions of a move that a page need not ask of this record now; the move itself takes them all the same."""
        return ()

    def warns(self, record: Any, verb: str, *, at: datetime.datetime) -> list[str]:
        """Sentences that stand over the questions of a move: what it will do to others that nobody expects."""
        return []

    def sections_for(self, record: Any) -> tuple[Section, ...]:
        """The sections, with those of their fields that say something of this record, as pages and prints show them.

        `record` may be a row of the history. Forms ask for all of them.
        """
        return self.sections

    def remarks(self, record: Any) -> dict[str, str]:
        """What stands beside the value of a field on its page, by field: from the fields, in the reader's zone."""
        return {}

    def clocks(self, record: Any) -> list[Clock]:
        """The clocks of the law that run or ran in the record, the next one first. A pure function of its fields."""
        return []

    def printed_lines(self, record: Any) -> Sequence[int]:
        """The ids of records whose data the print of this one shows as its own, such as the lines of a statement."""
        return ()

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """Extra sections of the print: `qms.printing.shapes.PrintSection`, made of what this actor may see."""
        return []

    def export_adds(self, rows: Sequence[Any], actor: Any) -> list[tuple[str, dict[int, str]]]:
        """Further columns of an export of all fields: (heading, text by the record's id), as far as `actor` may see.

        What stands in other records, such as the acceptance of a risk. A fixed number of queries, however many rows.
        """
        return []

    def import_choices(self) -> dict[str, tuple[str, Sequence[tuple[str, str]]]]:
        """Fields outside the form that a column may become once somebody says so: name → (label, choices).

        Such as steps of a scale. They are in `intake`, and never proposed: the file may mean another scale.
        """
        return {}

    def companions(self, ids: Sequence[int]) -> Iterable[int]:
        """Ids of other entries without which these records of the register say too little in an evidence pack.

        Such as the revisions of a document. Whether the reader may see each is asked afterwards. A fixed number of
        queries, however many ids.
        """
        return ()

    def retains(self, record: Any, *, at: datetime.datetime) -> str:
        """Why what names somebody outside must still stand in the record; "" where it may go (GDPR 17(3))."""
        if self.lifecycle.phase(record.state) in ("draft", "open"):
            return _("%s is still open: what names somebody is needed until it is done.") % record.number
        return ""

    # What the door must know

    def text(self, record: Any) -> str:
        """What search finds the record by, folded."""
        pieces = [record.number, record.title, record.external_id]
        pieces += [_flat(getattr(record, name)) for name in self.search]
        return fold(" ".join(p for p in pieces if p))[:MOST_TEXT]

    def named_dates(self, record: Any) -> dict[str, datetime.date]:
        """The record's dates that people are reminded of, with the day of the next clock: pure, from its fields."""
        found = {name: getattr(record, field) for name, field in self.dates.items()}
        if self.clock_field:
            found["due"] = next_day(self.clocks(record))
        return {name: on for name, on in found.items() if on is not None}

    def people(self, record: Any) -> set[tuple[int, str]]:
        """(user id, part) of everybody who has a part in the record. A pure function of its fields.

        Whoever made it stays involved wherever it goes (decision 11); not in what is for named people, and not as the
        one who imported what others had written.
        """
        found = {(pk, part) for part, field in self.involved.items() for pk in _person_ids(record, field)}
        if self.author_stays and record.created_by_id and record.audience not in NARROW and not record.external_id:
            found.add((record.created_by_id, "author"))
        waits = self.lifecycle.states[record.state].waits
        if waits and not waits.startswith("role:"):
            found |= {(pk, "next") for pk in _person_ids(record, waits)}
        return found

    def waiting_role(self, record: Any) -> str:
        """The role whose move is next, where it is a role."""
        waits = self.lifecycle.states[record.state].waits
        return waits.removeprefix("role:") if waits.startswith("role:") else ""

    def cites(self, record: Any) -> frozenset[str]:
        """Keys of the requirements that the record names. A pure function of its fields."""
        named = [n for n, f in self.fields.items() if getattr(f, "cites", False)]
        return frozenset(key for name in named for key in getattr(record, name))

    def standing(self, record: Any) -> Standing:
        """Whether the record, as it is now, shows that the requirements it names are met; most only name them."""
        return Standing(False)

    def project(self, record: Any) -> Projection:
        """The record as the table of contents sees it."""
        return Projection(
            register=self.key, phase=self.lifecycle.phase(record.state), text=self.text(record), content=self.content,
            dates=self.named_dates(record), involved=frozenset(self.people(record)),
            waiting_role=self.waiting_role(record), cites=self.cites(record), standing=self.standing(record),
        )  # fmt: skip

    def series(self, record: Any, at: datetime.datetime) -> str:
        """The series that a new record's number is taken from."""
        return numbering.series(self.shape, at=at, prefix=self.prefix)

    # Hooks that a register may fill

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Set what follows from the values of a new record (default: unit and owner of the actor)."""

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Set or check what follows from an edit, before it is cleaned. May raise Refused."""

    def attached_by(self, record: Any, *, actor: Any) -> None:
        """Set what follows from a file or link that `actor` adds or takes off."""


def _with_permit(offer: Offer, permit: Permit, record: Any, actor: Any) -> Offer:
    """The offer with what its signature lacks among the reasons."""
    if not offer.allowed or offer.transition.signs is None:
        return offer
    return replace(offer, reasons=[*offer.reasons, *permit.blocks(offer.transition, record, actor)])


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_flat(v) for k, v in value.items() if k != "id")
    if isinstance(value, list):
        return " ".join(_flat(v) for v in value)
    return value if isinstance(value, str) else ""


def _person_ids(record: Any, field: str) -> list[int]:
    held = record._meta.get_field(field)
    if isinstance(held, PartField):
        return [i for i in getattr(record, field) if isinstance(i, int)]
    pk = getattr(record, held.attname)
    return [pk] if pk is not None else []


_BASE_FIELDS = frozenset(
    [
        "entry",
        "number",
        "title",
        "state",
        "owner",
        "unit",
        "audience",
        "rev",
        "external_id",
        "mark",
        "created_at",
        "created_by",
        "changed_at",
        "changed_by",
    ]
)
