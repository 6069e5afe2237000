"""Cards at any point of their lives, with the policy they are judged by, made through the verbs."""

import datetime
from typing import Any

from modelcards.services.cards import Brought, bring_in
from qms.registers import registry
from tests.factories.people import Clock, Organisation
from tests.factories.release_policies import gates
from tests.modelcards.systems.made import HASH, Story, company

README = """---
language: en
license: mit
tags: [tabular]
model-index:
- name: Applicant ranking
  results:
  - task: {type: tabular-classification}
    dataset: {type: applications, name: Applications 2025}
    metrics:
    - type: accuracy
      value: 0.93
---
# Applicant ranking

## Uses

### Direct Use

Ranks applications for the recruiters of HQ.
"""
METRIC = {
    "type": "accuracy", "name": "accuracy", "value": "0.93", "unit": "fraction", "dataset": "Applications 2025",
    "n": 2000, "date": "2026-01-04",
}  # fmt: skip
TEXTS = [{"id": "primary_uses", "text": "Ranks applications for the recruiters of HQ."}]


def crowd(clock: Clock) -> Organisation:
    """Those of a system, and one person for each part that signs a card."""
    org = company(clock)
    org.person("peer", "contributor")
    org.person("validator", "validator")
    org.person("keeper", "quality_manager")
    org.person("risky", "risk_manager")
    org.person("dpo", "privacy_officer")
    org.person("second", "approver")
    return org


class Cards(Story):
    """Drives cards; the system of every card is approved, unless said otherwise."""

    def policy(self, **changed: Any) -> Any:
        """A policy that is in force for minimal risk: one section, one threshold, the validator's signature."""
        policies = registry["release-policies"]
        given = {"title": "Minimal risk", "risk_class": "minimal", **gates(), **changed}
        made = policies.create(actor=self.org["approver"], at=self.clock(), **given)
        return self.do(self.do(made, "propose", "approver"), "put_in_force", "second")

    def policies(self) -> Any:
        """Those in force."""
        return registry["release-policies"].model.objects.filter(state="in_force")

    def verify_actions(self) -> None:
        """Do what was asked as a condition, and have it verified."""
        for action in registry["actions"].model.objects.filter(state="planned").order_by("pk"):
            self.do(action, "start", "author")
            done = {"done_on": self.clock.last.date(), "result": "Done.", "evidence": "Merge request 8."}
            self.do(action, "complete", "author", verifier=self.org["validator"], **done)
            seen = {"verification": "Saw the report.", "harm": "no", "harm_evidence": "All tests passed."}
            self.do(action, "verify", "validator", **seen)

    def card(self, version: Any = None, **changed: Any) -> Any:
        """A draft that passes the usual policy; by its engineer, of the system's owner."""
        version = version or self.version(self.approved())
        given = {"title": "Applicant ranking 1.0.0", "sections": TEXTS, "metrics": [METRIC], **changed}
        given.setdefault("validator", self.org["validator"])
        return registry["model-cards"].create(
            version=self.fresh(version), actor=self.org["engineer"], at=self.clock(), **given
        )

    def submitted(self, *args: Any, **changed: Any) -> Any:
        return self.do(self.card(*args, **changed), "submit", "author")

    def signed(self, *args: Any, **changed: Any) -> Any:
        """Waiting for the approver only."""
        return self.do(self.submitted(*args, **changed), "sign_validator", "validator")

    def stands(self, *args: Any, **changed: Any) -> Any:
        """Approved."""
        return self.do(self.signed(*args, **changed), "approve", "boss")

    def conditional(self, until: datetime.date, *args: Any, **changed: Any) -> Any:
        asked = {"conditions": "Measure recall by age.\nDescribe the fallback.", "valid_until": until}
        return self.do(self.signed(*args, **changed), "approve_conditionally", "boss", **asked)

    def sent(self, data: str | bytes = README, **changed: Any) -> Brought:
        """A file brought in, for a new approved system unless one is named."""
        given = {"name": "README.md", "format": "hf", "version": "1.0.0", "artifact": HASH, "source": "api", **changed}
        given.setdefault("system", None)
        given["system"] = given["system"] or self.approved()
        given.setdefault("actor", self.org["engineer"])
        return bring_in(data.encode() if isinstance(data, str) else data, at=self.clock(), **given)
