"""How a person is told of things: the sections of `/me/` about mail, absence and calendar."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from qms.lib.errors import Invalid
from qms.notices.absence import absence_of, kept_back
from qms.notices.bounces import bounce_of
from qms.notices.events import EVENTS, default_mail
from qms.notices.models import Absence, Choice, Endpoint, Feed
from qms.registers import absences, reaching

from .away import AbsenceForm, absence_named, absences_shown
from .front import Page

MOST = 20


class Told(Page):
    """What `/me/` adds about being told."""

    def choose(self, request: HttpRequest) -> HttpResponse:
        """Keep the choices."""
        names = [f"mail-{event}" for event in EVENTS] + [f"hook-{event}" for event in EVENTS]
        self.check_inputs(None, "mail_wanted", *names)
        held = {c.event: c.mail for c in Choice.objects.filter(user=self.actor)}
        usual = {event: held.get(event) or default_mail(event) for event in EVENTS}  # a page without mail sends none
        mails = {event: request.POST.get(f"mail-{event}", usual[event]) for event in EVENTS}
        hooks = {event: f"hook-{event}" in request.POST or not self.has_endpoint for event in EVENTS}
        wanted = "mail_wanted" in request.POST
        reaching.set_choices(
            user=self.actor, mail_wanted=wanted, mails=mails, hooks=hooks, actor=self.actor, at=self.at
        )
        return self.to_me(_("Kept. It holds from the next mail on."))

    def leave(self, request: HttpRequest) -> HttpResponse:
        """Enter an absence."""
        form = AbsenceForm(request.POST)
        self.check_inputs(form)
        if form.is_valid():
            try:
                absences.enter_absence(user=self.actor, **form.cleaned_data, actor=self.actor, at=self.at)
            except Invalid as refused:
                form.take(refused)
            else:
                return self.to_me(_("Entered. Your deputy is told instead of you on these days."))
        return self.page(status=422, away=form)

    def back(self, request: HttpRequest) -> HttpResponse:
        """End or take back an absence."""
        self.check_inputs(None, "absence")
        absences.end_absence(absence=absence_named(request, self.actor), actor=self.actor, at=self.at)
        return self.to_me(_("You are told yourself again."))

    def calendar(self, request: HttpRequest) -> HttpResponse:
        """A new secret address; it is shown this once."""
        self.check_inputs(None)
        secret = reaching.renew_calendar(user=self.actor, at=self.at)
        return self.page(calendar_url=request.build_absolute_uri(f"/calendar/{secret}.ics"))

    def calendar_end(self, request: HttpRequest) -> HttpResponse:
        """End the address."""
        self.check_inputs(None)
        reaching.end_calendar(user=self.actor, actor=self.actor, at=self.at)
        return self.to_me(_("The address of the calendar has ended."))

    def confirm(self, request: HttpRequest) -> HttpResponse:
        """My address works again."""
        self.check_inputs(None)
        reaching.confirm_address(user=self.actor, actor=self.actor, at=self.at)
        return self.to_me(_("Mail goes to this address again."))

    def to_me(self, said: str) -> HttpResponse:
        """Back to the page, with what was done."""
        messages.success(self.request, said)
        return HttpResponseRedirect("/me/")

    def page(self, status: int = 200, **more: Any) -> HttpResponse:
        """The whole page; `more` is what only this answer shows."""
        raise NotImplementedError

    @property
    def has_endpoint(self) -> bool:
        """Whether a program listens to this person's notices."""
        return Endpoint.objects.filter(user=self.actor, ended_at=None).exists()

    def told_context(self, away: AbsenceForm | None) -> dict[str, Any]:
        """What the three sections show."""
        held = {c.event: c for c in Choice.objects.filter(user=self.actor)}
        rows = [
            {
                "event": event,
                "label": label,
                "mail": held[event].mail if event in held else default_mail(event),
                "hook": held[event].hook if event in held else True,
            }
            for event, label in EVENTS.items()
        ]
        now = absence_of(self.actor, self.at)
        return {
            "choices": rows, "mails": Choice.MAILS, "has_endpoint": self.has_endpoint, "away_now": now,
            "kept_back": kept_back(now, self.at)[:MOST] if now else [], "away": away or AbsenceForm(),
            "absences": absences_shown(self.actor, self.at), "feed": Feed.objects.filter(user=self.actor).first(),
            "bounce": bounce_of(self.actor.email), "stands_in": Absence.objects.filter(
                deputy=self.actor, ended_at=None, ends__gte=self.at.date()
            ).select_related("user").order_by("starts")[:MOST],
        }  # fmt: skip
