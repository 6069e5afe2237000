"""Nobody signs in a role without what that role needs to sign (21 CFR 11.10(i), P11-10i)."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from .queries.lacks import lacking


def missing(actor: Any, unit_id: int, roles: Sequence[str], at: datetime.datetime) -> dict[str, list[str]]:
    """Sentences by role, for `qms.signatures.permits`; one query."""
    found: dict[str, list[str]] = {}
    for lack in lacking(actor, roles=roles, unit_id=unit_id, on=timezone.localdate(at), to_sign=True):
        for role in lack.roles:
            found.setdefault(role, []).append(lack.to_sign(role))
    return found
