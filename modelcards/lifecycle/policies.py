"""The life of a release policy: drafted, proposed, in force until the next one of its class is."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.accounts.people import system_user
from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition
from qms.registers import registry

from ..rules import policies as rules

CONTENT = (
    "title", "risk_class", "required", "thresholds", "fairness", "datasets_needed", "verified_only", "smallest_n",
    "signers", "material", "review_months",
)  # fmt: skip


def asks_something(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A policy without any gate lets everything through."""
    if record.required or record.thresholds or record.fairness:
        return None
    return _t("The policy asks for nothing yet: name required sections, thresholds or fairness results.")


def take_over(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The policy that was in force until now is superseded, in the same transaction."""
    record.effective_on = timezone.localdate(at)
    policies = registry["release-policies"]
    for old in policies.model.objects.filter(risk_class=record.risk_class, state="in_force"):
        reason = _t("%s is in force now.") % record.number
        policies.perform(
            old, "supersede", rev=None, actor=system_user(), at=at, reason=reason, source=record.given_source
        )


lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("proposed", _("Proposed"), "open", waits="role:approver"),
        State("in_force", _("In force"), "done"),
        State("superseded", _("Superseded"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition("propose", _("Propose"), ("draft",), "proposed", rules.proposes, guards=[asks_something]),
        Transition(
            "put_in_force", _("Put in force"), ("proposed",), "in_force", rules.approves, effects=[take_over],
            signs=Signing("approval", Scope(fields=CONTENT), _("the gates, thresholds and signers of this policy")),
            help=_("From now on cards of this class are judged by it; the policy before it is superseded."),
        ),
        Transition(
            "return", _("Return"), ("proposed",), "draft", rules.approves | rules.proposes, reason=True, primary=False
        ),
        Transition("supersede", _("Supersede"), ("in_force",), "superseded", rules.supersedes, reason=True),
        Transition("void", _("Void"), ("draft", "proposed"), "void", rules.proposes, reason=True, primary=False),
    ],
)  # fmt: skip
