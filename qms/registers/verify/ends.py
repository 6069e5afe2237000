"""What is missing altogether: a removed last row leaves no gap behind it, but the seal queue and the counters know."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Max

from qms.records.models import Counter, Entry, LedgerRow, SealQueue

from ..registry import registry
from .problem import Problem

MOST_NAMED = 20


def check() -> Iterator[Problem]:
    """Records, versions, ledger rows and numbers that are missing, and rows that belong to no record."""
    used = set(Entry.objects.order_by().values_list("register", flat=True).distinct())
    for register in registry:
        if register.key in used or register.model.history.exists():
            yield from _register(register)
    for entry in Entry.objects.exclude(register__in=[r.key for r in registry]).iterator():
        yield Problem("records_entry", entry.number, "register", f"there is no register “{entry.register}”")
    yield from _ledger()
    for counter in Counter.objects.order_by("pk"):
        yield from _numbers(counter)


def _register(register: Any) -> Iterator[Problem]:
    table, history = register.model._meta.db_table, register.model.history
    lost = Entry.objects.filter(register=register.key).exclude(pk__in=register.model.objects.values("pk"))
    for entry in lost.iterator():
        yield Problem(table, entry.number, "", "the record is missing")
    for row in history.order_by().values("entry_id").annotate(n=Count("rev"), top=Max("rev")).iterator():
        if row["n"] != row["top"]:
            subject = str(Entry.objects.filter(pk=row["entry_id"]).values_list("number", flat=True).first())
            yield Problem(
                history.model._meta.db_table, subject, "rev", f"{row['top']} revisions and {row['n']} versions"
            )
    strange = history.order_by().exclude(entry_id__in=register.model.objects.values("pk"))
    for pk, number in strange.values_list("entry_id", "number").distinct():
        yield Problem(history.model._meta.db_table, number, "entry", f"there is no record {pk} to this version")


def _ledger() -> Iterator[Problem]:
    table = "records_ledgerrow"
    counts = LedgerRow.objects.exclude(entry=None).order_by().values("entry_id").annotate(n=Count("pk"), top=Max("rev"))
    for found in counts.iterator():
        if found["n"] != found["top"]:
            number = Entry.objects.get(pk=found["entry_id"]).number
            yield Problem(table, number, "rev", f"{found['top']} revisions and {found['n']} ledger rows")
    for pk in SealQueue.objects.exclude(row_id__in=LedgerRow.objects.values("pk")).values_list("pk", flat=True):
        yield Problem(table, "", "", f"row {pk} was queued for sealing and is missing")
    for row in LedgerRow.objects.exclude(pk__in=SealQueue.objects.values("pk")).select_related("entry").iterator():
        subject = row.entry.number if row.entry else row.subject
        yield Problem("records_sealqueue", subject, "", f"ledger row {row.pk} is not queued for sealing")


def _numbers(counter: Counter) -> Iterator[Problem]:
    """Numbers of a series that were given and belong to no record (ALCOA+: complete)."""
    head = counter.key.partition("{")[0]
    there = set(Entry.objects.filter(number__startswith=head).values_list("number", flat=True))
    lost = [number for n in range(1, counter.last + 1) if (number := counter.key.format(n=n)) not in there]
    for number in lost[:MOST_NAMED]:
        yield Problem("records_entry", number, "number", "was given and belongs to no record")
    if len(lost) > MOST_NAMED:
        yield Problem("records_counter", counter.key, "last", f"{len(lost)} numbers belong to no record")
