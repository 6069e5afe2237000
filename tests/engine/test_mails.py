"""Notices by mail: one digest a day, requests at once, nothing untrue any more, the same Message-ID each time."""

import datetime

import pytest
from django.core import mail as outbox

from qms.jobs.models import QueueRow
from qms.jobs.queue import claim
from qms.notices.composing import message_id
from qms.notices.gathering import gather
from qms.notices.mails import deliver
from qms.notices.models import Mail, Notice
from qms.notices.notify import notify
from qms.notices.reminders import remind

from .notice_entries import NOON, a_person, a_unit, an_entry, day, finish, involve, leave, move_date

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def sweep(at: datetime.datetime) -> list[outbox.EmailMessage]:
    """Remind, gather and deliver; the mails that left."""
    outbox.outbox.clear()
    remind(at=at)
    gather(at=at)
    deliver(at=at)
    return list(outbox.outbox)


def test_digest_gathers_a_night_and_leaves_at_nine():
    unit = a_unit()
    owner = a_person("ada", unit)
    first, second = an_entry(owner, unit, due=day(1)), an_entry(owner, unit, due=day(7))
    assert sweep(NOON - 11 * HOUR) == []
    (sent,) = sweep(NOON - 3 * HOUR)
    assert sent.to == ["ada@example.org"]
    assert first.number in sent.body and second.number in sent.body
    assert "tomorrow" in sent.body and "in 7 days" in sent.body
    assert f"/r/{first.number}" in sent.body
    assert sweep(NOON) == []


def test_digest_of_what_comes_later_in_the_day_leaves_the_next_morning():
    unit = a_unit()
    owner = a_person("ada", unit)
    an_entry(owner, unit, due=day(1))
    assert len(sweep(NOON - 3 * HOUR)) == 1
    an_entry(owner, unit, due=day(1))
    assert sweep(NOON) == []
    assert len(sweep(NOON + 21 * HOUR)) == 1


def test_request_is_mailed_at_once_and_several_in_one_mail():
    unit = a_unit()
    owner = a_person("ada", unit)
    one, two = an_entry(owner, unit), an_entry(owner, unit)
    night = NOON + 12 * HOUR
    notify(user=owner, entry=one, rule="assigned:1", at=night, text=f"{one.number} is yours now.")
    notify(user=owner, entry=two, rule="assigned:1", at=night, text=f"{two.number} is yours now.")
    (sent,) = sweep(night)
    assert f"{one.number} is yours now." in sent.body and f"{two.number} is yours now." in sent.body
    assert sweep(night) == []


def test_notify_twice_tells_once():
    unit = a_unit()
    owner = a_person("ada", unit)
    entry = an_entry(owner, unit)
    for _ in range(2):
        notify(user=owner, entry=entry, rule="mention:7", at=NOON, text="Grace mentioned you.")
    assert Notice.objects.count() == 1


def test_notify_tells_nobody_who_may_not_see():
    unit, other = a_unit(), a_unit("ELSEWHERE")
    stranger = a_person("stranger", other)
    entry = an_entry(a_person("ada", unit), unit)
    assert not notify(user=stranger, entry=entry, rule="mention:7", at=NOON, text="x")
    assert not Notice.objects.exists()


def test_mail_leaves_out_what_the_person_may_not_see_any_more():
    unit = a_unit()
    owner, helper = a_person("ada", unit), a_person("helper", a_unit("ELSEWHERE"))
    entry = an_entry(owner, unit, title="Unannounced product", audience="named")
    involve(helper, entry)
    notify(user=helper, entry=entry, rule="mention:7", at=NOON, text="Ada mentioned you.")
    leave(helper, entry)
    assert sweep(NOON) == []


def test_digest_leaves_out_moved_dates_and_finished_records():
    unit = a_unit()
    owner = a_person("ada", unit)
    moved, finished, same = (an_entry(owner, unit, due=day(1)) for _ in range(3))
    sweep(NOON - 11 * HOUR)
    move_date(moved, day(40))
    finish(finished)
    (sent,) = sweep(NOON - 3 * HOUR)
    assert same.number in sent.body
    assert moved.number not in sent.body and finished.number not in sent.body


def test_mail_is_not_sent_to_who_does_not_want_it_but_the_notice_is_there():
    unit = a_unit()
    owner = a_person("ada", unit)
    owner.mail_wanted = False
    owner.save()
    an_entry(owner, unit, due=day(1))
    assert sweep(NOON) == []
    assert Notice.objects.filter(user=owner).count() == 1


def test_mail_that_the_server_refuses_is_kept_and_tried_again_later(settings):
    unit = a_unit()
    an_entry(a_person("ada", unit), unit, due=day(1))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    assert sweep(NOON) == []
    kept = Mail.objects.get()
    assert (kept.queue_state, kept.attempts) == (QueueRow.WAITING, 1)
    assert "Connection" in kept.error and kept.due_at == NOON + datetime.timedelta(minutes=1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert sweep(NOON) == []
    assert len(sweep(NOON + HOUR)) == 1


def test_mail_sent_twice_bears_the_same_message_id():
    unit = a_unit()
    an_entry(a_person("ada", unit), unit, due=day(1))
    remind(at=NOON)
    gather(at=NOON)
    lost = claim(Mail, at=NOON)[0]  # this worker sends and is killed before it confirms
    assert deliver(at=NOON) == 0
    Mail.objects.update(lease_until=NOON - 24 * HOUR)
    assert deliver(at=NOON) == 1
    assert outbox.outbox[-1].extra_headers["Message-ID"] == message_id(lost.key)


def test_subject_has_no_line_break():
    unit = a_unit()
    owner = a_person("ada", unit)
    notify(
        user=owner, entry=an_entry(owner, unit), rule="mention:1", at=NOON, text="first\r\nBcc: everyone@example.org"
    )
    (sent,) = sweep(NOON)
    assert "\n" not in sent.subject and "first Bcc:" in sent.subject


def test_notice_of_long_ago_is_not_mailed_any_more():
    unit = a_unit()
    owner = a_person("ada", unit)
    entry = an_entry(owner, unit)
    notify(user=owner, entry=entry, rule="assigned:1", at=NOON - 8 * 24 * HOUR, text="Long ago.")
    notify(user=owner, entry=entry, rule="assigned:2", at=NOON - 2 * 24 * HOUR, text="Lately.")
    (sent,) = sweep(NOON)
    assert "Lately." in sent.body and "Long ago." not in sent.body
    assert Notice.objects.filter(user=owner).count() == 2
