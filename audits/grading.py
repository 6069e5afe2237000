"""Several minor nonconformities against one clause can be a major one (ISO/IEC 17021-1:2015, 3.12, note)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .clauses import numbered


@dataclass(frozen=True)
class Proposal:
    """A clause with so many minors that a major should be considered."""

    clause: str
    minors: tuple[Any, ...]

    @property
    def numbers(self) -> list[str]:
        """The numbers of the minors."""
        return [finding.number for finding in self.minors]


def proposals(findings: Iterable[Any], *, enough: int) -> list[Proposal]:
    """Clauses with at least `enough` minors and no major yet, points counted with their clause.

    `findings`: those of one audit that stand, each with `grade` and `criterion`. `enough` 0 proposes nothing.
    """
    minors: dict[str, list[Any]] = defaultdict(list)
    majors = set()
    for finding in findings:
        for key in finding.criterion:
            if finding.grade == "minor":
                minors[numbered(key)].append(finding)
            elif finding.grade == "major":
                majors.add(numbered(key))
    return [
        Proposal(clause, tuple(found))
        for clause, found in minors.items()
        if enough and len(found) >= enough and clause not in majors
    ]
