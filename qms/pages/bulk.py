"""What is done with the rows that were chosen in a list: a page that asks, then one that says what became of each."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.models import User
from qms.lib.errors import BadRequest, Invalid
from qms.lifecycle import Transition
from qms.registers import bulk
from qms.registers.lists import Listing
from qms.registers.lists.saved import parameters

from . import export
from .fields import PersonField
from .form import FormPage
from .forms import RecordForm, form_for, reason_field
from .list_export import ListFiles

WORDS = {bulk.HAND_OVER: gettext_lazy("Hand over")}


class Bulk(FormPage, ListFiles):
    """`/<register>/bulk/`: `do` says what, `record` which ones (`number:revision`), `from` which list to go back to."""

    allowed_inputs = frozenset({"do", "record", "from", "sure"})
    ask_template = "pages/bulk.html"

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        return HttpResponseRedirect(self.back)

    def post(self, request: HttpRequest, register: str) -> HttpResponse:
        do = request.POST.get("do", "")
        if not self.seen:
            messages.warning(request, _("Choose at least one record first."))
            return HttpResponseRedirect(self.back)
        if do in (*export.FORMATS, "pdf"):
            self.check_inputs()
            return self.export(do)
        step = bulk.step_of(self.register, do)
        if "sure" not in request.POST:
            self.check_inputs()
            return self.ask(do, step, self.form_class(step)())
        form, asks = self.form_class(step)(request.POST), step.asks if step else ()
        self.check_inputs(form)
        if not form.is_valid():
            return self.ask(do, step, form, 422)
        try:
            outcomes = bulk.perform_each(
                self.register, do, self.seen, actor=self.actor, clock=timezone.now, source=self.source,
                reason=form.cleaned_data.get("reason", ""), owner=form.cleaned_data.get("owner"),
                asked={n: form.cleaned_data[n] for n in asks},
            )  # fmt: skip
        except Invalid as refused:
            form.take(refused)
            return self.ask(do, step, form, 422)
        return self.result(self.label(do, step), form.cleaned_data.get("owner"), outcomes)

    @cached_property
    def seen(self) -> list[bulk.Seen]:
        """The chosen rows, each as it was seen. Raises BadRequest for one that names no revision."""
        found: dict[str, bulk.Seen] = {}
        for word in self.request.POST.getlist("record"):
            number, _colon, rev = word.rpartition(":")
            if not (number and rev.isascii() and rev.isdigit() and len(rev) < 10):
                raise BadRequest(_("“%s” is no row of a list.") % word[:60])
            found[number] = bulk.Seen(number, int(rev))
        return list(found.values())

    @cached_property
    def place(self) -> dict[str, str]:
        """The parameters of the list that the rows were chosen in."""
        return parameters(self.request.POST.get("from", ""))

    @property
    def back(self) -> str:
        """That list."""
        return f"/{self.register.key}/?{urlencode(self.place)}" if self.place else f"/{self.register.key}/"

    def export(self, kind: str) -> HttpResponse:
        """The chosen rows as a file, in the order of the list. Raises Invalid when they are too many."""
        if len(self.seen) > bulk.MOST:
            raise Invalid(_("Choose at most %d records at a time.") % bulk.MOST)
        asked = {"phase": "all", "sort": self.place.get("sort", "")}
        chosen = frozenset(s.number for s in self.seen)
        listing = Listing(self.register, self.actor, asked, timezone.localdate(), chosen=chosen)
        return self.as_print(listing) if kind == "pdf" else self.as_table(listing, kind)

    def form_class(self, step: Transition | None) -> type[RecordForm]:
        """Who shall own the records, and why; or what the move asks."""
        asked: dict[str, forms.Field] = {}
        if step is None:
            asked["owner"] = PersonField(label=_("New owner"))
        if step is None or step.reason:
            asked["reason"] = reason_field(required=True)
        made = form_for(self.register.model, step.asks, self.actor, required=step.needs) if step else RecordForm
        return type("BulkForm", (made,), asked)

    def previewed(self, do: str) -> list[bulk.Outcome]:
        """What would become of each chosen record, as far as that can be said before the questions are answered."""
        return bulk.preview(self.register, do, self.seen, actor=self.actor)

    def ask(self, do: str, step: Transition | None, form: RecordForm, status: int = 200) -> HttpResponse:
        """What is about to be done to which records, and which are left out for what reason."""
        found = self.previewed(do)
        return self.show(
            self.ask_template, status, do=do, step=step, label=self.label(do, step), form=form, back=self.back,
            place=urlencode(self.place), people=self.people() if step is None else [],
            ready=[(o, rev.rev) for o, rev in zip(found, self.seen, strict=True) if o.done],
            left_out=[o for o in found if not o.done],
            target=self.register.lifecycle.states.get(step.target) if step else None,
        )  # fmt: skip

    def result(self, label: Any, owner: User | None, outcomes: list[bulk.Outcome]) -> HttpResponse:
        """What became of each record."""
        done = sum(o.done for o in outcomes)
        return self.show(
            "pages/bulk_result.html", outcomes=outcomes, back=self.back, done=done, refused=len(outcomes) - done,
            label=_("Hand over to %s") % owner.printed_name if owner else label,
        )  # fmt: skip

    def label(self, do: str, step: Transition | None) -> Any:
        """What is done, in words."""
        return step.label if step else WORDS[do]
