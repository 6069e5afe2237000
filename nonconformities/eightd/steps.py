"""The steps: what belongs to each, which ones it waits for, and which are completed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..choices import STEPS
from ..models.problem import FIVE_W


@dataclass(frozen=True)
class Step:
    """One discipline. `fields` are what it holds, `section` where they are edited, `late` that it follows the check."""

    key: str
    fields: tuple[str, ...]
    section: str
    late: bool = False

    @property
    def label(self) -> Any:
        return dict(STEPS)[self.key]


CONTAINMENT = (
    "containment", "containment_on", "containment_validated_on", "containment_validated_by", "containment_effective",
    "containment_result",
)  # fmt: skip
ALL = (
    Step("d0", ("emergency",), "team"),
    Step("d1", ("champion", "team_leader", "team", "team_outside"), "team"),
    Step("d2", (*FIVE_W, "is_is_not"), "problem"),
    Step("d3", CONTAINMENT, "at_once"),
    Step("d4", ("causes", "human_error_rationale", "escape_point", "escape_status", "escape_evidence"), "cause"),
    Step("d5", ("plan", "choice_verified", "choice_verified_on"), "plan"),
    Step("d6", ("containment_removed_on", "containment_removed_by"), "at_once", late=True),
    Step("d7", ("read_across", "risks", "risks_text", "qms_change", "qms_text"), "answers", late=True),
    Step("d8", ("recognition",), "recognition", late=True),
)
BY_KEY = {step.key: step for step in ALL}
#: Completed before the plan is handed in; the others before the nonconformity is closed.
EARLY = tuple(step.key for step in ALL if not step.late)
#: D3 runs beside D4: neither waits for the other.
PARALLEL = ("d3", "d4")


def is_8d(record: Any) -> bool:
    """Whether the record is worked as an 8D."""
    return bool(record.approach == "8d")


def done(record: Any) -> dict[str, dict[str, Any]]:
    """The rows of the completed steps by their key."""
    return {row["step"]: row for row in record.steps_done}


def before(key: str) -> list[str]:
    """The steps that must be completed before this one."""
    keys = [step.key for step in ALL]
    return [k for k in keys[: keys.index(key)] if not (key in PARALLEL and k in PARALLEL)]


def after(key: str) -> list[str]:
    """The steps that wait for this one."""
    return [step.key for step in ALL if key in before(step.key)]


def waiting(record: Any) -> list[str]:
    """The steps that may be completed next: not completed, and everything before them is."""
    held = done(record)
    return [s.key for s in ALL if s.key not in held and all(k in held for k in before(s.key))]


def names(keys: Iterable[str]) -> str:
    """D2, D3 …, for a sentence."""
    return ", ".join(key.upper() for key in keys)
