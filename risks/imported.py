"""What columns of risk files that people bring are called, and what their cells mean."""

from collections.abc import Sequence

NAMES: dict[str, Sequence[str]] = {}
VALUES: dict[str, dict[str, Sequence[str]]] = {}
STATES: dict[str, Sequence[str]] = {}
