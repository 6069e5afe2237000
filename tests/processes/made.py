"""People and values for a process: who decides, who owns, who reads, and a stranger; all in one unit."""

import datetime
from types import SimpleNamespace

from qms.accounts.models import Grant, User
from qms.accounts.people import new_unit

AT = datetime.datetime(2026, 1, 31, 9, 0, tzinfo=datetime.UTC)
VALUES = {
    "title": "Training of models", "purpose": "Models that do what was agreed.", "importance": "high",
    "inputs": ["agreed requirements", "released data set"], "outputs": ["trained model"],
    "clauses": ["iso9001-2015:8.5.1", "iso9001-2015:8.5.1.f", "iso42001-2023:A.6.2.4"],
}  # fmt: skip
ROLES = {"quality": "quality_manager", "owner": "contributor", "reader": "reader", "stranger": ""}


def some_people() -> SimpleNamespace:
    """The four by name, and their `unit`."""
    unit, made = new_unit(code="HQ", name="Head office"), {}
    for username, role in ROLES.items():
        made[username] = User.objects.create(username=username, email=f"{username}@example.org", unit=unit)
        if role:
            Grant.objects.create(user=made[username], role=role, unit=unit, granted_by="test", granted_at=AT)
    return SimpleNamespace(unit=unit, **made)
