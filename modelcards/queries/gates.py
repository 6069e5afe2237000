"""The gates of one card: its class, the policy in force for it, and what that policy says of the card."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.links import edges
from qms.records.models import Entry
from qms.registers import registry

from ..gates import FAILED, PASSED, Facts, Gate, judge
from ..models import Policy

MOST_DATASETS = 100
#: Classes that no policy can release.
BARRED = {
    "unclassified": gettext_lazy("The system is not classified yet."),
    "prohibited": gettext_lazy("The system is a prohibited practice (EU AI Act Art. 5)."),
}


def policy_for(risk_class: str) -> Policy | None:
    """The policy in force for a class, if there is one."""
    return Policy.objects.select_related("entry").filter(risk_class=risk_class, state="in_force").first()


def policy_now(card: Any) -> Policy | None:
    """The policy in force for the class of a card's system. Only one is: the card's own, if it still is."""
    own = card.policy if card.policy_id else None
    risk_class = card.system.risk_class
    return own if own and own.state == "in_force" and own.risk_class == risk_class else policy_for(risk_class)


def gates_of(card: Any, policy: Policy | None = None) -> list[Gate]:
    """Every gate of the card, judged now. Nothing about a card without a policy is passed."""
    system = card.system
    label = _("Class of the system")
    if said := BARRED.get(system.risk_class):
        return [Gate("class", label, FAILED, str(said))]
    policy = policy or policy_for(system.risk_class)
    shown = system.get_risk_class_display()
    if policy is None:
        said = _("No release policy is in force for “%s”.") % shown
        return [Gate("policy", _("Release policy"), FAILED, said)]
    return [
        Gate("class", label, PASSED, f"{shown}, {policy.number}"),
        *judge(policy, facts_of(card)),
    ]


def facts_of(card: Any) -> Facts:
    """What the gates look at."""
    files = frozenset(f["sha256"] for f in card.entry.attached.get("files", []))
    texts = {row["id"]: row["text"] for row in card.sections}
    return Facts(texts, card.metrics, files, [(d.number, why_not(d)) for d in datasets_of(card)])


def datasets_of(card: Any) -> list[Any]:
    """The datasets that the card names."""
    return datasets_among(list(edges.targets(card.pk, "concerns", "datasets")[:MOST_DATASETS]))


def datasets_among(entries: Sequence[Entry]) -> list[Any]:
    """The datasets of these entries."""
    if not entries:
        return []
    named = [entry.pk for entry in entries[:MOST_DATASETS]]
    return list(registry["datasets"].model.objects.select_related("entry").filter(pk__in=named).order_by("pk"))


def why_not(dataset: Any) -> str:
    """Why a card cannot rest on this dataset; "" when it can."""
    if dataset.state != "approved":
        return _("it is “%s”, not approved.") % registry["datasets"].lifecycle.label(dataset.state)
    return _("“%s” is required and failed.") % failed[0] if (failed := dataset.failing_required) else ""
