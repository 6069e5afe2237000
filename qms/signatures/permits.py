"""What may stand between a person and a signature besides the rule: asked for every role that he would sign in.

This floor knows no register. Whoever knows more adds a check in its AppConfig.ready(), as competence/ does
(21 CFR 11.10(i): persons have the education, training and experience to perform their tasks).
"""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

#: (actor, unit id, role keys, at) → sentences by role: what is missing for signing in this role now. One query each.
Check = Callable[[Any, int, Sequence[str], datetime.datetime], dict[str, list[str]]]

checks: list[Check] = []


def lacking(actor: Any, unit_id: int, roles: Sequence[str], at: datetime.datetime) -> dict[str, list[str]]:
    """What every check says is missing, by role; a role that lacks nothing is not in it."""
    found: dict[str, list[str]] = {}
    for check in checks:
        for role, sentences in check(actor, unit_id, roles, at).items():
            found.setdefault(role, []).extend(sentences)
    return {role: sentences for role, sentences in found.items() if sentences}
