"""What a reminder rule says, and which rule a date falls under: the most particular one that is in force.

This floor knows no register. Whoever keeps the rules (reminders/) says in its AppConfig.ready() how they are read.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import Q

BEFORE = (30, 7, 1)
AFTER = (1, 7, 14)
OFFSETS = (*(-n for n in BEFORE), 0, *AFTER)
MANAGER = "quality_manager"
FIRST_HOUR, LAST_HOUR, USUAL_HOUR = 4, 23, 9  # nobody is told at an hour that a change of the clock may skip
DUE = "due"


@dataclass(frozen=True)
class Rule:
    """Whom a date tells, and when. As it stands here it is what holds where nobody has said anything else.

    register, date: which dates it is about; "" is any. offsets: days from the date. to: "owner", "next" (whoever has
    to make the next move), "manager" (the unit's quality manager). roles: in the entry's unit. people: by id.
    escalations: (days from the date, role): from that day on the role is told too. hour: of the day, in the unit.
    """

    number: str = ""
    register: str = ""
    date: str = ""
    offsets: tuple[int, ...] = OFFSETS
    to: frozenset[str] = frozenset({"owner", "next"})
    roles: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    escalations: tuple[tuple[int, str], ...] = ((1, MANAGER),)
    working_days: bool = False
    hour: int = USUAL_HOUR
    at_once: bool = False
    mail: bool = True
    hook: bool = False
    statutory: bool = False  # about a clock of the law: no choice and no absence silences it

    @property
    def rank(self) -> tuple[bool, bool]:
        """How particular it is: a register counts for more than a date's name."""
        return bool(self.register), bool(self.date)

    @property
    def scope(self) -> Q:
        """The named dates that it is about."""
        found = Q(entry__register=self.register) if self.register else Q()
        return found & Q(name=self.date) if self.date else found

    def covers(self, register: str, date: str) -> bool:
        """Whether it is about this date of this register."""
        return self.register in ("", register) and self.date in ("", date)

    def meets(self, other: "Rule") -> bool:
        """Whether any date can be one of both."""
        same_register = not self.register or not other.register or self.register == other.register
        return same_register and (not self.date or not other.date or self.date == other.date)

    def lawful(self) -> "Rule":
        """The same rule for a date that a law sets: at least what the built-in one says, whatever was edited."""
        usual = DEFAULT
        return replace(
            self, statutory=True, working_days=False, mail=True, hour=min(self.hour, usual.hour),
            offsets=tuple(sorted({*self.offsets, *usual.offsets})), to=self.to | usual.to,
            escalations=tuple(dict.fromkeys((*self.escalations, *usual.escalations))),
        )  # fmt: skip


DEFAULT = Rule()


@dataclass(frozen=True)
class Book:
    """The rules in force, and the registers whose due date is one that a law sets."""

    rules: tuple[Rule, ...] = ()
    clocked: frozenset[str] = frozenset()

    @property
    def ranked(self) -> list[Rule]:
        """The most particular first; the built-in one last unless somebody replaced it."""
        own = sorted(self.rules, key=lambda rule: rule.rank, reverse=True)
        return own if any(rule.rank == DEFAULT.rank for rule in own) else [*own, DEFAULT]

    def rule_for(self, register: str, date: str) -> Rule:
        """The rule that this date of this register falls under."""
        found = next(rule for rule in self.ranked if rule.covers(register, date))
        return found.lawful() if date == DUE and register in self.clocked else found

    def shares(self) -> list[tuple[Rule, Q]]:
        """Every rule with the named dates that fall under it; each date falls under exactly one."""
        ranked = self.ranked
        by_law: dict[Rule, list[str]] = {}
        for key in sorted(self.clocked):
            by_law.setdefault(self.rule_for(key, DUE), []).append(key)
        found = [(rule, Q(entry__register__in=keys, name=DUE)) for rule, keys in by_law.items()]
        taken = ~Q(entry__register__in=sorted(self.clocked), name=DUE) if self.clocked else Q()
        for place, rule in enumerate(ranked):
            share = rule.scope & taken
            for other in ranked[:place]:
                if other.meets(rule):
                    share &= ~other.scope
            found.append((rule, share))
        return found

    def with_rule(self, rule: Rule) -> "Book":
        """The book as it will be once `rule` has taken the place of the one about the same dates."""
        kept = (r for r in self.rules if (r.register, r.date) != (rule.register, rule.date))
        return replace(self, rules=(*kept, rule))

    def share_of(self, rule: Rule) -> "Share":
        """What falls under one of its rules, for counting that rule alone."""
        return [(r, q) for r, q in self.shares() if r.number == rule.number]


Share = list[tuple[Rule, Q]]
#: Reads the rules in force; nobody there: the built-in one holds everywhere.
keepers: list[Callable[[], Book]] = []


def book() -> Book:
    """The rules in force now."""
    return keepers[0]() if keepers else Book()
