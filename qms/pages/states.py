"""The state of any record or entry in words, with its phase."""

from typing import Any, NamedTuple

from qms.records.models import Entry
from qms.registers.registry import registry


class Shown(NamedTuple):
    """A state as a badge shows it."""

    label: str
    phase: str


def state_of(thing: Any) -> Shown:
    """Word and phase of a record's or an entry's state; an unknown register shows the bare key."""
    if isinstance(thing, Entry):
        if thing.register not in registry:
            return Shown(thing.state, thing.phase)
        return Shown(str(registry[thing.register].lifecycle.label(thing.state)), thing.phase)
    register = registry.of_model(getattr(thing, "instance_type", type(thing)))
    return Shown(str(register.lifecycle.label(thing.state)), str(register.lifecycle.phase(thing.state)))
