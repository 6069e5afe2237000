"""Values of an action, and its moves."""

import datetime
from typing import Any

from qms.registers import registry
from tests.factories.people import Clock, Organisation

START = datetime.datetime(2026, 1, 5, 9, 0, tzinfo=datetime.UTC)
DUE = datetime.date(2026, 2, 20)
REASON = "The supplier delivers later."
VALUES = {"title": "Refuse old evaluations", "kind": "corrective", "description": "In every pipeline.", "due_on": DUE}
SEEN = {"verification": "Saw the refusal in the log.", "harm": "no", "harm_evidence": "Regression suite passed."}


def do(action: Any, verb: str, who: str, org: Organisation, clock: Clock, **asked: Any) -> Any:
    asked = {"rev": action.rev, "at": clock(), **asked}
    return registry["actions"].perform(action, verb, actor=org[who], **asked)


def done(action: Any, org: Organisation, clock: Clock, **changed: Any) -> Any:
    """Started and reported as done by its owner."""
    action = do(action, "start", "owner", org, clock)
    asked = {"done_on": clock.last.date(), "result": "They are refused.", "evidence": "Merge request 7.", **changed}
    return do(action, "complete", "owner", org, clock, verifier=org["verifier"], **asked)
