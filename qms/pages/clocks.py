"""`/clocks/`: everything that the law sets an end to and that runs, when it is due, how that was counted, what next."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms.lib.instants import moment_in, told_in
from qms.registers.running import Running, running_for

from .front import Page

MOST, SHORT = 200, 8
STANDINGS = {
    "late": gettext_lazy("Run out"), "soon": gettext_lazy("Within 24 hours"), "running": gettext_lazy("Later"),
    "met": gettext_lazy("Done in time"), "met_late": gettext_lazy("Done late"), "waived": gettext_lazy("Not asked for"),
}  # fmt: skip


class Clocks(Page):
    """`/clocks/`"""

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        rows = running_for(self.actor, at=self.at, most=MOST)
        return self.show("pages/clocks.html", groups=grouped(rows, self.actor, self.at), cut=len(rows) == MOST)


def grouped(rows: list[Running], actor: Any, at: datetime.datetime) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Rows by how much time is left, each as the template shows it; empty groups are left out."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in ("late", "soon", "running")}
    for row in rows:
        found[row.standing].append(_row(row, actor, at))
    return [(STANDINGS[name], shown) for name, shown in found.items() if shown]


def told(clock: Any, at: datetime.datetime) -> dict[str, Any]:
    """A clock as pages show it: local times with their zone, what is left, how it was counted."""
    counted, standing = clock.counted, clock.standing(at)
    return {
        "clock": clock, "label": clock.label, "source": counted.rule.source, "standing": standing,
        "word": STANDINGS[standing], "left": left(clock.due, at) if clock.runs else "",
        "due": moment_in(clock.due, counted.zone), "due_utc": clock.due,
        "shifted": moment_in(counted.shifted, counted.zone) if counted.shifted != clock.due else "",
        "strict": moment_in(counted.strict, counted.zone) if counted.strict != clock.due else "",
        "keep": counted.keep,
        "how": counted.how, "met_at": moment_in(clock.met_at, counted.zone) if clock.met_at else "",
    }  # fmt: skip


def left(due: datetime.datetime, at: datetime.datetime) -> str:
    """`2 days 3 hours left`, `40 minutes left`, `5 hours late`."""
    seconds = int(abs((due - at).total_seconds()))
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    pieces = []
    if days:
        pieces.append(ngettext("%d day", "%d days", days) % days)
    if hours and days < 10:
        pieces.append(ngettext("%d hour", "%d hours", hours) % hours)
    if not days and hours < 6:
        pieces.append(ngettext("%d minute", "%d minutes", minutes) % minutes)
    said = " ".join(pieces)
    return _("%s late") % said if at > due else _("%s left") % said


def for_home(actor: Any, at: datetime.datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The tile of running clocks (none where none runs), and those that have run out or do so within a day."""
    rows = running_for(actor, at=at, most=MOST)
    if not rows:
        return [], []
    late = sum(row.standing == "late" for row in rows)
    tile = {
        "label": _("Clocks of the law"), "value": len(rows), "late": _("%d late") % late if late else "",
        "late_url": "/clocks/", "note": _note(rows, at), "url": "/clocks/",
    }  # fmt: skip
    soon = [row for row in rows if row.standing in ("late", "soon")][:SHORT]
    return [tile], [_row(row, actor, at) for row in soon]


def _note(rows: list[Running], at: datetime.datetime) -> str:
    """When the next one ends; where all have run out, for how long the first one has."""
    coming = next((row for row in rows if row.clock.due >= at), None)
    return _("next: %s") % left(coming.clock.due, at) if coming else _("longest: %s") % left(rows[0].clock.due, at)


def _row(row: Running, actor: Any, at: datetime.datetime) -> dict[str, Any]:
    """A clock of a list, with the record that it runs in; `url` leads to the next step of whoever may make it."""
    shown, record = told(row.clock, at), row.record
    return {"record": record, "register": row.register, "url": row.step_of(actor), **shown}


def head_clock(register: Any, record: Any, at: datetime.datetime) -> dict[str, str] | None:
    """The clock that ends first, for the head of a record: its hour, and how it stands; None where none runs."""
    clock = min((c for c in register.clocks(record) if c.runs), key=lambda c: c.due, default=None)
    if clock is None:
        return None
    return {
        "due": told_in(clock.due, clock.counted.zone), "utc": clock.due.isoformat(), "kind": clock.standing(at),
        "left": left(clock.due, at),
    }  # fmt: skip


def shown(register: Any, record: Any, at: datetime.datetime) -> list[dict[str, Any]]:
    """The clocks of one record for its page; none where none ever ran."""
    return [told(clock, at) for clock in register.clocks(record)]
