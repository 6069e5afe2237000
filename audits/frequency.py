"""How often a process is audited: from its importance, its changes and earlier results (ISO 9001:2015 9.2.2 a).

The numbers are Plumbline's own, and a programme may plan otherwise: they are shown as a proposal with its reasons.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

#: Months between two audits of a process without a past, by its importance.
BASE = {"high": 6, "normal": 12, "low": 24}
SHORTEST, LONGEST = 3, 36
AFTER_MAJOR = Fraction(1, 2)
AFTER_MINORS = Fraction(2, 3)
AFTER_CHANGE = Fraction(2, 3)
AFTER_CLEAN = Fraction(3, 2)
SEVERAL = 2


@dataclass(frozen=True)
class Result:
    """What an audit that has been reported found on a process."""

    on: datetime.date
    majors: int = 0
    minors: int = 0

    @property
    def clean(self) -> bool:
        """Neither a major nor a minor nonconformity."""
        return not self.majors and not self.minors


@dataclass(frozen=True)
class Proposal:
    """Months between two audits, when the next is due, and why. `due` is the given day where none was done yet."""

    months: int
    due: datetime.date
    because: tuple[str, ...]


def propose(importance: str, results: Sequence[Result], *, changed: bool, today: datetime.date) -> Proposal:
    """The frequency for a process.

    Args:
        importance: high, normal or low; anything else counts as normal.
        results: earlier audits of the process, in any order.
        changed: whether the process was changed after the last of them.
        today: when a process that was never audited is due.
    """
    past = sorted(results, key=lambda r: r.on)
    months = Fraction(BASE.get(importance, BASE["normal"]))
    because = [_importance_word(importance)]
    for factor, sentence in _factors(past, changed):
        months *= factor
        because.append(sentence)
    whole = min(max(round(months), SHORTEST), LONGEST)
    if not past:
        return Proposal(whole, today, (*because, _("never audited: due now")))
    return Proposal(whole, past[-1].on + relativedelta(months=whole), tuple(because))


def _factors(past: Sequence[Result], changed: bool) -> list[tuple[Fraction, str]]:
    found = []
    if past and past[-1].majors:
        found.append((AFTER_MAJOR, _("a major nonconformity last time: half the interval")))
    elif past and past[-1].minors >= SEVERAL:
        found.append((AFTER_MINORS, _("several minor nonconformities last time: two thirds of the interval")))
    elif len(past) >= SEVERAL and past[-1].clean and past[-2].clean:
        found.append((AFTER_CLEAN, _("nothing found twice running: one and a half times the interval")))
    if past and changed:
        found.append((AFTER_CHANGE, _("changed since the last audit: two thirds of the interval")))
    return found


def _importance_word(importance: str) -> Any:
    return {
        "high": _("high importance: every 6 months"), "low": _("low importance: every 24 months"),
    }.get(importance, _("normal importance: every 12 months"))  # fmt: skip
