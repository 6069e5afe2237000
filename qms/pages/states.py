"""The state of any record or entry in words, with its phase."""

from typing import Any, NamedTuple

from qms.records.models import Entry
from qms.registers.registry import registry


class Shown(NamedTuple):
    """A state as a badge shows it."""

    label: str
    phase: str
    tone: str  # how its badge looks: the phase, unless the lifecycle says otherwise


def state_of(thing: Any) -> Shown:
    """Word and phase of a record's or an entry's state; an unknown register shows the bare key."""
    if isinstance(thing, Entry):
        if thing.register not in registry:
            return Shown(thing.state, thing.phase, thing.phase)
        return _shown(registry[thing.register], thing.state, thing.phase)
    register = registry.of_model(getattr(thing, "instance_type", type(thing)))
    return _shown(register, thing.state, str(register.lifecycle.phase(thing.state)))


def _shown(register: Any, state: str, phase: str) -> Shown:
    held = register.lifecycle.states.get(state)
    return Shown(str(register.lifecycle.label(state)), phase, (held.tone if held else "") or phase)
