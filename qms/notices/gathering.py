"""Which notices go by mail, and in which: personal choices and absences are applied here, set-based."""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from qms.accounts.models import User
from qms.jobs.models import QueueRow

from . import absence
from .events import EVENTS, REMINDERS, of_event
from .models import Choice, Mail, Notice
from .reminders import hold
from .zones import zone_of

DIGEST_HOUR = 9
STALE = datetime.timedelta(days=7)  # older ones (imported, or from a demo's past) stand in the app and are not mailed
PIECE = 500  # people whose mails are made in one statement


def gather(*, at: datetime.datetime) -> int:
    """Put every notice that is to be mailed into a mail; gives the number of notices."""
    waiting = Notice.objects.filter(by_mail=True, mail=None)
    if not waiting.exists():
        return 0
    with transaction.atomic():
        hold("mail")
        waiting.filter(at__lt=at - STALE).update(by_mail=False)
        absence.pass_on(at)
        waiting.filter(unwanted(at)).update(by_mail=False)
        now = _at_once()
        return _single_mails(waiting.filter(now), at) + _digests(waiting.exclude(now), at)


def unwanted(at: datetime.datetime) -> Q:
    """What the reader switched off, or somebody who stands in for him is told."""
    off = Q(user__mail_wanted=False)
    for event in EVENTS:
        off |= of_event(event) & _chosen(event, Choice.OFF)
    if absences := absence.absences_on(at):
        off |= absence.silenced(absences)
    return off & Q(statutory=False)


def _at_once() -> Q:
    """Requests, clocks of the law and what a rule or the reader wants at once; the rest waits for the digest."""
    asked, daily = Q(pk=None), Q(pk=None)
    for event in EVENTS:
        asked |= of_event(event) & _chosen(event, Choice.NOW)
        daily |= of_event(event) & _chosen(event, Choice.DAILY)
    by_rule = Q(at_once=True) | ~REMINDERS
    return Q(statutory=True) | asked | (by_rule & ~daily)


def _chosen(event: str, mail: str) -> Q:
    return Q(Exists(Choice.objects.filter(user=OuterRef("user_id"), event=event, mail=mail)))


def _single_mails(waiting: QuerySet[Notice], at: datetime.datetime) -> int:
    """One mail to each person with all that is for him now. Its key names the first notice in it, so it is new."""
    first = list(waiting.order_by("user_id").values_list("user_id").annotate(first=Min("pk")))
    count = 0
    for start in range(0, len(first), PIECE):
        piece = first[start : start + PIECE]
        keys = [f"now:{user}:{pk}" for user, pk in piece]
        made = [
            Mail(user_id=user, key=key, due_at=at, wanted_at=at)
            for (user, _pk), key in zip(piece, keys, strict=True)
        ]  # fmt: skip
        Mail.objects.bulk_create(made, ignore_conflicts=True)
        mine = Mail.objects.filter(key__in=keys, user=OuterRef("user_id")).order_by("-pk").values("pk")[:1]
        ids = waiting.filter(user__in=[user for user, _pk in piece]).values("pk")
        count += Notice.objects.filter(pk__in=list(ids.values_list("pk", flat=True))).update(mail=Subquery(mine))
    return count


def _digests(waiting: QuerySet[Notice], at: datetime.datetime) -> int:
    people = waiting.order_by("user_id").values_list("user_id", flat=True).distinct()
    users = User.objects.select_related("unit").in_bulk(list(people))
    return sum(waiting.filter(user=user).update(mail=_digest(user, at)) for user in users.values())


def _digest(user: User, at: datetime.datetime) -> Mail:
    """The person's next digest that has not gone out yet."""
    zone = zone_of(user.unit.time_zone if user.unit else settings.TIME_ZONE)
    day = at.astimezone(zone).date()
    while True:
        due = datetime.datetime.combine(day, datetime.time(DIGEST_HOUR), zone)
        key = f"digest:{user.pk}:{day}"
        row = Mail(user=user, key=key, due_at=due, wanted_at=max(due, at))
        Mail.objects.bulk_create([row], ignore_conflicts=True)
        mail = Mail.objects.select_for_update().get(key=key)
        if mail.queue_state == QueueRow.WAITING and not mail.attempts:
            return mail
        day += datetime.timedelta(days=1)
