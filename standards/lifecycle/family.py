"""Versions of one thing in one unit: they come into force one after the other."""

from typing import Any

from django.db.models import Max, QuerySet

from qms.accounts.models import Unit


def next_of(record: Any, versions: QuerySet[Any]) -> list[Any]:
    """Give the record the next version number among `versions`, and what is in force of them until now.

    The unit's row is locked, so that of two approvals at once the second sees what the first has put in force.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=record.unit_id)
    record.version = (versions.aggregate(last=Max("version"))["last"] or 0) + 1
    return list(versions.filter(state="in_force"))
