"""The pages of reminders: which rule each date falls under, changing one, and the dry run."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.reach import reach
from qms.lib.errors import BadRequest, Forbidden
from qms.notices import dryrun
from qms.notices.because import because
from qms.notices.rules import DEFAULT
from qms.notices.ways import Lawful
from qms.notices.words import clock_behind, clocks_of, sentence
from qms.pages.front import Page
from qms.pages.menu import Place, places
from qms.registers.registry import registry

from .inwords import says
from .overview import overview
from .reading import as_rule
from .services import beginning_of

FARTHEST = datetime.timedelta(days=3 * 366)
LOOKS_AHEAD = ("quality_manager", "compliance_officer")


class ReminderPage(Page):
    """For people with a role."""

    def check_inside(self) -> None:
        """Raises Forbidden for somebody without a role that opens the registers."""
        if not reach(self.actor).is_insider:
            raise Forbidden(_("Reminder rules are shown to those who hold a role."))

    @property
    def looks_ahead(self) -> bool:
        """Whether the actor may see what others will be told."""
        return reach(self.actor).anywhere(*LOOKS_AHEAD)


class Reminders(ReminderPage):
    """`/reminders/`: register by register, in plain words."""

    template = "reminders/overview.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        self.check_inside()
        edits = bool(registry["reminder-rules"].may_add(self.actor, None))
        return self.show(groups=overview(), edits=edits, looks_ahead=self.looks_ahead, usual=says(DEFAULT))


class Change(ReminderPage):
    """`/reminders/change/`: to the draft about these dates, else to a form that begins as what holds now."""

    allowed_inputs = frozenset({"about"})

    def post(self, request: HttpRequest) -> HttpResponse:
        self.check_inputs()
        rules, value = registry["reminder-rules"], request.POST.get("about", "")
        if not rules.may_add(self.actor, None):
            raise Forbidden(_("Reminder rules are written by quality managers."))
        beginning_of(value, self.actor)  # refuses what is no date
        if draft := rules.visible(self.actor).filter(about=value, state="draft").first():
            return HttpResponseRedirect(f"/reminder-rules/{draft.number}/edit/")
        return HttpResponseRedirect(f"/reminder-rules/new/?{urlencode({'about': value})}")


class Preview(ReminderPage):
    """`/reminders/preview/?on=DATE&rule=NUMBER`: the dry run of a day; of one rule as if it were in force."""

    template = "reminders/preview.html"
    allowed_parameters = frozenset({"on", "rule"})

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        if not self.looks_ahead:
            raise Forbidden(_("What others will be told is shown to quality managers and compliance officers."))
        record = self.record()
        rule = as_rule(record) if record else None
        today, day = timezone.localdate(self.at), self.day
        past = day < today
        run = dryrun.DryRun(0, 0, [])
        if not past:
            run = dryrun.on_day(day, rule=rule, actor=self.actor, since=self.at, alone=True)
        clocks = clocks_of([told.notice for told in run.rows], None, self.at)
        return self.show(
            run=run, rows=[_row(told, clocks) for told in run.rows], on=day, record=record, rule=rule, first=today,
            past=past,
        )  # fmt: skip

    def record(self) -> Any:
        """The rule that is asked for. Raises NotVisible."""
        number = self.request.GET.get("rule", "")
        return registry["reminder-rules"].get(number, self.actor) if number else None

    @property
    def day(self) -> datetime.date:
        """The day asked for, tomorrow if none; one that is over is answered by a sentence. Raises BadRequest."""
        today = timezone.localdate(self.at)
        text = self.request.GET.get("on", "")
        if not text:
            return today + datetime.timedelta(days=1)
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError:
            raise BadRequest(_("“%s” is no date. Write it as 2026-11-23.") % text[:20]) from None
        if day > today + FARTHEST:
            raise BadRequest(_("The dry run looks from today to three years ahead."))
        return day


def _row(told: dryrun.Told, clocks: dict[int, list[Lawful]]) -> tuple[dryrun.Told, str, str]:
    """A notice, what it would say on its day, and why."""
    clock = clock_behind(told.notice, clocks)
    return told, sentence(told.notice, today=told.due.date(), behind=clock), because(told.notice)


places.append(Place("organisation", gettext_lazy("Reminders"), "/reminders/", 30, inside=True))

urlpatterns = [
    path("reminders/", Reminders.as_view(), name="reminders"),
    path("reminders/change/", Change.as_view(), name="reminders-change"),
    path("reminders/preview/", Preview.as_view(), name="reminders-preview"),
]
