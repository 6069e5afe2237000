"""A lifecycle: which states a record can be in, who may move it when, and what has to be signed.

The same table draws the buttons, answers the API, makes the diagram and is tested role by role.
"""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from qms.lib.errors import Forbidden, NotVisible, NotYet, Said, Unmet, WrongState

from .scope import Signing

Rule = Callable[[Any, Any], bool]
#: How `qms.registers.predicates.is_system` is called in words.
CLOCK = "the clock"


class Guard(Protocol):
    """Says in one sentence what is missing, or None."""

    def __call__(self, record: Any, *, actor: Any, at: datetime.datetime) -> Any: ...


class Effect(Protocol):
    """What else changes. It changes the passed record's attributes; other records go through their register."""

    def __call__(self, record: Any, *, actor: Any, at: datetime.datetime) -> None: ...


@dataclass(frozen=True)
class State:
    """A state and the phase it belongs to: draft, open, done or void.

    `waits` says whose move is next: "owner", a field that holds a person, or "role:quality_manager". `tone` is how its
    badge looks where the phase would say the opposite: done, past, warn or bad.
    """

    key: str
    label: Any
    phase: str
    waits: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Transition:
    """One move; with `target` "" the record stays in its state. `asks` are fields set with the move, `needs` those of
    them that may not stay empty.

    `guards` are met before anything is asked and explain a blocked button; `checks` run after the asked values are
    set; `effects` follow. `reason` True asks why. `primary` False puts the button into the menu. `shows` are fields
    that whoever decides has to have before his eyes: they stand above the questions, with the record's files. An empty
    `target` leaves the record in the state it is in, whichever of the sources that is.
    """

    verb: str
    label: Any
    sources: tuple[str, ...]
    target: str
    rule: Rule
    guards: Sequence[Guard] = ()
    checks: Sequence[Guard] = ()
    effects: Sequence[Effect] = ()
    asks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    signs: Signing | None = None
    reason: bool = False
    primary: bool = True
    help: Any = ""
    shows: tuple[str, ...] = ()
    suits: Callable[[Any], bool] | None = None  # records for which there is such a move; to others it is not offered
    leads: Callable[[Any], bool] | None = None  # records whose next step this is, before every `primary` one
    takes_file: bool = False  # its page takes a file too, which is added with the move; not where it is signed
    many: bool = False  # one answer to what it asks may be given for many records at once, from their list

    def leads_to(self, state: str) -> str:
        """The state after the move, made in `state`."""
        return self.target or state


@dataclass(frozen=True)
class Offer:
    """A transition from the present state, as the actor meets it: allowed by his role, and what still blocks it."""

    transition: Transition
    allowed: bool
    reasons: list[str] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether the button works now."""
        return self.allowed and not self.reasons


class Lifecycle:
    """States (the first is where a record begins) and transitions."""

    def __init__(self, states: Sequence[State], transitions: Sequence[Transition]) -> None:
        self.states = {s.key: s for s in states}
        self.start = states[0].key
        self.transitions = {t.verb: t for t in transitions}
        for t in transitions:
            if unknown := {*t.sources, t.target or t.sources[0]} - set(self.states):
                raise ValueError(f"{t.verb}: unknown states {sorted(unknown)}")
        if len(self.transitions) < len(transitions):
            raise ValueError("two transitions have the same verb")

    def phase(self, state: str) -> str:
        """The phase of a state."""
        return self.states[state].phase

    def label(self, state: str) -> str:
        """The state in words."""
        return str(self.states[state].label) if state in self.states else state

    def leaving(self, state: str) -> list[Transition]:
        """Transitions that start in `state`, in the order declared."""
        return [t for t in self.transitions.values() if state in t.sources]

    def offers(self, record: Any, actor: Any, at: datetime.datetime) -> list[Offer]:
        """Every move from the record's state: what the actor may do, and what blocks it."""
        leaving = [t for t in self.leaving(record.state) if t.suits is None or t.suits(record)]
        return [self._offer(t, record, actor, at) for t in leaving]

    def _offer(self, t: Transition, record: Any, actor: Any, at: datetime.datetime) -> Offer:
        if not t.rule(actor, record):
            return Offer(t, False)
        return Offer(t, True, unmet(t.guards, record, actor=actor, at=at))

    def find(self, record: Any, verb: str, actor: Any) -> Transition:
        """The transition, if it starts here and the actor's role allows it.

        Raises NotVisible for an unknown verb, WrongState (409; NotYet where it starts in later states), Forbidden
        (403), in that order.
        """
        t = self.transitions.get(verb)
        if t is None:
            raise NotVisible(f"There is no “{verb}” here. There are: {', '.join(self.transitions)}.")
        if record.state not in t.sources:
            early = record.state in self.states and self._is_early(record.state, t)
            raise (NotYet if early else WrongState)(
                f"{record.number} is “{self.label(record.state)}”. “{t.label}” is possible from: "
                f"{', '.join(self.label(s) for s in t.sources)}."
            )
        if not t.rule(actor, record):
            raise Forbidden(f"You may not do “{t.label}” on {record.number}: {_people(t.rule)}.")
        return t

    def _is_early(self, state: str, t: Transition) -> bool:
        """Whether the move starts only in states that are declared after this one and can still be reached from it."""
        order, ahead = list(self.states), {state}
        for _step in order:
            ahead |= {o.leads_to(s) for o in self.transitions.values() for s in o.sources if s in ahead}
        return all(order.index(s) > order.index(state) for s in t.sources) and not ahead.isdisjoint(t.sources)


def next_of(offers: Sequence[Offer], record: Any) -> Offer | None:
    """The open move that is the record's next step: one that leads now, else the first primary one."""
    ready = [o for o in offers if o.open]
    leading = (o for o in ready if o.transition.leads and o.transition.leads(record))
    return next(leading, None) or next((o for o in ready if o.transition.primary), None)


def require(guards: Sequence[Guard], record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Raise Unmet (422) with the sentences of the guards that are not met."""
    if reasons := unmet(guards, record, actor=actor, at=at):
        raise Unmet(*reasons)


def unmet(guards: Sequence[Guard], record: Any, *, actor: Any, at: datetime.datetime) -> list[str]:
    """The sentences of those guards that are not met."""
    found = (guard(record, actor=actor, at=at) for guard in guards)
    return [said if isinstance(said, Said) else str(said) for said in found if said]


#: "(those) and not these": the second part is told as an exception.
EXCEPTED = re.compile(r"(?:\((.+)\)|((?:(?! or | and )[^()])+)) and not ([^()]+)")


def rule_name(rule: Rule) -> str:
    """A rule in words, for refusals and for the documentation."""
    name = str(getattr(rule, "name", getattr(rule, "__name__", "a right"))).replace("_", " ")
    words, but = _bare(name.replace(" | ", " or ").replace(" & ", " and ").replace("~", "not ")), list[str]()
    while (found := EXCEPTED.fullmatch(words)) and _one_pair(found[1] or ""):
        words, but = _bare(found[1] or found[2]), [found[3], *but]
    return f"{words}, but not {' nor '.join(but)}" if but else words


def _bare(words: str) -> str:
    """Without the parentheses around all of it."""
    return words[1:-1] if words.startswith("(") and words.endswith(")") and _one_pair(words[1:-1]) else words


def _people(rule: Rule) -> str:
    """Whom it takes, in words for somebody who may not: people only, where people may at all."""
    words = rule_name(rule)
    people = words.replace(f"{CLOCK} or ", "").replace(f" or {CLOCK}", "")
    return "it happens by itself" if people == CLOCK else f"it takes {people}"


def _one_pair(inside: str) -> bool:
    """Whether every parenthesis that opens in there closes in there, so that the outer pair can go."""
    depth = 0
    for sign in inside:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return True
