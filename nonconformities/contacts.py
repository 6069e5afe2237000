"""A complaint together with whoever complains."""

import datetime
from typing import Any

from qms.registers.contacts import create_from


def receive_complaint(
    *, contact: dict[str, str], actor: Any, at: datetime.datetime, source: str = "page", **values: Any
) -> Any:
    """A new complaint of somebody. Raises what `create_from` raises."""
    return create_from("complaints", contact=contact, actor=actor, at=at, source=source, **values)
