"""Leases and fences of the queue, shown on mails."""

import datetime
import threading

import pytest
from django.db import connection
from django.db.models.functions import Now

from qms.jobs.models import QueueRow
from qms.jobs.queue import LEASE, MAX_ATTEMPTS, claim, confirm, give_back, oldest_due
from qms.notices.models import Mail

from .notice_entries import NOON, a_person, a_unit

MINUTE = datetime.timedelta(minutes=1)


def some_mails(count: int = 1, due: datetime.datetime = NOON) -> list[Mail]:
    user = a_person("ada", a_unit())
    return Mail.objects.bulk_create([Mail(user=user, key=f"k{n}", due_at=due) for n in range(count)])


@pytest.mark.django_db
def test_claim_takes_what_is_due_in_order_and_nothing_else():
    first, second = some_mails(2)
    Mail.objects.filter(pk=first.pk).update(due_at=NOON + MINUTE)
    assert [m.pk for m in claim(Mail, at=NOON)] == [second.pk]
    assert claim(Mail, at=NOON) == []


@pytest.mark.django_db
@pytest.mark.parametrize("lease", [Now() - MINUTE, Now() + 3 * LEASE])
def test_claim_takes_over_a_lease_that_ran_out_or_lies_implausibly_ahead(lease):
    some_mails()
    (lost,) = claim(Mail, at=NOON)
    Mail.objects.update(lease_until=lease)
    (taken,) = claim(Mail, at=NOON)
    assert taken.fence == lost.fence + 1
    assert not confirm(lost), "the one who was late must not confirm"
    assert confirm(taken)
    assert Mail.objects.get().queue_state == QueueRow.DONE
    assert claim(Mail, at=NOON) == []


@pytest.mark.django_db
def test_give_back_waits_longer_each_time_and_parks_at_last():
    some_mails()
    at, waits = NOON, []
    for _ in range(MAX_ATTEMPTS):
        (row,) = claim(Mail, at=at)
        give_back(row, at=at, error="no")
        row.refresh_from_db()
        waits.append(row.due_at - at)
        at = row.due_at
    assert waits[:4] == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]
    assert row.queue_state == QueueRow.FAILED and row.error == "no"
    assert claim(Mail, at=at + 1000 * MINUTE) == []


@pytest.mark.django_db
def test_oldest_due_sees_waiting_and_running_but_not_done_or_future():
    first, second, third = some_mails(3)
    Mail.objects.filter(pk=first.pk).update(queue_state=QueueRow.DONE, due_at=NOON - 9 * MINUTE)
    Mail.objects.filter(pk=second.pk).update(queue_state=QueueRow.RUNNING, due_at=NOON - 5 * MINUTE)
    Mail.objects.filter(pk=third.pk).update(due_at=NOON + MINUTE)
    assert oldest_due(Mail, at=NOON) == NOON - 5 * MINUTE


def test_claim_from_eight_threads_gives_each_row_to_one(own_database):
    some_mails(80)
    got: list[int] = []
    together = threading.Barrier(8)

    def work() -> None:
        together.wait()
        try:
            while rows := claim(Mail, at=NOON, limit=3):
                got.extend(row.pk for row in rows)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 80 and len(set(got)) == 80
