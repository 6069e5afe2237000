"""The life of a control: planned, implemented, effective; verified by somebody else, with evidence (RM-05)."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.lifecycle import Lifecycle, State, Transition

from ..rules import controls as rules
from ..services.lapsing import lapse_by_control


def says_what_it_is(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What is verified later is known beforehand."""
    if not says_nothing(record.description) and not says_nothing(record.test):
        return None
    return Said(_t("Say what the control is, and how its effect is seen."), way="edit/?section=what")


def has_evidence(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """RM-05: implemented means that something shows it."""
    if record.has_evidence:
        return None
    said = _t("There is no evidence yet: attach a file, link a record, or say where one sees that it is there.")
    return Said(said, field="evidence")


def implemented_by_now(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nothing was implemented in the future."""
    late = record.implemented_on > timezone.localdate(at)
    return Said(_t("This day has not come yet."), field="implemented_on") if late else None


def says_what_was_seen(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """RM-05: effective means that somebody looked, and says at what."""
    said = _t("Say what was looked at, and what was seen.")
    return Said(said, field="verification") if says_nothing(record.verification) else None


def says_how_it_failed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What failed is told, so that it can be put right."""
    said = _t("Say how it failed, and how it was noticed.")
    return Said(said, field="failure") if says_nothing(record.failure) else None


def note_verified(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The moment comes from the clock: a rating may fall only by a verification that came after the last one."""
    record.verified_at, record.verified_by, record.failure = at, actor, ""


def forget_verification(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What has changed or failed is not verified. The history keeps what was seen."""
    record.verified_at = record.verified_by = None
    record.verification = ""


def let_acceptances_lapse(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """RM-02: what was accepted counted on this control."""
    lapse_by_control(record, at=at, source=record.given_source)


lifecycle = Lifecycle(
    states=[
        State("planned", _("Planned"), "draft", waits="owner"),
        State("implemented", _("Implemented, to be verified"), "open", waits="role:quality_manager"),
        State("effective", _("Effective"), "open", tone="done"),
        State("failed", _("Failed"), "open", waits="owner", tone="bad"),
        State("retired", _("Retired"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "implement", _("Report as implemented"), ("planned", "failed"), "implemented", rules.works,
            guards=[says_what_it_is], asks=("implemented_on", "evidence"), needs=("implemented_on",),
            checks=[implemented_by_now, has_evidence],
            help=_("Attach what shows it first (under Files), or say where it can be seen."),
        ),
        Transition(
            "verify", _("Verify"), ("implemented", "effective"), "effective", rules.verifies,
            asks=("verification", "review_on"), needs=("verification",), checks=[says_what_was_seen],
            effects=[note_verified], shows=("description", "test", "implemented_on", "evidence"),
            help=_("Somebody else than its owner says that it works, and how that was seen."),
        ),
        Transition(
            "fail", _("Report a failure"), ("implemented", "effective"), "failed", rules.fails,
            asks=("failure",), needs=("failure",), checks=[says_how_it_failed],
            effects=[forget_verification, let_acceptances_lapse], primary=False,
            help=_("Acceptances of the risks that it mitigates go stale at once."),
        ),
        Transition(
            "rework", _("Change it"), ("implemented", "failed"), "planned", rules.works,
            effects=[forget_verification], reason=True, primary=False,
        ),
        Transition(
            "retire", _("Retire"), ("implemented", "effective", "failed"), "retired", rules.keeps,
            effects=[let_acceptances_lapse], reason=True, primary=False,
            help=_("Acceptances of the risks that it mitigates go stale at once."),
        ),
        Transition("void", _("Void"), ("planned",), "void", rules.works, reason=True, primary=False),
    ],
)  # fmt: skip
