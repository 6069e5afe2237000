"""What reaches a clause by mapping: the clauses mapped to it, and the records that name those."""

from dataclasses import dataclass
from typing import Any

from .mapping import FULL, inverse, passes_on
from .models import RELATIONS, MappingRow, MappingSet, Requirement
from .queries import clause_fields, naming_any, registers_naming

MOST_MAPPED, MOST_RECORDS = 60, 20
WORDS = dict(RELATIONS)


@dataclass(frozen=True)
class Mapped:
    """A clause of another edition that is mapped to the one looked at.

    `relation` is read from the other clause to this one; `passes`: what meeting the other says of this one.
    """

    requirement: Requirement
    relation: str
    strength: int | None
    passes: str
    rationale: str
    mapping: MappingSet

    @property
    def words(self) -> Any:
        """The relation in words."""
        return WORDS[self.relation]

    @property
    def is_full(self) -> bool:
        """Whether meeting the other clause meets this one."""
        return self.passes == FULL


@dataclass(frozen=True)
class Reaching:
    """A record that names a mapped clause, and by which of them it reaches the clause looked at."""

    register: Any
    record: Any
    by: list[Mapped]

    @property
    def is_full(self) -> bool:
        """Whether one of the mappings passes on everything."""
        return any(m.is_full for m in self.by)


def mapped_to(clause: Requirement) -> list[Mapped]:
    """The clauses mapped to this one, whichever way the mapping was written; two queries, at most MOST_MAPPED each."""
    found = []
    rows = MappingRow.objects.select_related(
        "mapping__source__standard", "mapping__target__standard", "source__edition__standard",
        "target__edition__standard",
    )  # fmt: skip
    for row in rows.filter(target=clause).order_by("source__edition_id", "source__position")[:MOST_MAPPED]:
        passes = passes_on(row.relation, row.strength)
        found.append(Mapped(row.source, row.relation, row.strength, passes, row.rationale, row.mapping))
    for row in rows.filter(source=clause).order_by("target__edition_id", "target__position")[:MOST_MAPPED]:
        passes = passes_on(row.relation, row.strength, backwards=True)
        found.append(Mapped(row.target, inverse(row.relation), row.strength, passes, row.rationale, row.mapping))
    return found


def records_by_mapping(mapped: list[Mapped], direct: set[int], actor: Any) -> list[Reaching]:
    """The visible records that name a mapped clause; those that name the clause itself (`direct`) are left out.

    One query a register, at most MOST_RECORDS records of each.
    """
    by_key = {m.requirement.key: m for m in mapped}
    found = []
    for register in registers_naming(by_key) if by_key else []:
        fields = [f.name for f in clause_fields(register)]
        if not fields:
            continue
        for record in (
            naming_any(register, by_key, actor).exclude(pk__in=direct).order_by("-changed_at", "-pk")[:MOST_RECORDS]
        ):
            named = [key for name in fields for key in getattr(record, name)]
            by = [m for key, m in by_key.items() if any(n == key or n.startswith(f"{key}.") for n in named)]
            found.append(Reaching(register, record, by))
    return found
