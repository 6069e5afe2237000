"""When a model card may move."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.links import edges
from qms.registers.signing import signatures_of

from ..models.policies import PARTS
from ..queries.causes import causes_of
from ..queries.gates import gates_of, policy_now
from ..rules import cards as rules

LONGEST_CONDITION = 366  # days
Guard = Callable[..., Any]


def gates_are_passed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Every gate of the policy is passed or does not apply."""
    failed = [gate for gate in gates_of(record) if gate.failed]
    if not failed:
        return None
    first = "; ".join(f"{gate.label}: {gate.reason}" for gate in failed[:3])
    more = _(" … and %d more.") % (len(failed) - 3) if len(failed) > 3 else ""
    return _("%(n)d gates are not passed. %(first)s%(more)s") % {"n": len(failed), "first": first, "more": more}


def asked_parts(record: Any) -> list[str]:
    """The parts that the policy wants signed, in the order of PARTS."""
    policy = policy_now(record)
    return [part for part, _label in PARTS if policy is not None and part in policy.signers]


def signers_are_named(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Everybody whose signature the policy wants is named in the card."""
    missing = [str(label) for part, label in PARTS if part in asked_parts(record) and _held(record, part) is None]
    return _("Name who signs: %s.") % ", ".join(missing) if missing else None


def signers_are_independent(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Each named person could sign: another than the authors, in the role, the validator from outside the team."""
    named = {part: pk for part in asked_parts(record) if (pk := _held(record, part)) is not None}
    people = User.objects.in_bulk(list(named.values()))
    unfit = [
        f"{people[pk].printed_name} ({dict(PARTS)[part]})"
        for part, pk in named.items()
        if not rules.REVIEWERS[part](people[pk], record)
    ]
    if not unfit:
        return None
    said = _(
        "Authors do not review, the team does not validate, and each part needs its role. Name somebody else for: %s."
    )
    return said % ", ".join(unfit)


def _held(record: Any, part: str) -> int | None:
    pk: int | None = getattr(record, f"{part}_id")
    return pk


def signed_parts(record: Any) -> set[str]:
    """The parts with a signature that holds over the present content."""
    return {row.verb.removeprefix("sign_") for row, valid in signatures_of(record) if valid}


def still_to_sign(record: Any, *, but: str = "") -> list[int]:
    """The people whose signature is wanted and missing, in the order of PARTS; `but` is the part that signs now."""
    there = {*signed_parts(record), but}
    named = (_held(record, part) for part in asked_parts(record) if part not in there)
    return list(dict.fromkeys(pk for pk in named if pk is not None))


def asked_of(part: str) -> Guard:
    """The policy wants this part."""

    def is_asked(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
        return None if part in asked_parts(record) else _("The policy asks for no signature of this part.")

    return is_asked


def not_signed_by(part: str) -> Guard:
    """Nobody signs the same content twice."""

    def is_unsigned(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
        return _("This part is signed, and the signature holds.") if part in signed_parts(record) else None

    return is_unsigned


def everybody_has_signed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Every part that the policy wants has a signature that holds."""
    return unsigned(record, signed_parts(record))


def unsigned(record: Any, there: set[str]) -> str | None:
    """Who has still to sign, where the signatures of the parts in `there` hold; None where nobody has."""
    labels = dict(PARTS)
    missing = [str(labels[part]) for part in asked_parts(record) if part not in there]
    if "submit" not in there:
        missing.insert(0, _("the author"))
    return _("Not signed, or changed since: %s.") % ", ".join(missing) if missing else None


def condition_lines(text: str) -> list[str]:
    """The conditions one by one: each line that says something."""
    return [line for line in (row.strip(" -•\t") for row in text.splitlines()) if line]


def conditions_end(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A conditional approval has an end, and not a far one."""
    today = timezone.localdate(at)
    if record.valid_until <= today:
        return _("The conditional approval must end after today.")
    if record.valid_until > today + datetime.timedelta(days=LONGEST_CONDITION):
        return _("A conditional approval lasts a year at most.")
    return None


def actions_are_verified(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What was asked as a condition is done and verified: each line of it, also where an action was cancelled."""
    actions = edges.sources(record.pk, "addresses", "actions")
    waiting = list(actions.filter(phase__in=("draft", "open")).values_list("number", flat=True)[:5])
    if waiting:
        return _("Not verified yet: %s.") % ", ".join(waiting)
    asked, done = len(condition_lines(record.conditions)), actions.filter(state="verified").count()
    if done >= asked:
        return None
    said = _("%(asked)d conditions were set and %(done)d actions are verified: link an action for each of the others.")
    return said % {"asked": asked, "done": done}


def no_condition_is_open(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Another look does not make conditions disappear."""
    return actions_are_verified(record, actor=actor, at=at) if record.conditions else None


def nothing_has_changed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What the approval rests on is as it was."""
    causes = causes_of(record, at=at)
    return _("It needs another look first: %s") % " ".join(causes) if causes else None
