"""When an action may move, and what else changes with the move."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms.accounts.reach import reach
from qms.lib.errors import Said
from qms.lib.text import says_nothing

# Guards: met before anything is asked


def has_an_owner(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nobody starts what nobody owns."""
    return None if record.owner_id else _("Name the owner of the action first.")


def has_a_due_date(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nothing is started without a date by which it is done."""
    return None if record.due_on else _("Set a due date first.")


# Checks: met with the values that were just given


def done_by_now(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nothing was done in the future."""
    late = record.done_on > timezone.localdate(at)
    return Said(_("“Done on” lies in the future."), field="done_on") if late else None


def has_evidence(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-06: a solution without evidence is none."""
    if record.has_evidence:
        return None
    said = _("There is no evidence yet: attach a file, link a record, or say where one sees that it was done.")
    return Said(said, field="evidence")


def another_verifies(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-07: the verifier is neither the owner nor the one who reports it done."""
    if record.verifier_id in (record.owner_id, actor.pk):
        return Said(_("Name a verifier who is neither the owner nor yourself."), field="verifier")
    return None


def verifier_is_inside(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Who looks at the work of others holds a role here; a name alone does not make a verifier."""
    if record.verifier_id is None or reach(record.verifier).is_insider:
        return None
    said = _("%s holds no role here: name somebody who does, or have a role given first.")
    return Said(said % record.verifier.printed_name, field="verifier")


def later_date(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-10: an extension goes forward, and not into the past."""
    before = record._was["due_on"]
    if before is not None and record.due_on <= before:
        return Said(_("An extension needs a date after %s.") % date_format(before, "j M Y"), field="due_on")
    past = record.due_on < timezone.localdate(at)
    return Said(_("The new date lies in the past."), field="due_on") if past else None


def no_harm(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-11: an action is only verified when it is shown that it harms nothing."""
    if record.harm == "yes":
        said = _("An action that harms the product is not verified: send it back, or cancel it.")
        return Said(said, field="harm")
    said = _("Say how you know that the product is not harmed.")
    return Said(said, field="harm_evidence") if says_nothing(record.harm_evidence) else None


def says_what_was_seen(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A verification names what was looked at."""
    said = _("Say what was looked at, and what was seen.")
    return Said(said, field="verification") if says_nothing(record.verification) else None


# Effects


def note_done(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Keep who reported it done: he does not verify it."""
    record.done_by = actor


def note_verified(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The day comes from the clock: what waits for it counts from the real day (CA-06)."""
    record.verifier, record.verified_on = actor, timezone.localdate(at)


def take_back_done(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Not accepted: it is not done."""
    record.done_on = record.done_by = None


def note_extension(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """CA-10: count it, keep the date it had, and why."""
    before = record._was["due_on"]
    row = {"from": before.isoformat() if before else "", "to": record.due_on.isoformat(), "reason": record.given_reason}
    row |= {"by": actor.pk, "on": timezone.localdate(at).isoformat()}
    record.extension_history = [*record.extension_history, row]
    record.extensions += 1
    record.original_due_on = record.original_due_on or before or record.due_on
