"""A system, its versions and deployments at any point of their lives, made through the verbs."""

import datetime
from typing import Any

from modelcards.services.versions import register_version
from qms.registers import registry
from qms.signatures.proof import PasswordProof
from tests.factories.people import PASSWORD, Clock, Organisation, organisation

START = datetime.datetime(2026, 1, 5, 9, 0, tzinfo=datetime.UTC)
REVIEW = datetime.date(2027, 6, 1)
REASON = "This is the reason why."
HASH, OTHER_HASH = "a" * 64, "b" * 64


def answer(question: str, *chosen: str, reason: str = "") -> dict[str, Any]:
    """One row of a classification."""
    return {"question": question, "answer": list(chosen), "reason": reason}


NO = [answer(key, "none") for key in ("scope", "prohibited", "annex_i", "annex_iii", "transparency", "gpai")]


def answered(**changed: Any) -> list[dict[str, Any]]:
    """All questions answered by no, with some answered otherwise: a key, or several."""
    given = {row["question"]: row for row in NO}
    for key, chosen in changed.items():
        given[key] = answer(key, *([chosen] if isinstance(chosen, str) else chosen))
    return list(given.values())


MINIMAL = answered()
HIGH = answered(annex_iii="iii-4a", profiling="yes")
PROHIBITED = answered(prohibited="5-f")


def company(clock: Clock) -> Organisation:
    """`author` owns systems and registers versions, `compliance` approves classifications, `boss` approves systems."""
    org = organisation(clock)
    org.person("compliance", "compliance_officer")
    org.person("boss", "executive")
    org.person("engineer", "contributor")
    return org


class Story:
    """Drives systems through the verbs, each a second later."""

    def __init__(self, org: Organisation, clock: Clock) -> None:
        self.org, self.clock = org, clock

    def fresh(self, record: Any) -> Any:
        return type(record).objects.select_related("entry", "unit", "owner").get(pk=record.pk)

    def do(self, record: Any, verb: str, who: str, **asked: Any) -> Any:
        """Make a move with the present revision; signs where the move is signed."""
        register, record = registry.of_model(type(record)), self.fresh(record)
        t = register.lifecycle.transitions[verb]
        if t.signs:
            asked.setdefault("proof", PasswordProof(PASSWORD, who))
        if t.reason:
            asked.setdefault("reason", REASON)
        return register.perform(record, verb, rev=record.rev, actor=self.org[who], at=self.clock(), **asked)

    def edit(self, record: Any, who: str = "author", reason: str = REASON, **changes: Any) -> Any:
        register, record = registry.of_model(type(record)), self.fresh(record)
        return register.edit(record, rev=record.rev, actor=self.org[who], at=self.clock(), reason=reason, **changes)

    def proposed(self, answers: list[dict[str, Any]] | None = None, **more: Any) -> Any:
        """A system that was reported, with its questions answered."""
        values = {
            "title": "Applicant ranking", "purpose": "Ranks applications for the recruiters of HQ.",
            "roles": ["provider", "deployer"], "answers": MINIMAL if answers is None else answers,
            "team": [self.org["engineer"].pk], **more,
        }  # fmt: skip
        return registry["systems"].create(actor=self.org["author"], at=self.clock(), **values)

    def developed(self, *args: Any, **more: Any) -> Any:
        return self.do(self.proposed(*args, **more), "approve_classification", "compliance")

    def tested(self, *args: Any, **more: Any) -> Any:
        return self.do(self.developed(*args, **more), "test", "author")

    def approved(self, *args: Any, **more: Any) -> Any:
        return self.do(self.tested(*args, **more), "approve", "boss", review_on=REVIEW)

    def version(
        self, system: Any, version: str = "1.0.0", artifact: str = HASH, who: str = "author", **more: Any
    ) -> Any:
        return register_version(
            self.fresh(system), version=version, artifact=artifact, actor=self.org[who], at=self.clock(), source="page",
            **more,
        )  # fmt: skip

    def current(self, system: Any, version: str = "1.0.0", artifact: str = HASH, **more: Any) -> Any:
        return self.do(self.version(system, version, artifact, **more), "make_current", "author")

    def deployment(self, version: Any, environment: str = "production", share: int = 100) -> Any:
        return registry["deployments"].create(
            actor=self.org["author"], at=self.clock(), version=self.fresh(version), environment=environment, share=share
        )

    def let_pass(self, version: Any, until: datetime.date | None = None) -> None:
        """Give the version a signed card, so that the gate lets it pass; with `until` under conditions."""
        from tests.modelcards.cards.made import Cards

        for name, role in (("validator", "validator"), ("second", "approver")):
            if name not in self.org.people:
                self.org.person(name, role)
        cards, risk_class = Cards(self.org, self.clock), self.fresh(version.system).risk_class
        if not cards.policies().filter(risk_class=risk_class).exists():
            cards.policy(risk_class=risk_class)
        cards.conditional(until, version) if until else cards.stands(version)

    def live(self, version: Any, environment: str = "production", share: int = 100) -> Any:
        return self.do(self.deployment(version, environment, share), "go_live", "author")


def measures(person: int) -> dict[str, Any]:
    """What a high-risk system needs before it is approved."""
    abilities = ("understand", "bias", "interpret", "override", "stop")
    return {
        "oversight": [
            {"ability": key, "measure": "A recruiter reads each ranking.", "person": person, "competence": "Trained"}
            for key in abilities
        ],
        "logs": [{"name": "Decisions", "holds": "Input, output", "place": "Log store", "months": "12"}],
        "monitoring_plan": "Every week the ranking is compared with what recruiters decided.",
        "watched": [
            {"source": "Decisions", "metric": "Recall", "threshold": "0.8", "every": "weekly", "person": person}
        ],
    }
