"""The people around risks, and a story that tests enter where they need it."""

import datetime
from typing import Any

from qms.accounts.people import system_user
from qms.registers import registry
from qms.signatures.proof import PasswordProof
from tests.factories.people import PASSWORD, Clock, Organisation, organisation

START = datetime.datetime(2026, 1, 5, 9, 0, tzinfo=datetime.UTC)
WHY = "Seen in the incidents of last year."


def company(clock: Clock) -> Organisation:
    """author owns, keeper is the risk manager, approver and executive have authority, tester verifies controls."""
    org = organisation(clock)
    org.person("keeper", "risk_manager")
    org.person("quality", "quality_manager")
    org.person("signer", "approver")
    org.person("executive", "executive", unit="HQ")
    org.person("tester", "validator")
    org.people["system"] = system_user()
    return org


class Story:
    """Matrices, risks, controls and acceptances, each brought as far as a test needs it."""

    def __init__(self, org: Organisation, clock: Clock) -> None:
        self.org, self.clock = org, clock

    def do(self, record: Any, verb: str, who: str, **asked: Any) -> Any:
        """A move by somebody, signed where it is signed."""
        register = registry[record.entry.register]
        t = register.lifecycle.transitions[verb]
        if t.signs:
            asked.setdefault("proof", PasswordProof(PASSWORD, who))
        if t.reason:
            asked.setdefault("reason", WHY)
        return register.perform(record, verb, rev=None, actor=self.org[who], at=self.clock(), **asked)

    def new(self, key: str, who: str, **values: Any) -> Any:
        """A new record."""
        return registry[key].create(actor=self.org[who], at=self.clock(), **values)

    def edit(self, record: Any, who: str, **changes: Any) -> Any:
        """An edit with a reason."""
        register = registry[record.entry.register]
        return register.edit(record, rev=None, actor=self.org[who], at=self.clock(), reason=WHY, **changes)

    # Matrices

    def matrix(self, **values: Any) -> Any:
        """A draft by the risk manager."""
        return self.new("risk-matrices", "keeper", **{"title": "Risk criteria", **values})

    def matrix_in_force(self, **values: Any) -> Any:
        """Signed by an approver."""
        return self.do(self.do(self.matrix(**values), "propose", "keeper"), "put_in_force", "signer")

    # Risks

    def matrices(self) -> None:
        """What risks and opportunities are rated by, once."""
        held = registry["risk-matrices"].model.objects.filter(state="in_force")
        if not held.filter(family="general").exists():
            self.matrix_in_force()
        if not held.filter(family="opportunities").exists():
            self.matrix_in_force(title="Opportunity criteria", family="opportunities", about="opportunity")

    def risk(self, **values: Any) -> Any:
        """A described draft of the author."""
        self.matrices()
        return self.new("risks", "author", **{**RISK, **values})

    def assessed(self, inherent: tuple[int, int] = (4, 4), **values: Any) -> Any:
        """Rated; the current rating equals the inherent one."""
        return self.do(self.risk(**values), "assess", "author", **pair("inherent", inherent))

    def treated(self, **values: Any) -> Any:
        """In treatment, towards 2 × 3."""
        return self.do(
            self.assessed(**values), "treat", "author", strategy="reduce", plan=PLAN, **pair("target", (2, 3))
        )

    def opportunity(self, **values: Any) -> Any:
        """A described draft of the author."""
        self.matrices()
        return self.new("opportunities", "author", **{**OPPORTUNITY, **values})

    # Controls

    def control(self, risk: Any = None, **values: Any) -> Any:
        """A planned control of the author, linked to a risk."""
        links = [("mitigates", risk.number)] if risk is not None else []
        return self.new("controls", "author", links=links, **{**CONTROL, **values})

    def implemented(self, risk: Any = None, **values: Any) -> Any:
        """With evidence."""
        held = self.control(risk, **values)
        today = self.clock.last.date()
        return self.do(held, "implement", "author", implemented_on=today, evidence="Merge request 41.")

    def effective(self, risk: Any = None, **values: Any) -> Any:
        """Verified by somebody else."""
        return self.do(self.implemented(risk, **values), "verify", "tester", verification=SEEN)

    # Acceptances

    def acceptance(self, risk: Any, days: int = 60, **values: Any) -> Any:
        """A draft of the author."""
        ends_on = self.clock.last.date() + datetime.timedelta(days=days)
        given = {"title": "Bear it until the new model", "rationale": "The old model is replaced in March."}
        return self.new("risk-acceptances", "author", **{**given, "risk": risk, "ends_on": ends_on, **values})

    def accepted(self, risk: Any = None, who: str = "signer", **values: Any) -> Any:
        """In force; its risk is accepted."""
        return self.do(self.acceptance(risk or self.assessed(), **values), "accept", who)

    def fresh(self, record: Any) -> Any:
        """The record as it stands in its table."""
        return type(record).objects.select_related("entry", "unit", "owner").get(pk=record.pk)


def pair(kind: str, values: tuple[int, int]) -> dict[str, int]:
    """A rating as a move asks for it."""
    return {f"{kind}_likelihood": values[0], f"{kind}_consequence": values[1]}


PLAN = "Refuse data that is older than a week, and watch the drift."
SEEN = "Twelve stale files were sent, and all were refused."
RISK = {
    "title": "Stale data in training",
    "category": "ai_data",
    "scope": "system",
    "cause": "A nightly job fails unnoticed\nA partner delivers late",
    "event": "The model is trained on stale data",
    "consequence": "Wrong offers to customers",
}
OPPORTUNITY = {
    "title": "Open the card to customers",
    "category": "strategic",
    "cause": "Customers ask how models are tested",
    "event": "We publish signed model cards",
    "consequence": "Fewer questionnaires before a contract",
}
CONTROL = {
    "title": "Refuse old files",
    "kind": "prevent",
    "measure": "design",
    "description": "The pipeline refuses files that are older than a week.",
    "test": "Send stale files: all are refused.",
}
