"""What an edition change would touch: records that name the old edition, and where its clauses lead to."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from qms.registers.registry import registry

from ..mapping import FULL, passes_on
from ..models import RELATIONS, ClausesField, MappingSet, Requirement
from ..queries import clause_fields
from ..refs import parent_ref

MOST = 5_000  # open records of one register that are looked at
WORDS = dict(RELATIONS)


@dataclass(frozen=True)
class Way:
    """Where one clause leads to. `above`: the mapping is that of a clause further up, so somebody has to look."""

    target: Requirement
    relation: str
    strength: int | None
    rationale: str
    above: str = ""

    @property
    def is_full(self) -> bool:
        """Whether what meets the old clause meets the new one."""
        return not self.above and passes_on(self.relation, self.strength) == FULL

    @property
    def words(self) -> Any:
        """The relation in words."""
        return WORDS[self.relation]


class Ways:
    """The mapping as a table: from a key of the old edition to those of the new one. Two queries, read once."""

    def __init__(self, mapping: MappingSet) -> None:
        self.prefix = f"{mapping.source.key}:"
        self._ways: dict[str, list[Way]] = {}
        rows = mapping.rows.select_related("source", "target__edition__standard")
        for row in rows.order_by("target__position"):
            way = Way(row.target, row.relation, row.strength, row.rationale)
            self._ways.setdefault(row.source.key, []).append(way)

    def of(self, key: str) -> list[Way]:
        """The ways of a key; a point that is not mapped itself goes the way of the clause it stands in."""
        if found := self._ways.get(key):
            return found
        ref = key.removeprefix(self.prefix)
        while ref := parent_ref(ref):
            if found := self._ways.get(self.prefix + ref):
                return [Way(w.target, w.relation, w.strength, w.rationale, above=ref) for w in found]
        return []

    def missing(self, named: list[str]) -> list[str]:
        """The keys of the new edition that a list of keys lacks."""
        wanted = [w.target.key for key in named if key.startswith(self.prefix) for w in self.of(key)]
        return list(dict.fromkeys(key for key in wanted if key not in named))


@dataclass
class Affected:
    """What a register has of it. `waiting`: open records that lack a mapped key; `counted`: open ones whose field names
    one clause only, so that nothing can be added."""

    register: Any
    open: int = 0
    closed: int = 0
    waiting: int = 0
    counted: int = 0
    cut: bool = False


@dataclass
class Clause:
    """An old clause that open records name, with where it leads to."""

    requirement: Requirement
    records: int
    ways: list[Way]

    @property
    def look(self) -> bool:
        """Whether somebody has to look: no counterpart, or only weak ones."""
        return not any(w.is_full for w in self.ways)


@dataclass
class Survey:
    """All of it, as far as the actor may see the records. `owners`: entries of affected records by owner."""

    registers: list[Affected] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    owners: dict[int, list[Any]] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """Open records that would be changed."""
        return sum(a.waiting for a in self.registers)

    @property
    def to_look(self) -> list[Clause]:
        """The clauses whose mapping is weak or missing."""
        return [c for c in self.clauses if c.look]


def growing(register: Any) -> list[ClausesField]:
    """The fields of a register to which clauses can be added: those that people edit and that hold more than one."""
    return [f for f in clause_fields(register) if type(f) is ClausesField and f.name in register.editable]


def naming_edition(register: Any, key: str, actor: Any) -> QuerySet[Any] | None:
    """The visible records of a register that name the edition; None where it names no clauses."""
    fields = [f.name for f in clause_fields(register)]
    if not fields:
        return None
    found, wanted = register.visible(actor), Q()
    for name in fields:
        found = found.alias(**{f"{name}_text": Cast(name, TextField())})
        wanted |= Q(**{f"{name}_text__contains": f'"{key}:'})
    return found.filter(wanted)


def open_states(register: Any) -> list[str]:
    """The states of a register in which its records are still worked on."""
    return [s for s in register.lifecycle.states if register.lifecycle.phase(s) in ("draft", "open")]


def survey(mapping: MappingSet, actor: Any) -> Survey:
    """What the edition change would touch."""
    ways, found, named = Ways(mapping), Survey(), Counter[str]()
    for register in registry:
        rows = naming_edition(register, mapping.source.key, actor)
        if rows is None:
            continue
        affected = Affected(register)
        states = open_states(register)
        affected.closed = rows.exclude(state__in=states).count()
        for record in rows.filter(state__in=states).order_by("pk").select_related("entry__unit")[:MOST]:
            _count(record, register, ways, affected, found, named)
        affected.cut = affected.open == MOST
        if affected.open or affected.closed:
            found.registers.append(affected)
    known = Requirement.objects.filter(key__in=named).select_related("edition__standard").order_by("position")
    found.clauses = [Clause(r, named[r.key], ways.of(r.key)) for r in known]
    return found


def _count(
    record: Any, register: Any, ways: Ways, affected: Affected, found: Survey, named: Counter[str]
) -> None:  # fmt: skip
    affected.open += 1
    held = {f.name: getattr(record, f.name) for f in clause_fields(register)}
    named.update({k for keys in held.values() for k in keys if k.startswith(ways.prefix)})
    can_grow = {f.name for f in growing(register)}
    if any(ways.missing(keys) for name, keys in held.items() if name in can_grow):
        affected.waiting += 1
    elif any(k.startswith(ways.prefix) for name, keys in held.items() if name not in can_grow for k in keys):
        affected.counted += 1
    if record.owner_id:
        found.owners.setdefault(record.owner_id, []).append(record.entry)
