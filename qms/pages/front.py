"""What every page stands on: somebody signed in, the server's clock, and the register and record of the address."""

import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.generic import View

from qms.lib.errors import BadRequest, NotVisible
from qms.registers.registry import registry

from .forms import RecordForm
from .values import Names

TOKEN = "csrfmiddlewaretoken"


class Page(LoginRequiredMixin, View):
    """A page for somebody signed in.

    `allowed_parameters` are the names its address may carry, `allowed_inputs` those that a POST may carry besides the
    ones of its form; others answer 400.
    """

    request: HttpRequest
    template = ""
    allowed_parameters: frozenset[str] = frozenset()
    allowed_inputs: frozenset[str] = frozenset()

    @property
    def actor(self) -> Any:
        """Who looks."""
        return self.request.user

    @cached_property
    def at(self) -> datetime.datetime:
        """The server's clock, read once per request."""
        return timezone.now()

    @cached_property
    def names(self) -> Names:
        """People named on this page."""
        return Names()

    @property
    def source(self) -> str:
        """Where a change comes from, as the ledger keeps it."""
        return "page"

    def check_parameters(self, *more: str) -> None:
        """Raises BadRequest for a query parameter this page does not know: a typing error must not show all rows."""
        unknown = sorted(set(self.request.GET) - self.allowed_parameters - set(more))
        if unknown:
            raise BadRequest(_("“%s” is no parameter of this page.") % unknown[0])

    def check_inputs(self, form: RecordForm | None = None, *more: str) -> None:
        """Raises BadRequest for an input that neither page nor form has: nothing that was sent is dropped unseen."""
        sent = {*self.request.POST, *self.request.FILES} - self.allowed_inputs - {TOKEN, *more}
        if unknown := sorted(name for name in sent if form is None or not form.has_input(name)):
            raise BadRequest(_("“%s” is no input of this page.") % unknown[0][:60])

    def show(self, template: str = "", status: int = 200, **context: Any) -> HttpResponse:
        """Render with what every page knows."""
        context = {"names": self.names, "now": self.at, **self.context(), **context}
        response = render(self.request, template or self.template, context, status=status)
        response["Cache-Control"] = "no-store"
        return response

    def context(self) -> dict[str, Any]:
        """What all answers of this page share."""
        return {}


class RegisterPage(Page):
    """A page about one register, named in the address."""

    @cached_property
    def register(self) -> Any:
        """The declaration. Raises NotVisible for an unknown key."""
        key = self.kwargs["register"]
        if key not in registry:
            raise NotVisible(_("There is no page at this address."))
        return registry[key]

    def context(self) -> dict[str, Any]:
        return {"register": self.register, "list_url": f"/{self.register.key}/"}


class RecordPage(RegisterPage):
    """A page about one record. Somebody who may not see it gets the answer of a number that does not exist."""

    tab = ""

    @cached_property
    def record(self) -> Any:
        """The record. Raises NotVisible."""
        return self.register.get(self.kwargs["number"], self.actor)

    def check_inputs(self, form: RecordForm | None = None, *more: str) -> None:
        """As every page, for whoever may see the record. Raises NotVisible, BadRequest."""
        _seen = self.record
        super().check_inputs(form, *more)

    @property
    def url(self) -> str:
        """The record's own page."""
        return f"/{self.register.key}/{self.record.number}/"

    @property
    def phase(self) -> str:
        """draft, open, done or void."""
        return str(self.register.lifecycle.phase(self.record.state))

    def context(self) -> dict[str, Any]:
        from .clocks import head_clock
        from .packs import pack_url
        from .steps import next_steps
        from .tabs import record_tabs

        steps = SimpleLazyObject(lambda: next_steps(self.register, self.record, self.actor, self.at))
        return {
            **super().context(),
            "record": self.record,
            "record_url": self.url,
            "pack_url": pack_url(self.register, self.record.number),
            "phase": self.phase,
            "due": self.register.named_dates(self.record).get(self.register.due_name),
            "due_clock": head_clock(self.register, self.record, self.at),
            "acts": steps,  # asked only where the head shows them
            "state_label": self.register.lifecycle.label(self.record.state),
            "tabs": record_tabs(self.register, self.record, self.actor, self.tab),
            "due_word": self.register.due_word,
        }
