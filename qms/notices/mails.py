"""Notices by mail: what asks for a person goes out at once, reminders in one digest a day, at nine in the morning.

In-app exactly once; mail at least once, because SMTP has no transaction: a second copy bears the same Message-ID.
"""

import datetime
import hashlib
import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.accounts.models import User
from qms.jobs.models import QueueRow
from qms.jobs.queue import claim, confirm, give_back
from qms.records.access import visible_to
from qms.records.models import Entry, NamedDate

from .models import Mail, Notice
from .reminders import LIVE_PHASES, hold
from .words import REMINDER, sentence
from .zones import zone_of

log = logging.getLogger(__name__)
DIGEST_HOUR = 9
REMINDER_END = r"[a-z_][+-][0-9]+$"
ENOUGH = 200  # mails a sweep; the next one goes on
STALE = datetime.timedelta(
    days=7
)  # older notices (imported, or from a demo's past) stand in the app and are not mailed
BATCH = 5  # mails a claim: a worker that dies keeps no more from the others for the length of a lease


def gather(*, at: datetime.datetime) -> int:
    """Put every notice that is to be mailed into a mail; gives the number of notices."""
    waiting = Notice.objects.filter(by_mail=True, mail=None)
    if not waiting.exists():
        return 0
    waiting.filter(at__lt=at - STALE).update(by_mail=False)
    reminders = Q(rule__regex=REMINDER_END)
    count = 0
    with transaction.atomic():
        hold("mail")
        for user_id, first in _first_by_person(waiting.exclude(reminders)):
            mail = _mail(user_id, f"now:{user_id}:{first}", at)
            count += waiting.exclude(reminders).filter(user_id=user_id).update(mail=mail)
        for user_id, _first in _first_by_person(waiting.filter(reminders)):
            mail = _digest(user_id, at)
            count += waiting.filter(reminders, user_id=user_id).update(mail=mail)
    return count


def _first_by_person(notices: QuerySet[Notice]) -> list[tuple[int, int]]:
    return list(notices.values_list("user_id").annotate(first=Min("pk")).order_by("user_id"))


def _digest(user_id: int, at: datetime.datetime) -> Mail:
    """The person's next digest that has not gone out yet."""
    user = User.objects.select_related("unit").get(pk=user_id)
    zone = zone_of(user.unit.time_zone if user.unit else settings.TIME_ZONE)
    day = at.astimezone(zone).date()
    while True:
        due = datetime.datetime.combine(day, datetime.time(DIGEST_HOUR), zone)
        mail = _mail(user_id, f"digest:{user_id}:{day}", due)
        if mail.queue_state == QueueRow.WAITING and not mail.attempts:
            return mail
        day += datetime.timedelta(days=1)


def _mail(user_id: int, key: str, due: datetime.datetime) -> Mail:
    Mail.objects.bulk_create([Mail(user_id=user_id, key=key, due_at=due)], ignore_conflicts=True)
    return Mail.objects.select_for_update().get(key=key)


def deliver(*, at: datetime.datetime) -> int:
    """Send the mails that are due; gives the number sent. Nothing is sent inside a transaction."""
    sent = 0
    while sent < ENOUGH and (mails := claim(Mail, at=at, limit=BATCH)):
        for mail in mails:
            sent += _deliver(mail, at)
    return sent


def _deliver(mail: Mail, at: datetime.datetime) -> int:
    try:
        message = compose(mail)
        if message is not None:
            message.send()
    except Exception as error:  # whatever a mail server may answer: the row keeps it and tries again
        log.warning("Mail %s was not sent: %s", mail.key, error)
        give_back(mail, at=at, error=f"{type(error).__name__}: {error}")
        return 0
    confirm(mail)
    return 1


def message_id(key: str) -> str:
    """The same for every copy of a mail, so that mail programs show one."""
    host = urlsplit(settings.QMS_PUBLIC_URL).hostname or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


def compose(mail: Mail) -> EmailMessage | None:
    """The message, with what is still true and what the person may still see; None if that is nothing."""
    seen = Exists(visible_to(Entry.objects.filter(pk=OuterRef("entry_id")), mail.user))
    notices = mail.notices.filter(Q(entry=None) | seen).select_related("entry").order_by("on", "pk")
    lines = [n for n in notices if _still_true(n)]
    if not lines or not mail.user.is_active or not mail.user.email:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        told = [{"entry": n.entry, "says": sentence(n)} for n in lines]
        context = {"user": mail.user, "told": told, "site": settings.QMS_PUBLIC_URL}
        return EmailMessage(
            subject=_subject(lines),
            body=render_to_string("mail/notices.txt", context),
            to=[mail.user.email],
            headers={"Message-ID": message_id(mail.key), "Auto-Submitted": "auto-generated"},
        )


def _subject(notices: list[Notice]) -> str:
    first = notices[0]
    if len(notices) == 1:
        text = sentence(first) if first.text or not first.entry else f"{first.entry}: {sentence(first)}"
    else:
        text = ngettext("%d notice", "%d notices", len(notices)) % len(notices)
    return _("Plumbline: %s") % " ".join(text.split())[:180]


def _still_true(notice: Notice) -> bool:
    """A reminder of a date that was moved since, or of a record that is finished, is not sent any more."""
    found = REMINDER.fullmatch(notice.rule)
    if found is None or notice.entry is None:
        return True
    dates = NamedDate.objects.filter(entry=notice.entry_id, name=found.group(1), on=notice.on)
    return notice.entry.phase in LIVE_PHASES and dates.exists()
