"""How far a worksheet is: what is not rated, and which causes wait for an action or a justification (FM-03)."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from qms.lib.text import says_nothing

from .fmea_actions import VERIFIED, actions_on, is_planned
from .models.fmea_lines import NOT_RATED, standing_priority


class Facts(NamedTuple):
    """What is read of each line to know how far a worksheet is: of a thousand lines nothing else."""

    pk: int
    number: str
    state: str
    priority: str
    priority_after: str
    justification: str

    @property
    def standing_priority(self) -> str:
        """The priority that counts today."""
        return standing_priority(self)


@dataclass
class Standing:
    """Lines by what they still ask for; dropped ones left out."""

    total: int = 0
    priorities: Counter[str] = field(default_factory=Counter)
    not_rated: list[str] = field(default_factory=list)
    high: list[str] = field(default_factory=list)
    medium: list[str] = field(default_factory=list)

    @property
    def open(self) -> list[str]:
        """Numbers of all lines that keep the worksheet from being approved."""
        return [*self.not_rated, *self.high, *self.medium]


def standing_of(worksheet: Any) -> Standing:
    """How far all lines are, in three queries whatever their number."""
    found = Standing()
    read = worksheet.lines.exclude(state="dropped").order_by("pk").values_list(*Facts._fields)
    rows = [Facts(*row) for row in read]
    actions = actions_on(worksheet) if any(line.standing_priority in ("H", "M") for line in rows) else {}
    for line in rows:
        found.total += 1
        found.priorities[line.standing_priority] += 1
        if line.priority == NOT_RATED:
            found.not_rated.append(line.number)
        elif not is_answered(line, actions.get(line.pk, [])):
            (found.high if line.standing_priority == "H" else found.medium).append(line.number)
    return found


def is_answered(line: Any, actions: list[Any]) -> bool:
    """FM-03: high needs an action with owner and date or a signed justification, medium an action or a written one.

    Where an action was verified and the priority did not fall enough, it is answered by what comes next.
    """
    priority = line.standing_priority
    if priority not in ("H", "M") or line.state == "justified":
        return True
    pending = [a for a in actions if line.state != "improved" or a.state != VERIFIED]
    if priority == "H":
        return any(is_planned(action) for action in pending)
    return bool(pending) or not says_nothing(line.justification)


def answer_of(line: Any, actions: list[Any]) -> str:
    """What a line still asks for, in one sentence; "" where it is answered."""
    if line.priority == NOT_RATED:
        return _("Not rated yet.")
    if is_answered(line, actions):
        return ""
    if line.standing_priority == "H":
        return _("Needs an action with owner and date, or a justification that management signs.")
    return _("Needs an action or a written justification.")
