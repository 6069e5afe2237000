"""What a rule would do, before it does it."""

import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.notices.dryrun import AHEAD, MANY, Forecast, forecast

from .reading import as_rule


def foreseen(record: Any, at: datetime.datetime) -> Forecast:
    """The notices of the coming days if the rule were in force now; found once for a page that asks several times."""
    held = getattr(record, "_foreseen", None)
    if held is None or held[:2] != (at, record.rev):
        held = record._foreseen = (at, record.rev, forecast(as_rule(record), at=at))
    return held[2]  # type: ignore[no-any-return]


def asks_too_much(record: Any, at: datetime.datetime) -> str:
    """Why the rule has to be confirmed before it tells anybody; "" where it need not."""
    found = foreseen(record, at)
    if not found.asks:
        return ""
    return " ".join([in_words(found), _("Confirm that so many are to be told.")])


def in_words(found: Forecast) -> str:
    """How much the rule would say over the coming days."""
    if not found.total:
        return _("In the coming %d days it would tell nobody: no date falls into its steps.") % AHEAD
    day, most = found.worst
    notices = ngettext("%d notice", "%d notices", found.total) % found.total
    people = ngettext("%d person", "%d people", found.people) % found.people
    said = {"days": AHEAD, "notices": notices, "people": people, "day": date_format(day, "j M Y"), "most": most}
    return _("In the coming %(days)d days: %(notices)s to %(people)s, at most %(most)d on one day (%(day)s).") % said


__all__ = ["MANY", "asks_too_much", "foreseen", "in_words"]
