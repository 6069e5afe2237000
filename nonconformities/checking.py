"""The effectiveness check: when it may begin, what it must say, and the cycle that follows when it did not work."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.lib.canonical import plain
from qms.lib.errors import Said
from qms.lib.text import says_nothing

from . import whytree
from .followup import actions_of, numbers, planned_actions
from .plan import MIN_RATIONALE, PLAN, planned_values

RESULT = ("check_date", "effectiveness", "result_text", "check_evidence", "partial_rationale")
SETTLED = ("verified", "cancelled")


# Guards


def actions_are_verified(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Each action of the plan is verified, or cancelled with a reason; one corrective action was really done."""
    actions = list(planned_actions(record, record.cycle))
    waiting = [a for a in actions if a.state not in SETTLED]
    if waiting:
        said = ngettext(
            "%(n)d action is not verified yet: %(which)s.",
            "%(n)d actions are not verified yet: %(which)s.",
            len(waiting),
        )
        return said % {"n": len(waiting), "which": numbers(waiting)}
    if not any(a.state == "verified" and a.kind == "corrective" for a in actions):
        return _("No corrective action of this cycle was carried out.")
    return None


def actions_have_evidence(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-06 (4): a solution without evidence is none, however its action came to be verified."""
    bare = [a for a in planned_actions(record, record.cycle) if a.state == "verified" and not a.has_evidence]
    return _("Nothing shows that it was done: %s.") % numbers(bare) if bare else None


def no_action_is_open(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nothing that somebody still has to do is left behind."""
    left = [a for a in actions_of(record) if a.state not in SETTLED]
    return _("Still open: %s. Have them verified or cancelled.") % numbers(left) if left else None


def time_has_come(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-05: the effect needs its time."""
    if record.check_from is None or timezone.localdate(at) >= record.check_from:
        return None
    days = ngettext("%(n)d day", "%(n)d days", record.not_before_days or 0) % {"n": record.not_before_days or 0}
    return _("Not before %(date)s: %(days)s after the last action was verified.") % {
        "date": date_format(record.check_from, "j M Y"), "days": days,
    }  # fmt: skip


# Checks: the refusals of CA-06


def check_is_dated_right(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-06 (3): not dated before the effect could be seen, nor in the future."""
    if record.check_from and record.check_date < record.check_from:
        said = _("The check is dated before %s, when it could begin at the earliest.")
        return Said(said % date_format(record.check_from, "j M Y"), field="check_date")
    ahead = record.check_date > timezone.localdate(at)
    return Said(_("The check is dated in the future."), field="check_date") if ahead else None


def check_says_something(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-06 (1, 2): neither blank nor “not applicable”."""
    for name in ("result_text", "check_evidence"):
        if says_nothing(getattr(record, name)):
            label = capfirst(str(record._meta.get_field(name).verbose_name))
            said = _("“%s” says nothing. An effectiveness check is never “not applicable”.") % label
            return Said(said, field=name)
    return None


def partly_is_argued(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-07: whoever lets partly suffice says why."""
    if says_nothing(record.partial_rationale) or len(record.partial_rationale.strip()) < MIN_RATIONALE:
        return _("Say in at least %d characters why partly is enough.") % MIN_RATIONALE
    return None


def was_partly_effective(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Only what worked partly is accepted so."""
    return None if record.effectiveness == "partial" else _("The check did not find it partly effective.")


def was_not_enough(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Only what did not work, or partly, is analysed again."""
    return _("The check found it effective.") if record.effectiveness == "effective" else None


def was_enough(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-07: closed only when effective, or when an approver signed why partly is enough."""
    if record.effectiveness == "effective" or (record.effectiveness == "partial" and record.state == "accepted"):
        return None
    label = str(record.get_effectiveness_display()).lower() or _("nothing yet")
    return _("The check found: %s. Start a new cycle.") % label


# Effects


def note_earliest_check(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The day from which the effect can be judged: so many days after the last action was verified."""
    days = [a.verified_on for a in planned_actions(record, record.cycle) if a.verified_on]
    last = max(days, default=timezone.localdate(at))
    record.check_from = last + datetime.timedelta(days=record.not_before_days or 0)


def forget_earliest_check(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The plan is taken back: the day is worked out anew."""
    record.check_from = None


def begin_cycle(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """CA-07: freeze the cycle that did not work, count it, and begin the next in the same record.

    The why-tree goes on as it is, without its root: what was found out stays known.
    """
    record.past_cycles = [*record.past_cycles, _ended(record, at)]
    record.recurrences += 1
    record.cycle += 1
    record.causes = [row | {"root": False} for row in record.causes]
    for name in (*PLAN, *RESULT, "planners", "check_from"):
        if name != "causes":
            setattr(record, name, record._meta.get_field(name).get_default())


def _ended(record: Any, at: datetime.datetime) -> dict[str, Any]:
    actions = list(actions_of(record, record.cycle))
    content = {
        "plan": planned_values(record, {"cycle": record.cycle}),
        "result": {name: getattr(record, name) for name in RESULT},
        "planners": record.planners,
        "actions": [{"number": a.number, "title": a.title, "kind": a.kind, "state": a.state} for a in actions],
    }
    return plain(
        {
            "cycle": record.cycle, "ended_on": timezone.localdate(at), "check_date": record.check_date,
            "roots": "; ".join(r["text"] for r in whytree.roots(record.causes)),
            "actions": "; ".join(f"{a.number} {a.title}" for a in actions),
            "effectiveness": record.effectiveness, "result_text": record.result_text, "content": content,
        }
    )  # fmt: skip
