"""The order of the steps: a later one waits for the earlier ones, D3 and D4 run side by side."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.errors import Said

from ..states import PLANNED
from . import steps
from .missing import missing

#: What a new cycle keeps: the team, the problem and its containment are still the same (CA-07).
STAYS = ("d0", "d1", "d2", "d3")


def works_by_8d(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Steps belong to an 8D."""
    if steps.is_8d(record):
        return None
    return Said(_("It is not worked as an 8D. Choose that under “Triage” first."), way="edit/?section=triage")


def is_no_8d(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """The short way leads past the steps."""
    return _("It is worked as an 8D, which is not closed by the short way.") if steps.is_8d(record) else None


def step_comes_next(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-02: not completed yet, and everything before it is."""
    key, held = record.eight_d_step, steps.done(record)
    if key in held:
        return Said(_("%s is completed already.") % key.upper(), field="eight_d_step")
    if lacking := [k for k in steps.before(key) if k not in held]:
        said = _("%(step)s waits for %(before)s.") % {"step": key.upper(), "before": steps.names(lacking)}
        return Said(said, field="eight_d_step")
    return None


def step_is_filled(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nothing that the step asks for is missing."""
    if step_comes_next(record, actor=actor, at=at):
        return None  # said already
    return " ".join(map(str, missing(record, record.eight_d_step, actor=actor, at=at))) or None


def step_was_completed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What is reopened was completed, and is not under a plan that was handed in."""
    key = record.eight_d_step
    if key not in steps.done(record):
        return Said(_("%s is not completed.") % key.upper(), field="eight_d_step")
    if key in steps.EARLY and record.state in PLANNED:
        return _("%s belongs to the plan that was handed in. Take the plan back first.") % key.upper()
    return None


def early_steps_are_done(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """In an 8D the plan follows D0 to D5."""
    return _open(record, steps.EARLY)


def all_steps_are_done(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """In an 8D the end follows D0 to D8."""
    return _open(record, tuple(steps.BY_KEY))


def _open(record: Any, keys: tuple[str, ...]) -> str | None:
    if not steps.is_8d(record):
        return None
    held = steps.done(record)
    lacking = [k for k in keys if k not in held]
    return Said(_("Not completed in the 8D yet: %s.") % steps.names(lacking), way="8d/") if lacking else None


# Effects


def note_step(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Keep who completed the step, and when."""
    key, today = record.eight_d_step, timezone.localdate(at).isoformat()
    record.steps_done = [*record.steps_done, {"id": key, "step": key, "by": actor.pk, "on": today}]
    record.eight_d_step = ""


def reopen_step(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Take back the step and those that stand on it."""
    gone = {record.eight_d_step, *steps.after(record.eight_d_step)}
    record.steps_done = [row for row in record.steps_done if row["step"] not in gone]
    record.eight_d_step = ""


def keep_first_steps(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """A new cycle begins again at the root cause."""
    record.steps_done = [row for row in record.steps_done if row["step"] in STAYS]


def locked(record: Any) -> dict[str, str]:
    """Fields of completed steps, each with the sentence that says why it stays."""
    if not steps.is_8d(record):
        return {}
    said = _("%s of the 8D is completed. Reopen it to change this.")
    return {name: said % key.upper() for key in steps.done(record) for name in steps.BY_KEY[key].fields}
