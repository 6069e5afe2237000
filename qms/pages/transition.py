"""A move along the lifecycle: what it asks, what is signed with it, and the refusals in plain words.

Each answer is a page; asked for by htmx it comes without its frame, for the dialog on the record's page.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from qms.accounts.sessions import SIGNED
from qms.attachments.files import files_of
from qms.lib.errors import Invalid, ProofRefused, Stale, TooLarge, TooMany, Unmet, WrongType
from qms.lifecycle import Transition
from qms.lifecycle.table import require
from qms.registers.kept import shown_to
from qms.registers.retention import retention_of
from qms.registers.signing import permitted, preview
from qms.signatures.proof import PasswordProof

from .form import FormPage
from .forms import RecordForm, form_for, initial, reason_field
from .front import RecordPage
from .life import waits_for
from .overtaken import what_changed
from .reading import facts
from .signed import shown_content

#: Inputs of the signing page besides those it carries along.
PROOF = ("username", "password", "challenge")
MOST_FILES = 20
ENDS = ("done", "void")  # phases of records that are over


class Move(FormPage, RecordPage):
    """`/<register>/<number>/do/<verb>/`: ask, show what is signed, then perform."""

    was = ""  # the state before
    ask_template = "pages/move.html"

    @cached_property
    def step(self) -> Transition:
        """The transition. Raises 404, 409 or 403 as the engine does."""
        return self.register.lifecycle.find(self.record, self.kwargs["verb"], self.actor)

    @cached_property
    def asks(self) -> tuple[str, ...]:
        """The fields that the step asks here and now."""
        spared = self.register.spares(self.record, self.step.verb, at=self.at) if self.step.asks else ()
        return tuple(name for name in self.step.asks if name not in spared)

    @cached_property
    def form_class(self) -> type[RecordForm]:
        """The fields asked, the reason, the revision seen."""
        made = form_for(self.register.model, self.asks, self.actor, required=self.step.needs)
        extra: dict[str, forms.Field] = {"rev": forms.IntegerField(widget=forms.HiddenInput)}
        if self.step.takes_file:
            extra["new_file"] = forms.FileField(label=_("File"), required=False)
        if self.step.reason:
            extra["reason"] = reason_field(required=True)
        return type("MoveForm", (made,), extra)

    def get(self, request: HttpRequest, register: str, number: str, verb: str) -> HttpResponse:
        self.check_parameters()
        require(self.step.guards, self.record, actor=self.actor, at=self.at)
        if self.step.signs:
            permitted(self.record, self.step, actor=self.actor, at=self.at)
        if self.step.signs and not self.asks and not self.step.reason:
            return self.signing_page(self.form_class(initial={"rev": self.record.rev}), {})
        held = {n: v for n, v in initial(self.record, self.asks).items() if v not in (None, "", [])}
        begun = {**self.register.proposes(self.record, verb, at=self.at), **held}
        return self.ask(self.form_class(initial={**begun, "rev": self.record.rev}))

    def post(self, request: HttpRequest, register: str, number: str, verb: str) -> HttpResponse:
        form, self.was = self.form_class(request.POST, request.FILES), self.record.state
        self.check_inputs(form, *(PROOF if self.step.signs else ()))
        if not form.is_valid():
            return self.ask(form, 422)
        asked = {n: form.cleaned_data[n] for n in self.asks}
        try:
            if self.step.signs and "password" not in request.POST:
                return self.before_signing(form, asked)
            record = self.performed(verb, form, asked)
        except (WrongType, TooLarge) as refused:
            form.add_error("new_file", str(refused))
            return self.ask(form, refused.status)
        except (Invalid, Unmet) as refused:
            form.take(refused)
            return self.ask(form, 422)
        except Stale:
            return self.overtaken(asked, seen=form.cleaned_data["rev"])
        except (ProofRefused, TooMany) as refused:
            if not self.step.signs:
                raise
            return self.signing_page(form, asked, refused)
        return self.done(record)

    def performed(self, verb: str, form: RecordForm, asked: dict[str, Any]) -> Any:
        """Make the move, with the file that was chosen where it takes one. Raises as the engine does."""
        given = {
            "rev": form.cleaned_data["rev"], "actor": self.actor, "at": self.at, "source": self.source,
            "reason": form.cleaned_data.get("reason", ""), "proof": self.proof(), **asked,
        }  # fmt: skip
        if sent := form.cleaned_data.get("new_file"):
            return self.register.perform_with(self.record, verb, sent=[(sent.name or "", sent.read())], **given)
        return self.register.perform(self.record, verb, **given)

    def overtaken(self, asked: dict[str, Any], seen: int) -> HttpResponse:
        """The form again with what was typed, the present revision, and what changed after the one that was seen."""
        typed = self.request.POST.copy()
        typed["rev"] = str(self.record.rev)
        form = self.form_class(typed, self.request.FILES)
        said = what_changed(self.record, since=seen)
        if self.step.signs and "password" in typed:
            return self.signing_page(form, asked, Stale(*said))
        return self.ask(form, Stale.status, overtaken=said)

    def before_signing(self, form: RecordForm, asked: dict[str, Any]) -> HttpResponse:
        """The signing page. Raises Unmet or Stale: nobody signs for nothing."""
        if form.cleaned_data["rev"] != self.record.rev:
            raise Stale
        permitted(self.record, self.step, actor=self.actor, at=self.at)
        require(self.step.guards, self.record, actor=self.actor, at=self.at)
        self.set_asked(asked)
        require(self.step.checks, self.record, actor=self.actor, at=self.at)
        return self.signing_page(form, {})

    def set_asked(self, asked: dict[str, Any]) -> None:
        """Put the answers into the record in memory, to show what would be signed. Nothing is written."""
        for name, value in asked.items():
            setattr(self.record, self.register.fields[name].attname if isinstance(value, int) else name, value)

    def done(self, record: Any) -> HttpResponse:
        """Say where the record stands now."""
        if self.step.signs:
            self.request.session[SIGNED] = True
        said = {"number": record.number, "state": self.register.lifecycle.label(record.state)}
        if record.state != self.was:
            messages.success(self.request, _("%(number)s is now “%(state)s”.") % said)
        else:
            who = waits_for(self.register, record, self.names)
            done = _("“%(step)s” is done on %(number)s.") % {"number": record.number, "step": self.step.label}
            waits = _("It waits for you.") if who == self.actor.printed_name else _("It waits for: %s.") % who
            messages.success(self.request, " ".join([done, waits] if who else [done]))
        return HttpResponseRedirect(self.url)

    def proof(self) -> PasswordProof | None:
        """What was typed to prove who signs; None where nothing is signed."""
        if not self.step.signs:
            return None
        posted = self.request.POST
        return PasswordProof(
            password=posted.get("password", ""), username=posted.get("username", ""),
            challenge=posted.get("challenge", "") or "-", first=self.first,
        )  # fmt: skip

    @property
    def first(self) -> bool:
        """Whether nothing was signed in this session yet."""
        return not self.request.session.get(SIGNED)

    def ask(self, form: RecordForm, status: int = 200, overtaken: Sequence[str] = ()) -> HttpResponse:
        """The questions of the move; `overtaken` says what somebody else changed while they were answered."""
        return self.show(
            self.ask_template, status, step=self.step, form=form, people=self.people(), back=self.url,
            target=self.register.lifecycle.states[self.step.leads_to(self.record.state)], draft=self.draft,
            overtaken=overtaken, warnings=self.warnings(),
            **self.before_the_eyes(),
        )  # fmt: skip

    def warnings(self) -> list[str]:
        """What stands over the questions: what the register says, and until when a record that ends is kept."""
        said = self.register.warns(self.record, self.step.verb, at=self.at)
        lifecycle = self.register.lifecycle
        ends = lifecycle.phase(self.step.leads_to(self.record.state)) in ENDS
        held = retention_of(self.register.key, self.record) if ends else None
        return [*said, held.sentence] if held else said

    def before_the_eyes(self) -> dict[str, Any]:
        """What is decided about, read-only: the fields that the step shows, and the files."""
        if not self.step.shows:
            return {}
        shown = shown_to(self.actor, self.register, self.record)
        self.names.load_record(shown)
        return {
            "facts": facts(self.register, shown, self.shown_names, self.names),
            "files": files_of(self.record.pk)[:MOST_FILES],
            "may_attach": self.register.can_attach(self.record, self.actor),
        }

    @property
    def shown_names(self) -> list[str]:
        """The fields that the step shows, without those that the page of this record leaves out too."""
        asked = {n for s in self.register.sections_for(self.record) for n in s.fields}
        return [n for n in self.step.shows if n in asked or n not in self.register.editable]

    @property
    def draft(self) -> str:
        """Under which name the browser keeps what is typed here."""
        return f"{self.record.number}:{self.step.verb}"

    def signing_page(self, form: RecordForm, asked: dict[str, Any], refused: Any = None) -> HttpResponse:
        """Exactly what is signed, as it will be with the values just given, its hash, and the question who signs."""
        self.set_asked(asked)
        shown = preview(self.record, self.step, actor=self.actor, at=self.at)
        typed = [(k, v) for k, values in self.request.POST.lists() for v in values if k in self.kept(form)]
        return self.show(
            "pages/sign.html", refused.status if refused else 200, step=self.step, form=form, back=self.url,
            preview=shown, content=shown_content(self.register, self.record, shown.content, self.names),
            keep=[("rev", self.record.rev), *typed], first=self.first, username=self.request.POST.get("username", ""),
            refused=refused.all_sentences() if refused else [], draft=self.draft,
        )  # fmt: skip

    def kept(self, form: RecordForm) -> set[str]:
        """Names of the inputs that the signing page carries along besides the revision."""
        return {n for n in self.request.POST if form.has_input(n) and n != "rev"}
