"""A notice in words. Reminders are made in SQL without text, so that they read in the reader's language."""

import datetime
import re
from collections.abc import Iterable

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms.accounts.models import User
from qms.lib.instants import moment_in

from .models import Notice
from .rules import DUE
from .ways import Lawful, clocks_in
from .zones import zone_of

REMINDER = re.compile(r"(\w+?)([+-]\d+)")
CLOCK = "clock:"  # begins the rule of a notice about a clock of the law, hour by hour
DATES: dict[str, str | Promise] = {
    "due": gettext_lazy("Due date"),
    "review": gettext_lazy("Next review"),
    "next_review": gettext_lazy("Next review"),
    "valid_until": gettext_lazy("Valid until"),
    "effectiveness": gettext_lazy("Effectiveness check"),
    "effectiveness_check": gettext_lazy("Effectiveness check"),
    "start": gettext_lazy("Start"),
    "confirmation": gettext_lazy("Confirmation of receipt"),
    "deletion": gettext_lazy("Deletion"),
    "effective": gettext_lazy("Comes into effect"),
}
EVENTS: dict[str, str | Promise] = {
    "assigned": gettext_lazy("This is assigned to you now"),
    "mention": gettext_lazy("You are mentioned in a comment"),
    "sign": gettext_lazy("Your signature is asked for"),
}


def sentence(notice: Notice, *, today: datetime.date | None = None, behind: Lawful | None = None) -> str:
    """What the notice says, without the record's number and title.

    today: the day on which it is sent or would be, for words such as "tomorrow"; without it, in words that stay true on
    every later day. behind: the clock of the law behind a date that it sets (`clock_behind`).
    """
    found = REMINDER.fullmatch(notice.rule)
    if notice.text or found is None:
        return _bare(notice) or str(EVENTS.get(notice.rule, notice.rule))
    if behind is not None:
        moment = moment_in(behind.due, behind.zone)
        date = _("“%(what)s”: due by law on %(moment)s") % {"what": behind.label, "moment": moment}
    else:
        date = f"{date_label(found.group(1))}: {date_format(notice.on, 'j M Y')}"
    if today is None:
        return _("%(date)s (told %(when)s)") % {"date": date, "when": _told((told_on(notice) - notice.on).days)}
    return _("%(date)s, %(when)s") % {"date": date, "when": _when((today - notice.on).days)}


def _bare(notice: Notice) -> str:
    """A notice's own text without the number that it begins with."""
    number = notice.entry.number if notice.entry else ""
    for mark in (": ", " “"):
        if number and notice.text.startswith(number + mark):
            return notice.text[len(number) :].removeprefix(": ").strip()
    return notice.text


def told_on(notice: Notice, at: datetime.datetime | None = None) -> datetime.date:
    """The day on which it was told, or that it is at `at`, where its record is."""
    zone = zone_of(notice.entry.unit.time_zone if notice.entry else settings.TIME_ZONE)
    return (at or notice.at).astimezone(zone).date()


def clocks_of(notices: Iterable[Notice], user: User | None, at: datetime.datetime) -> dict[int, list[Lawful]]:
    """The clocks that run in the records of those notices that are about one; with the steps that are the person's."""
    entries = {n.entry.pk: n.entry for n in notices if n.statutory and n.entry is not None}
    return clocks_in(list(entries.values()), user, at) if entries else {}


def clock_behind(notice: Notice, clocks: dict[int, list[Lawful]]) -> Lawful | None:
    """The running clock that a notice is about, if any does."""
    running = clocks.get(notice.entry_id or 0, []) if notice.statutory else []
    if notice.rule.startswith(CLOCK):
        return next((c for c in running if c.rule == notice.rule.split(":")[1]), None)
    about_due = notice.rule.startswith((f"{DUE}+", f"{DUE}-"))
    return next((c for c in running if about_due and c.day == notice.on), None)


def reminder_of(notice: Notice) -> tuple[str, int]:
    """The date's name and the days from it of a reminder's rule; a clock of the law is the day itself.

    Raises ValueError for what is neither.
    """
    if notice.rule.startswith(CLOCK):
        return notice.rule.split(":")[1], 0
    found = REMINDER.fullmatch(notice.rule)
    if found is None:
        raise ValueError(notice.rule)
    return found.group(1), int(found.group(2))


def clock_end(rule: str) -> datetime.datetime:
    """When the clock behind a notice runs out. Raises ValueError where the rule says no such instant."""
    return datetime.datetime.strptime(rule.rpartition(":")[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)


def clock_moment(rule: str) -> datetime.datetime:
    """When a notice about a clock of the law falls due: its step before the end, the end, or days after it.

    rule: `clock:<rule>:<24h|4h|over|late2>:<end>`, as qms.registers.clock_notices writes it.
    """
    step, due = rule.split(":")[2], clock_end(rule)
    if step.startswith("late"):
        return due + datetime.timedelta(days=int(step.removeprefix("late")))
    return due - datetime.timedelta(hours=int(step.removesuffix("h")) if step.endswith("h") else 0)


def is_over(notice: Notice, at: datetime.datetime) -> bool:
    """Whether the date that a notice is about has passed; of a clock of the law, its instant."""
    try:
        return clock_end(notice.rule) < at
    except ValueError:
        return notice.on < told_on(notice, at)


def date_label(name: str) -> str:
    """What a named date is called."""
    return str(DATES.get(name) or name.replace("_", " ").capitalize())


def _told(days: int) -> str:
    if days == 0:
        return _("on the day")
    if days < 0:
        return ngettext("%d day before", "%d days before", -days) % -days
    return ngettext("%d day after", "%d days after", days) % days


def _when(days: int) -> str:
    if days == 0:
        return _("today")
    if days == -1:
        return _("tomorrow")
    if days == 1:
        return _("yesterday")
    if days < 0:
        return ngettext("in %d day", "in %d days", -days) % -days
    return ngettext("%d day ago", "%d days ago", days) % days
