"""What the table of contents derives from records, worked out again after an upgrade that derives more or otherwise.

Records, history and their ledger rows are not touched: derived rows hold nothing that is not in the record. That it
was done is an event in the ledger, by which the next upgrade knows.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from qms.accounts.people import system_user
from qms.records.events import log_event
from qms.records.models import Entry, LedgerRow
from qms.records.write import derive_again

from .registry import registry

#: Raise it with a change of what registers derive. 2: who made a record stays involved; requirements named.
VERSION = 2
ACTION = "derived.again"
CHUNK = 500


def is_current() -> bool:
    """Whether the rows were derived again by this version, or there is no record."""
    done = LedgerRow.objects.filter(action=ACTION, subject=f"version {VERSION}")
    return done.exists() or not Entry.objects.exists()


def rederive(*, at: datetime.datetime) -> Iterator[tuple[str, int]]:
    """Derive all of them again, register by register; yields its key and how many records it has. Safe to run twice."""
    counts = {}
    for register in registry:
        pks = list(register.model.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(pks), CHUNK):
            _some(register, pks[start : start + CHUNK])
        counts[register.key] = len(pks)
        yield register.key, len(pks)
    log_event(
        subject=f"version {VERSION}", action=ACTION, actor=system_user(), at=at, source="command",
        records=sum(counts.values()),
    )  # fmt: skip


@transaction.atomic
def _some(register: Any, pks: list[int]) -> None:
    """One batch in one transaction; whoever changes one of its records meanwhile waits."""
    list(Entry.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    for record in register.model.objects.select_related("entry").filter(pk__in=pks):
        derive_again(record, register.project(record))
