"""When a deployment goes live: what the gate says now, and room for its share. What follows from a rollback."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Unmet
from qms.lib.text import says_nothing
from qms.records import write as door
from qms.registers import registry

from ..marks import mark_for
from ..models import Deployment, System

WHOLE = 100  # percent


class GateRefused(Unmet):
    """The gate was asked and said no; nothing goes live."""


def gate_lets_it_pass(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """The gate is asked now, and its answer is kept with the deployment. Raises GateRefused."""
    from ..services import gate  # the gate reads cards and policies, which come later than this module

    version = record.version
    answer = gate.answer(
        version.system, version=version.version, artifact=version.artifact, actor=actor, at=at,
        source=record.given_source,
    )  # fmt: skip
    if answer.result == "fail":
        raise GateRefused(refusal(record, answer))
    record.answer = answer
    return None


def refusal(record: Any, answer: Any) -> str:
    """What the gate said, in one sentence."""
    said = {"version": record.version.number, "why": " ".join(reasons_in(answer)) or _("It gave no reason.")}
    return _("The gate does not let %(version)s pass. %(why)s") % said


def reasons_in(answer: Any) -> list[str]:
    """The reasons of an answer as sentences; each is a text, or a dict with its text under `text` or `reason`."""
    reasons = [r.get("text") or r.get("reason") or "" if isinstance(r, dict) else str(r) for r in answer.reasons or []]
    return [reason for reason in reasons if reason]


def share_fits(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What is live in one environment of a system shares no more than the whole of it."""
    door.lock(System, record.version.system_id)  # two that go live at once are added up one after the other
    return too_much(record)


def too_much(record: Any) -> str | None:
    """The sentence about a share that does not fit, if the record is or were live."""
    others = Deployment.objects.filter(
        version__system_id=record.version.system_id, environment=record.environment, state="live"
    ).exclude(pk=record.pk)
    taken = list(others.order_by("pk").values_list("number", "share"))
    total = sum(share for _number, share in taken)
    if total + record.share <= WHOLE:
        return None
    said = {
        "free": WHOLE - total, "share": record.share, "environment": record.get_environment_display(),
        "others": ", ".join(f"{number} {share} %" for number, share in taken),
    }  # fmt: skip
    return _("%(share)d %% does not fit: %(free)d %% of “%(environment)s” are free. Live: %(others)s.") % said


def why_is_said(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A rollback says what went wrong."""
    return _("Say what went wrong.") if says_nothing(record.rolled_back_because) else None


def note_start(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Since when it is live."""
    record.since = at


def note_end(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Until when it was."""
    record.until = at


def raise_nonconformity(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What is rolled back did not conform: a nonconformity that addresses it and concerns its version."""
    version = record.version
    said = {"version": version.version, "system": version.system.title, "where": record.get_environment_display()}
    registry["nonconformities"].create(
        actor=actor, at=at, source=record.given_source, mark=mark_for(record, record.given_source), unit=record.unit,
        title=(_("Rollback of %(version)s of %(system)s") % said)[:200],
        description=_("%(version)s was rolled back in “%(where)s”.") % said + "\n\n" + record.rolled_back_because,
        product=f"{version.system.title} {version.version}"[:200], place=str(said["where"]), origin="internal",
        detected="after" if record.environment == "production" else "before",
        links=[("addresses", record.entry), ("concerns", version.entry), ("concerns", version.system.entry)],
    )  # fmt: skip
