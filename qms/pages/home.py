"""Home: are we all right, and what waits for me; and the whole of my work."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import work
from .front import Page
from .moments import day_text
from .tiles import tiles

SHORT, MOST = 8, 200
TIMES = {
    "late": gettext_lazy("Late"), "today": gettext_lazy("Today"), "week": gettext_lazy("This week"),
    "later": gettext_lazy("Later"), "undated": gettext_lazy("Without a date"),
}  # fmt: skip


class Home(Page):
    """`/`"""

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        waiting = list(work.waiting_for(self.actor)[: SHORT + 1])
        return self.show(
            "pages/home.html", tiles=tiles(self.actor, today), waiting=waiting[:SHORT], more=len(waiting) > SHORT,
            owned=list(work.owned_by(self.actor)[:SHORT]), greeting=greeting(timezone.localtime(self.at).hour),
            today=today, week=today.isocalendar().week, day=f"{WEEKDAYS[today.weekday()]} {day_text(today)}",
        )  # fmt: skip


class Work(Page):
    """`/work/`: everything that waits for me, by when; then what I own and wait for."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = list(work.waiting_for(self.actor)[:MOST])
        groups = [(TIMES[name], found) for name, found in work.by_time(rows, timezone.localdate()).items()]
        return self.show(
            "pages/work.html", groups=groups, owned=list(work.owned_by(self.actor)[:MOST]), cut=len(rows) == MOST
        )


def greeting(hour: int) -> str:
    """A word for the time of day."""
    return _("Good morning") if hour < 12 else _("Good afternoon") if hour < 18 else _("Good evening")
