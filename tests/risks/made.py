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
