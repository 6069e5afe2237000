"""Kinds of events that a person chooses about, and which notices belong to each."""

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .channels import Choice

#: A reminder's rule ends in the name of a date and the days from it: "due-7".
REMINDER_END = r"[a-z_][+-][0-9]+$"
REMINDERS = Q(rule__regex=REMINDER_END)

EVENTS: dict[str, str | Promise] = {
    "assigned": _("Something is assigned to me"),
    "turn": _("The next step or a signature is mine"),
    "mention": _("I am mentioned"),
    "reminder": _("A date comes near or is over"),
    "other": _("Everything else"),
}
_STARTS = {"assigned": ("assigned",), "turn": ("turn", "sign", "read"), "mention": ("mention",)}


def of_event(event: str) -> Q:
    """The notices of an event."""
    if event == "reminder":
        return REMINDERS
    if event in _STARTS:
        found = Q()
        for start in _STARTS[event]:
            found |= Q(rule__startswith=f"{start}:") | Q(rule=start)
        return found & ~REMINDERS
    return ~(of_event("assigned") | of_event("turn") | of_event("mention") | REMINDERS)


def default_mail(event: str) -> str:
    """How mail goes out where a person chose nothing: dates in one mail a day, the rest at once."""
    return Choice.DAILY if event == "reminder" else Choice.NOW
