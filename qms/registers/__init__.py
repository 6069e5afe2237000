"""Floor 5: the declaration of a register, the registry, and the verbs that are the only way to change a record."""

from typing import TYPE_CHECKING, Any

from .registry import register, registry

if TYPE_CHECKING:
    from .declaration import Section
    from .verbs import Register

__all__ = ["Register", "Section", "register", "registry"]


def __getattr__(name: str) -> Any:
    """Register and Section need the models, which Django loads after it has imported this package."""
    if name in ("Register", "Section"):
        from . import declaration, verbs

        return verbs.Register if name == "Register" else declaration.Section
    raise AttributeError(name)
