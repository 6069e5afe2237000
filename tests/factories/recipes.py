"""One recipe per register: how a valid record is made, and how its life goes. The conformance suite does the rest.

A recipe stands in tests/factories/<folder or key>.py and is found by its register's key.
"""

import datetime
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar

from qms.registers import registry
from qms.signatures.proof import PasswordProof
from tests.factories.people import PASSWORD, Clock, Organisation, organisation

REASON = "There is a good reason for it."


@dataclass(frozen=True)
class Move:
    """Who makes a move, and what it asks of him: values, or a function of the recipe that gives them."""

    who: str
    asked: dict[str, Any] | Callable[[Any], dict[str, Any]] | None = None


class Recipe:
    """Subclasses say `key`, `moves` and `make`; `before` where a move needs more than the moves before it.

    The people are those of `people`; `boss` sees every record made here, `stranger` none of them.
    """

    key: ClassVar[str]
    moves: ClassVar[dict[str, Move]]
    start: ClassVar[datetime.datetime] = datetime.datetime(2026, 1, 5, 9, 0, tzinfo=datetime.UTC)
    author: ClassVar[str] = "author"
    boss: ClassVar[str] = "approver"
    stranger: ClassVar[str] = "stranger"
    unit: ClassVar[str] = "NORTH"
    own_fields: ClassVar[tuple[str, ...]] = ()  # editable on a page of the register's own instead of the form
    own_buttons: ClassVar[tuple[str, ...]] = ()  # moves that a page of its own offers instead of a button

    def __init__(self) -> None:
        self.register = registry[self.key]
        self.clock = Clock(self.start)
        self.org = self.people()

    def people(self) -> Organisation:
        """The people there are; every one of them has the password of tests.factories.people."""
        return organisation(self.clock)

    def make(self, **values: Any) -> Any:
        """A valid record in the first state of its lifecycle."""
        raise NotImplementedError

    def before(self, record: Any, verb: str) -> Any:
        """The record with everything that its guards ask for before `verb`."""
        return record

    # What follows from these

    def ready(self, verb: str) -> Any:
        """A record that only waits for this move."""
        record = self.make()
        for step in self.route(verb):
            record = self.perform(self.before(record, step), step)
        return self.before(record, verb)

    def route(self, verb: str) -> list[str]:
        """The fewest moves from the first state to one from which `verb` starts."""
        lifecycle = self.register.lifecycle
        sources = set(lifecycle.transitions[verb].sources)
        ways: deque[tuple[str, list[str]]] = deque([(lifecycle.start, [])])
        seen = {lifecycle.start}
        while ways:
            state, way = ways.popleft()
            if state in sources:
                return way
            for t in lifecycle.leaving(state):
                if t.target and t.target not in seen and t.verb in self.moves:
                    seen.add(t.target)
                    ways.append((t.target, [*way, t.verb]))
        raise LookupError(f"no way leads to “{verb}”")

    def in_state(self, state: str) -> Any:
        """A record in this state."""
        if state == self.register.lifecycle.start:
            return self.make()
        ways = [t for t in self.register.lifecycle.transitions.values() if t.target == state]
        t = min(ways, key=lambda t: (state in t.sources, len(self.route(t.verb))))
        return self.perform(self.ready(t.verb), t.verb)

    def asked(self, verb: str) -> dict[str, Any]:
        """What the move needs besides record, revision, person and time."""
        move, t = self.moves[verb], self.register.lifecycle.transitions[verb]
        given = move.asked(self) if callable(move.asked) else dict(move.asked or {})
        if t.reason:
            given.setdefault("reason", REASON)
        if t.signs:
            given["proof"] = PasswordProof(PASSWORD, move.who)
        return given

    def perform(self, record: Any, verb: str, **changed: Any) -> Any:
        """Make the move as the person it belongs to."""
        given = {"rev": record.rev, "actor": self.org[self.moves[verb].who], "at": self.clock(), **self.asked(verb)}
        return self.register.perform(record, verb, **{**given, **changed})

    def fresh(self, record: Any) -> Any:
        """The record as a new request would read it."""
        return type(record).objects.select_related("entry", "owner", "unit", "created_by").get(pk=record.pk)


def recipe_of(key: str) -> type[Recipe]:
    """The recipe of a register. Raises LookupError where nobody has written one."""
    folder = type(registry[key]).__module__.partition(".")[0]
    for name in dict.fromkeys((key.replace("-", "_"), folder)):
        if find_spec(f"tests.factories.{name}") is None:
            continue
        for found in vars(import_module(f"tests.factories.{name}")).values():
            if isinstance(found, type) and issubclass(found, Recipe) and getattr(found, "key", "") == key:
                return found
    raise LookupError(f"Write a recipe for “{key}” in tests/factories/{folder}.py: docs/adding-a-register.md says how.")
