"""An impact assessment and its life."""

import datetime
from typing import Any

from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe

RISK = {
    "feared": "access", "sources": "Staff of the scanning service", "impact": "Letters are read by strangers",
    "severity": "3", "likelihood": "3", "measures": "Encryption, access by role",
    "residual_severity": "3", "residual_likelihood": "1",
}  # fmt: skip
#: Everything that Art. 35(7) asks.
CONTENT: dict[str, Any] = {
    "screening": "Letters of many customers are scored on a large scale.", "criteria": ["scoring", "large_scale"],
    "description": "A model reads letters and sorts them.", "purposes": "Answering faster.",
    "necessity": "Sorting by hand takes a week; only the text is kept.", "measures": "Encryption, roles, deletion.",
    "risks": [RISK], "views_none": "The works council spoke for the customers in the pilot.",
}  # fmt: skip
ALTHOUGH = "Only the postcode is scored, and nobody is treated differently by it."
HIGH = {**RISK, "likelihood": "4", "residual_likelihood": "4"}
ADVICE = {"advice_result": "conditions", "advice": "Only with deletion after twelve months."}
DECISION = {"decision": "conditions", "review_on": datetime.date(2027, 1, 5)}


class ImpactAssessmentRecipe(Recipe):
    key = "impact-assessments"
    boss = "officer"
    own_fields = ("kind",)  # given once
    moves = {
        "assess": Move("author"),
        "not_required": Move("approver", {"review_on": datetime.date(2027, 1, 5), "although": ALTHOUGH}),
        "ask_advice": Move("author"),
        "advise": Move("officer", ADVICE),
        "consult": Move("approver", {"authority": "Example authority", "consulted_on": datetime.date(2026, 1, 5)}),
        "answer": Move("author", {"authority_answer": "Go ahead with the measures as described."}),
        "decide": Move("approver", DECISION),
        "stop": Move("approver"),
        "return": Move("officer"),
        "notify": Move("author", {"notified_on": datetime.date(2026, 1, 5), "notified_as": "MSA-12"}),
        "look_again": Move("officer"),
        "end": Move("author"),
        "void": Move("author"),
    }

    def people(self) -> Organisation:
        made = super().people()
        made.person("officer", "privacy_officer", "contributor")
        return made

    def make(self, **values: Any) -> Any:
        given = {"title": "Sorting letters", **CONTENT, **values}
        return self.register.create(actor=self.org["author"], at=self.clock(), **given)

    def ready(self, verb: str) -> Any:
        """As any; the consultation needs a high residual risk, the notification an assessment of fundamental rights."""
        if verb in ("consult", "answer"):
            return self._through(verb, self.make(risks=[HIGH]))
        if verb == "notify":
            return self._through(verb, self.make(**RIGHTS))
        return super().ready(verb)

    def in_state(self, state: str) -> Any:
        """The consultation is reached with a high residual risk only."""
        return self.perform(self.ready("consult"), "consult") if state == "consultation" else super().in_state(state)

    def _through(self, verb: str, record: Any) -> Any:
        for step in self.route(verb):
            record = self.perform(self.before(record, step), step)
        return record


#: An assessment of fundamental rights with its six parts (EU AI Act Art. 27(1)).
RIGHTS: dict[str, Any] = {
    "kind": "fundamental_rights", "fr_processes": "Sorting of letters.", "fr_period": "Every working day.",
    "fr_groups": "Customers, among them elderly people.", "fr_harms": "A letter of complaint comes too late.",
    "fr_oversight": "A clerk looks at every tenth letter.", "fr_measures": "Complaints go to a person at once.",
}  # fmt: skip
#: An assessment of the impact of AI (ISO/IEC 42001 6.1.4, A.5).
IMPACT: dict[str, Any] = {
    "kind": "ai_impact", "on_individuals": "Some wait longer.", "on_groups": "People who write by hand wait longest.",
    "on_society": "Small, as every firm sorts letters.", "misuse": "Scoring of customers by their handwriting.",
}  # fmt: skip
