"""Roles: every one that is held was granted in the ledger and not withdrawn since."""

from collections.abc import Iterator

from qms.accounts.models import Grant
from qms.lib.canonical import plain

from .problem import Problem
from .told import Told

TABLE = "accounts_grant"


def check(told: Told) -> Iterator[Problem]:
    """Roles that nobody granted, that were changed since, or that are missing."""
    left = dict(told.grants)
    for grant in Grant.objects.select_related("user", "unit").order_by("pk").iterator():
        key = (grant.user.username, grant.role, grant.unit.code)
        subject = " ".join(key)
        said = left.pop(key, None)
        if said is None:
            yield Problem(TABLE, subject, "role", "the ledger does not know of this role")
            continue
        now = {"until": plain(grant.until), "granted_at": grant.granted_at, "granted_by": grant.granted_by}
        for name, value in now.items():
            if said[name] != value:
                yield Problem(TABLE, subject, name, "differs from the ledger")
    for key in left:
        yield Problem(TABLE, " ".join(key), "role", "was granted and not withdrawn, and is missing")
