"""Creating a record, and editing one: a section of it or all of it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.accounts.people import users_in_reach
from qms.accounts.reach import reach
from qms.lib.errors import BadRequest, Forbidden, Invalid, Stale, Unmet
from qms.lifecycle import Transition
from qms.links.kinds import KINDS
from qms.records.access import visible_to
from qms.records.cleaning import EMPTY
from qms.records.models import Entry
from qms.registers.declaration import Beginning, Section

from .among import SomeOf, bound_in
from .forms import RecordForm, changes, check_together, form_for, initial, reason_for_changes
from .front import Page, RecordPage, RegisterPage
from .life import waits_for
from .merge import MergeAnswer
from .signed import label_of
from .widgets import RowsInput

#: People that the list beside a name offers at once; typing asks for others.
OFFERED = 100
#: The button that adds rows to a part, where no script does.
MORE = "more"


class FormPage(Page):
    """What both forms share: the people offered beside a name."""

    def people(self) -> list[User]:
        """Active people in the actor's units."""
        return list(users_in_reach(reach(self.actor).unit_ids())[:OFFERED])

    def growing(self, form: RecordForm) -> RecordForm:
        """The form with a button that adds rows to each of its parts."""
        for field in form.fields.values():
            if isinstance(field.widget, RowsInput):
                field.widget.grows = True
        return form

    def with_more_rows(self, form_class: type[RecordForm]) -> RecordForm:
        """The form with what was typed and blank rows after it; nothing is judged yet."""
        request, fields = self.request, form_class.base_fields
        typed = {n: f.widget.value_from_datadict(request.POST, request.FILES, n) for n, f in fields.items()}
        return form_class(initial=typed)

    def groups(self, sections: Sequence[Section], form: RecordForm) -> list[dict[str, Any]]:
        """The form's fields under the sections they belong to."""
        made: list[dict[str, Any]] = []
        for section in sections:
            if bound := bound_in(form, section):
                made.append({"section": section, "fields": bound})
        placed = {b.name for g in made for b in g["fields"]}
        rest = [b for b in form if b.name not in placed]
        return [*made, {"section": None, "fields": rest}] if rest else made


class Create(FormPage, RegisterPage):
    """`/<register>/new/`: the few fields of a quick report, or with `?full=1` all of them."""

    allowed_parameters = frozenset({"full", "link"})
    allowed_inputs = frozenset({"keep", MORE})  # the button that keeps a draft

    @property
    def step(self) -> Transition | None:
        """The move that follows at once; None for a draft, or where the register has none."""
        keeps = not self.register.report_step or "keep" in self.request.POST
        return None if keeps else self.register.lifecycle.transitions[self.register.report_step]

    @cached_property
    def given(self) -> list[str]:
        """Fields that the address fills beforehand, such as `?clauses=iso9001-2015:7.2`: editable ones only."""
        return [name for name in self.request.GET if name in self.register.editable]

    @cached_property
    def quick(self) -> bool:
        """Whether the few fields of a quick report are asked for."""
        few = self.register.report_fields
        return bool(few) and not self.request.GET.get("full") and set(self.given) <= set(few)

    @cached_property
    def form_class(self) -> type[RecordForm]:
        """The fields asked for."""
        names = self.register.report_fields if self.quick else self.register.editable
        needed = self.register.report_needs if self.step else ()
        return form_for(self.register.model, names, self.actor, required=needed, chooses=self.register.chooses)

    @cached_property
    def beginning(self) -> Beginning:
        """What follows from where somebody comes from."""
        return self.register.begins_from({n: self.request.GET[n] for n in self.given}, self.links, self.actor)

    def beforehand(self) -> dict[str, Any]:
        """What the form begins with: the actor's unit, the register's audience, and what the address gives.

        It is checked when it is sent.
        """
        fields = self.form_class.base_fields
        usual = {"unit": self.actor.unit, "audience": self.register.audience}
        named = [name for name in self.given if name in fields]
        begun = self.register.begins_with(self.actor)
        return (
            {n: v for n, v in usual.items() if n in fields}
            | begun
            | self.beginning.values
            | {n: fields[n].widget.value_from_datadict(self.request.GET, {}, n) for n in named}
        )

    @cached_property
    def links(self) -> list[tuple[str, Entry]]:
        """`?link=addresses:NC-2026-0042`: what the new record is linked to from its first day."""
        found = []
        for word in self.request.GET.getlist("link"):
            kind, _colon, number = word.partition(":")
            target = visible_to(Entry.objects.all(), self.actor).filter(number=number).first()
            if kind not in KINDS or target is None:
                raise BadRequest(_("“%s” is no link to a record that you may see.") % word[:60])
            found.append((kind, target))
        return found

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters(*self.given)
        self.refuse_early()
        form = self.form_class(initial=self.beforehand())
        if first := next(iter(form.fields.values()), None):
            first.widget.attrs["autofocus"] = True
        return self.form_page(form)

    def refuse_early(self) -> None:
        """Do not let somebody type what will be refused."""
        if not self.register.may_add(self.actor, None):
            raise Forbidden(_("You may not add to “%s”.") % self.register.label_plural)

    def post(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters(*self.given)
        self.refuse_early()
        form = self.form_class(request.POST, request.FILES)
        self.check_inputs(form)
        if MORE in request.POST:
            return self.form_page(self.with_more_rows(self.form_class))
        if not form.is_valid():
            check_together(form, self.register.model)
            return self.form_page(form, 422)
        values = {n: v for n, v in form.cleaned_data.items() if v not in (None, "", [])}
        given = {"actor": self.actor, "at": self.at, "source": self.source, "links": self.links, **values}
        try:
            record = self.written(**given)
        except (Invalid, Unmet) as refused:
            form.take(refused)
            return self.form_page(form, 422)
        messages.success(request, self.said(record))
        return HttpResponseRedirect(f"/{self.register.key}/{record.number}/")

    def written(self, **given: Any) -> Any:
        """The new record, moved on where its first move follows at once. Raises what the verbs raise."""
        step = self.step
        return self.register.create_and(step.verb, **given) if step else self.register.create(**given)

    def said(self, record: Any) -> str:
        """That it is recorded, and what remains to be done or who goes on."""
        state = self.register.lifecycle.label(record.state)
        if self.step:
            who = waits_for(self.register, record, self.names)
            said = _("%(number)s is “%(state)s”.") % {"number": record.number, "state": state}
            return " ".join([said, _("It waits for: %s.") % who] if who else [said])
        if self.register.report_step:
            step = self.register.lifecycle.transitions[self.register.report_step]
            words = _("%(number)s is kept as a draft. Nobody is told before you press “%(step)s”.")
            return words % {"number": record.number, "step": step.label}
        return _("%(number)s is recorded.") % {"number": record.number}

    def form_page(self, form: RecordForm, status: int = 200) -> HttpResponse:
        """The form, empty or with what is wrong."""
        return self.show(
            self.register.form_template, status, form=self.growing(form),
            groups=self.groups(self.register.sections, form), people=self.people(),
            creating=True, links=self.links, back=self.back, said=self.beginning.said, draft=f"new:{self.register.key}",
            quick=self.quick, step=self.register.lifecycle.transitions.get(self.register.report_step), more=self.more(),
        )  # fmt: skip

    @property
    def back(self) -> str:
        """Where “Cancel” leads: to the record that one comes from, else to the list."""
        linked = f"/{self.links[0][1].register}/{self.links[0][1].number}/" if self.links else ""
        return self.beginning.back or linked or f"/{self.register.key}/"

    def more(self) -> str:
        """The query of the form with all fields: it keeps links and what was given beforehand."""
        asked = self.request.GET.copy()
        asked["full"] = "1"
        return asked.urlencode()


class Edit(FormPage, RecordPage):
    """`/<register>/<number>/edit/`, with `?section=` for one section."""

    allowed_parameters = frozenset({"section"})
    allowed_inputs = frozenset({"reason", MORE})  # asked when the page was shown, though perhaps not any more

    @cached_property
    def asked_sections(self) -> list[Section]:
        """The section asked for, or all of them. Raises BadRequest."""
        key = self.request.GET.get("section")
        chosen = [s for s in self.register.sections if key in (None, s.key)]
        if not chosen:
            raise BadRequest(_("There is no section “%s”.") % str(key)[:60])
        return chosen

    @property
    def section_names(self) -> tuple[str, ...]:
        """The fields of these sections."""
        return tuple(dict.fromkeys(n for s in self.asked_sections for n in s.fields))

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        """Those that are not locked, and those that were locked since the page was shown: the engine says why."""
        open_now = [n for n in self.section_names if n not in self.register.fixed]
        return tuple(n for n in open_now if n not in self.locked or self.was_sent(n))

    def was_sent(self, name: str) -> bool:
        """Whether the page that was sent had this field."""
        return any(key == name or key.startswith(f"{name}-") for key in self.request.POST)

    @cached_property
    def locked(self) -> dict[str, str]:
        """Fields that may not be edited now, and why."""
        return self.register.locked(self.record)

    @property
    def told_locked(self) -> list[tuple[str, str]]:
        """Those of them that somebody could expect to change."""
        seen = {n for s in self.register.sections_for(self.record) for n in s.fields}
        return [(n, why) for n, why in self.locked.items() if n in seen and n not in self.register.fixed]

    def locked_words(self) -> list[tuple[str, str, int]]:
        """What cannot be changed here and why, in words; fields with the same reason together, and how many."""
        found: dict[str, list[str]] = {}
        for name, why in self.told_locked:
            if name in self.section_names:
                found.setdefault(str(why), []).append(str(label_of(self.register, name)))
        return [(", ".join(labels), why, len(labels)) for why, labels in found.items()]

    @cached_property
    def form_class(self) -> type[RecordForm]:
        """The fields, and a reason where something that was entered before may be changed."""
        chooses = self.register.chooses
        made = form_for(self.register.model, self.field_names, self.actor, chooses=chooses, held=self.record)
        if len(self.asked_sections) == 1:
            for name, only in self.asked_sections[0].among.items():
                if name in made.base_fields:
                    held = getattr(self.record, name)
                    made.base_fields[name] = SomeOf(made.base_fields[name], only=only, held=held)
        extra: dict[str, forms.Field] = {"rev": forms.IntegerField(widget=forms.HiddenInput)}
        filled = [n for n, value in initial(self.record, self.field_names).items() if value not in EMPTY]
        asked = [n for n in filled if self.phase != "draft" or n in self.register.explained]
        if asked or self.was_sent("reason"):
            extra["reason"] = reason_for_changes(self.field_names, asked, self.register)
        return type("EditForm", (made,), extra)

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        self.register.check_edit(self.record, rev=None, actor=self.actor)  # nobody types what will be refused
        values = {**initial(self.record, self.field_names), "rev": self.record.rev}
        return self.form_page(self.form_class(initial=values))

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        self.register.check_edit(self.record, rev=None, actor=self.actor)
        form = self.form_class(request.POST, request.FILES)
        self.check_inputs(form, *(f"keep-{name}" for name in self.field_names))
        if MORE in request.POST:
            return self.form_page(self.with_more_rows(self.form_class))
        merge = MergeAnswer(self.register, self.record, form, request.POST, self.names)
        if not form.is_valid():
            return self.form_page(form, 422)
        changed = merge.chosen(changes(form, self.record, self.field_names))
        try:
            record = self.register.edit(
                self.record, rev=form.cleaned_data["rev"], actor=self.actor, at=self.at, source=self.source,
                reason=form.cleaned_data.get("reason", ""), **changed,
            )  # fmt: skip
        except Stale:
            return self.show("errors/412.html", 412, **merge.page(request, changed), back=self.url, code=412)
        except (Invalid, Unmet) as refused:
            form.take(refused)
            return self.form_page(form, 422)
        said = _("%s is saved.") if changed else _("Nothing was changed in %s.")
        messages.success(request, said % record.number)
        return HttpResponseRedirect(self.url + (f"#{key}" if (key := request.GET.get("section")) else ""))

    def form_page(self, form: RecordForm, status: int = 200) -> HttpResponse:
        """The form with what the record holds, or with what is wrong."""
        return self.show(
            self.register.form_template, status, form=self.growing(form),
            groups=self.groups(self.asked_sections, form), people=self.people(),
            locked=self.locked_words(),
            back=self.url,
            draft=f"{self.record.number}:{self.request.GET.get('section', '')}:{self.record.rev}",
        )  # fmt: skip
