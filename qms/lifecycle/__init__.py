"""Floor 4: states, transitions, rules and guards as one table per register."""

from .scope import MEANINGS, Scope, Signing
from .table import Lifecycle, Offer, State, Transition, next_of, require, rule_name, unmet

__all__ = [
    "MEANINGS", "Lifecycle", "Offer", "Scope", "Signing", "State", "Transition", "next_of", "require", "rule_name",
    "unmet",
]  # fmt: skip
