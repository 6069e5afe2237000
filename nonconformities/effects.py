"""Who wrote the plan: kept, because neither approval nor the check of its effect may come from them."""

import datetime
from typing import Any


def note_planner(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The actor has written or handed in the plan of this cycle."""
    if actor.pk not in record.planners:
        record.planners = [*record.planners, actor.pk]
