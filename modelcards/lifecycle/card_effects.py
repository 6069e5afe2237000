"""What else changes when a model card moves."""

import datetime
from collections.abc import Callable
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from qms.accounts.models import User
from qms.notices.notify import notify
from qms.registers import registry

from ..marks import mark_for
from ..models.policies import PARTS
from ..queries.causes import resting_on
from ..queries.gates import policy_for
from .card_guards import condition_lines, still_to_sign

Effect = Callable[..., None]


def note_policy(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The policy that the card is judged by, and those who are asked to sign, who are told."""
    record.policy = policy_for(record.system.risk_class)
    record.requests, record.waiting = [], still_to_sign(record)


def note_signature(part: str) -> Effect:
    """One fewer is waited for."""

    def note(record: Any, *, actor: Any, at: datetime.datetime) -> None:
        record.waiting = still_to_sign(record, but=part)

    return note


def note_requests(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Who asked for the changes, and when."""
    today = timezone.localdate(at).isoformat()
    record.waiting = []
    record.requests = [
        row if row.get("by") else {**row, "by": actor.pk, "on": today} for row in record.requests
    ]  # fmt: skip


def note_approval(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What the approval rests on, and when the card is looked at again."""
    record.policy = policy_for(record.system.risk_class)
    record.rested_on = resting_on(record)
    record.review_on = timezone.localdate(at) + relativedelta(months=record.policy.review_months)
    record.look_again_because = ""
    if not record.conditions:
        record.valid_until = None


def lift(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The conditions are met: the approval has no end of its own any more."""
    record.conditions, record.valid_until = "", None


def open_actions(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """One action of the card's owner for each line of the conditions, due on the last day."""
    for line in condition_lines(record.conditions):
        registry["actions"].create(
            title=line[:200], kind="improvement", description=line, owner=record.owner, due_on=record.valid_until,
            unit=record.unit, links=[("addresses", record.entry)], actor=actor, at=at, source=record.given_source,
            mark=mark_for(record, record.given_source),
        )  # fmt: skip


def note_cause(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Why it needs another look; those who signed are told."""
    record.look_again_because = record.given_reason
    ids = [pk for part, _label in PARTS if (pk := getattr(record, f"{part}_id")) is not None]
    for user in User.objects.filter(pk__in=[*ids, record.owner_id or 0], is_active=True):
        text = f"{record.number} “{record.title}”: {record.given_reason}"
        notify(user=user, entry=record.entry, rule=f"look_again:{record.rev}", at=at, text=text[:500])


def forget_approval(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The card is worked on again: whoever changes it from now on is its author."""
    record.authors = []
    record.rested_on, record.conditions, record.valid_until = [], "", None
    record.look_again_because = ""
