"""Reading datasets: the versions of a family."""

from typing import Any

from qms.registers import registry

MOST = 50


def versions_of(family: str, actor: Any) -> list[Any]:
    """The versions of a family that the actor may see, newest first; void ones are left out."""
    seen = registry["datasets"].visible(actor).filter(family=family).exclude(state="void")
    return list(seen.select_related("entry").order_by("-pk")[:MOST])
