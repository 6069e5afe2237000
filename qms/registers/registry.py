"""Every register by its key. The engine walks this and knows no register by name."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _

from qms.lib.errors import NotVisible

if TYPE_CHECKING:
    from .verbs import Register

R = TypeVar("R", bound="type[Register]")


class Registry:
    """Registers by key, in the order they were declared."""

    def __init__(self) -> None:
        self._by_key: dict[str, Register] = {}

    def __getitem__(self, key: str) -> "Register":
        """Raises NotVisible for an unknown key."""
        try:
            return self._by_key[key]
        except KeyError:
            raise NotVisible(_("There is no register “%s”.") % key) from None

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __iter__(self) -> "Iterator[Register]":
        return iter(self._by_key.values())

    def all(self) -> "list[Register]":
        """Every register."""
        return list(self._by_key.values())

    def add(self, declared: "Register") -> None:
        """Raises ValueError when the key is taken by another class."""
        there = self._by_key.get(declared.key)
        if there is not None and type(there).__qualname__ != type(declared).__qualname__:
            raise ValueError(f"two registers are called {declared.key!r}")
        self._by_key[declared.key] = declared

    def remove(self, key: str) -> None:
        """Forget a register (tests of the engine with a throw-away one)."""
        self._by_key.pop(key, None)

    def of_model(self, model: type) -> "Register":
        """The register whose records are of this model."""
        return next(r for r in self if r.model is model)


registry = Registry()


def register(declaration: R) -> R:
    """Class decorator: enter a declaration into the registry."""
    registry.add(declaration())
    return declaration
