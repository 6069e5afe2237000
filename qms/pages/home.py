"""Home: are we all right, and what waits for me; and the whole of my work."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.models import User
from qms.accounts.reach import reach

from . import work
from .clocks import for_home
from .front import Page
from .moments import day_text
from .tiles import tiles

SHORT, MOST = 8, 200
TIMES = {
    "late": gettext_lazy("Late"), "today": gettext_lazy("Today"),
    "undated": gettext_lazy("To be decided, without a date"),
    "week": gettext_lazy("This week"), "later": gettext_lazy("Later"),
}  # fmt: skip


@dataclass(frozen=True)
class Later:
    """A part of the home page that comes after it, because it takes longer to count: the element `key` of `url`."""

    key: str
    label: Any
    url: str


#: A register's folder adds its own: `home.later.append(Later(...))` in its pages.
later: list[Later] = []


class Home(Page):
    """`/`"""

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        waiting = work.soonest_first(list(work.waiting_for(self.actor)[:MOST]), today)
        owned = list(work.owned_by(self.actor)[:MOST])
        work.steps_for(waiting[:SHORT], self.actor, self.at, asking=True)
        running, clocks = for_home(self.actor, self.at)
        shown = [*running, *tiles(self.actor, today)]
        return self.show(
            "pages/home.html", tiles=[tile for tile in shown if not tile.get("quiet")],
            quiet=[tile for tile in shown if tile.get("quiet")],
            later=later if reach(self.actor).is_insider else [], waiting=waiting[:SHORT],
            waiting_words=of_all(waiting), left=work.by_register(waiting[SHORT:]), owned=owned[:SHORT],
            owned_words=of_all(owned), greeting=greeting(timezone.localtime(self.at).hour),
            hints=first_steps(self.actor), clocks=clocks,
            today=today, week=today.isocalendar().week, day=f"{WEEKDAYS[today.weekday()]} {day_text(today)}",
        )  # fmt: skip


class Work(Page):
    """`/work/`: everything that waits for me, by when; then what I own and wait for."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = list(work.waiting_for(self.actor)[:MOST])
        work.steps_for(rows, self.actor, self.at, asking=False)
        groups = [(TIMES[name], found) for name, found in work.by_time(rows, timezone.localdate()).items()]
        return self.show(
            "pages/work.html", groups=groups, owned=list(work.owned_by(self.actor)[:MOST]), cut=len(rows) == MOST
        )


def first_steps(actor: Any) -> str:
    """What an empty page has to say first: "people" to whoever sets up an installation, "role" to one without any."""
    held = reach(actor)
    if not held.units_by_role:
        return "role"
    others = User.objects.exclude(username="system").exclude(pk=actor.pk)
    return "people" if held.anywhere("administrator") and not others.exists() else ""


def of_all(rows: list[Any]) -> str:
    """`8 of 11`, `3`, or `8 of more than 200`."""
    if len(rows) <= SHORT:
        return str(len(rows)) if rows else ""
    if len(rows) == MOST:
        return _("%(n)d of more than %(all)d") % {"n": SHORT, "all": MOST - 1}
    return _("%(n)d of %(all)d") % {"n": SHORT, "all": len(rows)}


def greeting(hour: int) -> str:
    """A word for the time of day."""
    return _("Good morning") if hour < 12 else _("Good afternoon") if hour < 18 else _("Good evening")
