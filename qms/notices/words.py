"""A notice in words. Reminders are made in SQL without text, so that they read in the reader's language."""

import datetime
import re

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .models import Notice

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


def sentence(notice: Notice) -> str:
    """What the notice says, without the record's number and title."""
    found = REMINDER.fullmatch(notice.rule)
    if notice.text or found is None:
        return notice.text or str(EVENTS.get(notice.rule, notice.rule))
    name, _days = reminder_of(notice)
    written = timezone.localdate(notice.at)  # it may be told later than it was due, after nothing ran for some days
    return _("%(label)s: %(when)s, %(date)s") % {
        "label": date_label(name),
        "when": _when((written - notice.on).days),
        "date": date_format(notice.on, "j M Y"),
    }


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


def clock_moment(rule: str) -> datetime.datetime:
    """When a notice about a clock of the law falls due: its step before the end, the end, or days after it.

    rule: `clock:<rule>:<24h|4h|over|late2>:<end>`, as qms.registers.clock_notices writes it.
    """
    _clock, _name, step, end = rule.split(":")
    due = datetime.datetime.strptime(end, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
    if step.startswith("late"):
        return due + datetime.timedelta(days=int(step.removeprefix("late")))
    return due - datetime.timedelta(hours=int(step.removesuffix("h")) if step.endswith("h") else 0)


def date_label(name: str) -> str:
    """What a named date is called."""
    return str(DATES.get(name) or name.replace("_", " ").capitalize())


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
