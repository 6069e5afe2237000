"""When a worksheet and its lines may go on, and what else changes."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.registers import registry

from ..fmea_actions import VERIFIED, actions_of
from ..fmea_derived import derive
from ..fmea_standing import standing_of
from ..models.fmea_lines import NOT_RATED

#: States of a worksheet in which its lines are filled in, and in which they are rated again.
FILLED = ("draft", "in_work")
LIVE = (*FILLED, "approved")
#: Lines that a sentence names; the sheet marks the others.
NAMED = 10

# Worksheets


def scope_and_team(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """An analysis begins with its limits and with those who make it (IEC 60812:2018 5.2)."""
    said = []
    if says_nothing(record.scope):
        said.append(_t("Say first what is inside the analysis and what is not."))
    if not record.team:
        said.append(_t("Name the team first."))
    return Said(" ".join(said), way="edit/?section=scope") if said else None


def has_lines(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """An empty sheet is no analysis."""
    if record.lines.exclude(state="dropped").exists():
        return None
    return Said(_t("It has no lines yet."), way="sheet/")


def all_rated(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """FM-01: what is not rated is not low."""
    left = standing_of(record).not_rated
    said = ngettext("%(n)d line is not rated: %(lines)s.", "%(n)d lines are not rated: %(lines)s.", len(left))
    return Said(said % _named(left), way="sheet/?show=open") if left else None


def high_answered(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """FM-03: a high priority is acted upon, or management says in writing why not."""
    left = standing_of(record).high
    said = ngettext(
        "%(n)d line of high priority needs an action with owner and date, or a justification that management signs: "
        "%(lines)s.",
        "%(n)d lines of high priority need an action with owner and date, or a justification that management signs: "
        "%(lines)s.", len(left),
    )  # fmt: skip
    return Said(said % _named(left), way="sheet/?show=open") if left else None


def medium_answered(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """FM-03: a medium priority is acted upon, or it is written down why not."""
    left = standing_of(record).medium
    said = ngettext(
        "%(n)d line of medium priority needs an action or a justification: %(lines)s.",
        "%(n)d lines of medium priority need an action or a justification: %(lines)s.", len(left),
    )  # fmt: skip
    return Said(said % _named(left), way="sheet/?show=open") if left else None


COMPLETE = [has_lines, all_rated, high_answered, medium_answered]


def review_lies_ahead(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """The next review is a day to come."""
    if record.review_on and record.review_on > timezone.localdate(at):
        return None
    return Said(_t("The next review must lie ahead."), field="review_on")


def note_approval(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Each approval makes a version."""
    record.version, record.approved_on = record.version + 1, timezone.localdate(at)


def _named(numbers: list[str]) -> dict[str, Any]:
    shown = ", ".join(n.rpartition("-")[2] for n in numbers[:NAMED])
    return {"n": len(numbers), "lines": f"{shown} …" if len(numbers) > NAMED else shown}


# Lines


def in_work(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nothing changes under the eyes of those who review it, nor behind what they signed."""
    if record.worksheet.state in FILLED:
        return None
    return _t("The worksheet is “%s”. Have it returned or taken up again to change its lines.") % _state(record)


def is_live(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Ratings after an action come also once the worksheet is approved; not while somebody reviews it."""
    if record.worksheet.state in LIVE:
        return None
    return _t("The worksheet is “%s”: nothing is added to its lines now.") % _state(record)


def is_rated(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What follows from ratings needs them."""
    if record.priority != NOT_RATED:
        return None
    return _t("Severity, occurrence and detection are not all rated yet.")


def is_above_low(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A low priority asks for nothing."""
    if record.standing_priority in ("H", "M"):
        return None
    return _t("Only a high or medium priority needs a justification that is signed.")


def says_why(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A justification that says nothing is none."""
    if not says_nothing(record.justification):
        return None
    return Said(_t("Say why nothing more is done about this."), field="justification")


def action_verified(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """FM-04: new ratings rest on what was done and verified, not on what is planned."""
    actions = actions_of(record)
    if not actions:
        return _t("No action addresses this line. New ratings come once an action is done and verified.")
    words = registry["actions"].lifecycle.label
    left = [f"{a.number} (“{words(a.state)}”)" for a in actions if a.state != VERIFIED]
    if not left:
        return None
    return _t("New ratings come once the action is done and verified: %s.") % ", ".join(left)


def note_ratings(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The priority after follows from the new ratings; the ones before stay (FM-04)."""
    derive(record)


def _state(record: Any) -> str:
    return str(registry["fmea-worksheets"].lifecycle.label(record.worksheet.state))
