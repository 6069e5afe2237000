"""What a person may do next with a record: the one primary step, the others, and those that wait with the reason."""

import datetime
from typing import Any

from qms.lifecycle import next_of


def next_steps(register: Any, record: Any, actor: Any, at: datetime.datetime) -> dict[str, Any]:
    """`first`, `others` and `blocked` for the head of the record; `waits` is the blocked primary step, if no other
    primary one is open; `can_edit` says whether anything may be edited now.
    """
    offers = [o for o in register.offers(record, actor=actor, at=at) if o.allowed]
    ready = [o.transition for o in offers if o.open]
    blocked = [o for o in offers if o.reasons]
    onward, chosen = next((t for t in ready if t.primary), None), next_of(offers, record)
    first = chosen.transition if chosen else None
    return {
        "first": first,
        "others": [t for t in ready if t is not first],
        "blocked": blocked,
        "waits": next((o for o in blocked if o.transition.primary), None) if onward is None else None,
        "can_edit": register.can_edit(record, actor),
    }
