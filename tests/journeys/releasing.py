"""A team that releases a model: its people, a system in use, a policy, and the README of the next version."""

import datetime
import hashlib
from typing import Any

from django.utils import timezone

from qms.registers import registry
from tests.factories.people import Clock
from tests.modelcards.cards.made import Cards, crowd

#: What goes out, byte by byte.
MODEL = b"weights of the ranking, version 1.1.0\n"
SHA = hashlib.sha256(MODEL).hexdigest()
ALL = ["dataset", "risk", "nonconformity", "monitor", "policy"]


def ago(days: int) -> str:
    """A day in the past, as people and files write it."""
    return (timezone.localdate() - datetime.timedelta(days=days)).isoformat()


class Team(Cards):
    """Everybody since sixty days: `author` owns the system, `engineer` writes, `approver` keeps quality."""

    def __init__(self) -> None:
        clock = Clock(datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=60))
        super().__init__(crowd(clock), clock)
        accuracy = {"metric": "accuracy", "direction": "higher", "limit": "0.9", "unit": "fraction", "by": "point"}
        self.policy(
            required=["primary_uses", "human_oversight", "limitations"], material=ALL,
            thresholds=[{**accuracy, "fixed_on": ago(65)}],
        )  # fmt: skip

    def in_use(self) -> Any:
        """The system, approved until next year, with a first version that has a card."""
        review = timezone.localdate() + datetime.timedelta(days=300)
        system = self.do(self.tested(), "approve", "boss", review_on=review)
        texts = {
            "primary_uses": "Ranks applications.",
            "human_oversight": "A recruiter decides.",
            "limitations": "CVs.",
        }
        metric = {"type": "accuracy", "value": "0.91", "unit": "fraction", "date": ago(62), "n": 900}
        self.stands(
            self.version(system, "1.0.0"), title="Applicant ranking 1.0.0", metrics=[metric],
            sections=[{"id": key, "text": text} for key, text in texts.items()],
        )  # fmt: skip
        return registry["systems"].model.objects.get(pk=system.pk)


def readme(*, accuracy: str = "value: 93.1", oversight: str = "[More Information Needed]") -> str:
    """The card of 1.1.0 as its team writes it: at first a figure lacks its unit, and a section its text."""
    return f"""---
language: en
license: mit
tags: [tabular]
model-index:
- name: Applicant ranking 1.1.0
  results:
  - task: {{type: tabular-classification}}
    dataset: {{type: applications, name: Applications, revision: "2026-1"}}
    metrics:
    - type: accuracy
      {accuracy}
      n: 2400
      date: {ago(3)}
---
# Applicant ranking 1.1.0

Ranks applications for the recruiters of HQ.

## Uses

### Direct Use

Ranks applications; recruiters read every one of them.

### Human Oversight

{oversight}

## Bias, Risks, and Limitations

Trained on applications in English.
"""
