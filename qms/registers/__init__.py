"""Floor 5: the declaration of a register, the registry, and the verbs that are the only way to change a record."""

from typing import TYPE_CHECKING, Any

from .registry import register, registry

if TYPE_CHECKING:
    from .declaration import Beginning, Section
    from .verbs import Register

__all__ = ["Beginning", "Register", "Section", "register", "registry"]


def __getattr__(name: str) -> Any:
    """Register and what it declares need the models, which Django loads after it has imported this package."""
    if name in ("Beginning", "Register", "Section"):
        from . import declaration, verbs

        return verbs.Register if name == "Register" else getattr(declaration, name)
    raise AttributeError(name)
