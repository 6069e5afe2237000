"""Ordering packs, and reading one's own."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.jobs.models import QueueRow
from qms.jobs.queue import LIVE
from qms.jobs.wake import wake
from qms.lib.errors import Invalid, NotVisible, Said, TooMany, WrongState
from qms.lib.instants import told_in
from qms.records.transactions import in_one_transaction

from .limits import MOST_WAITING
from .models import Pack
from .order import Order
from .selection import select


def packs_of(actor: Any) -> QuerySet[Pack]:
    """The packs of a person, newest first."""
    return Pack.objects.filter(actor=actor).order_by("-pk")


def get(pk: int, actor: Any) -> Pack:
    """One of the actor's own packs. Raises NotVisible for any other."""
    found = packs_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotVisible(_("There is no such pack."))
    return found


@in_one_transaction
def place(order: Order, *, actor: Any, at: datetime.datetime, source: str = "page") -> Pack:
    """Queue a pack for a worker.

    Raises Invalid where nothing, too much, something unknown or the same as in a waiting order is asked for, TooMany
    while others wait.
    """
    waiting = list(packs_of(actor).filter(queue_state__in=LIVE))
    if same := next((pack for pack in waiting if pack.asked == order.as_data()), None):
        said = _("You ordered the same on %s, and it is not built yet.")
        raise Invalid(Said(said % told_in(same.ordered_at, timezone.get_current_timezone()), see=f"/packs/{same.pk}/"))
    if len(waiting) >= MOST_WAITING:
        raise TooMany(_("%d of your packs are not built yet. Wait for one of them.") % len(waiting))
    pack = _ordered(order, actor=actor, at=at, source=source)
    pack.save()
    wake()
    return pack


@in_one_transaction
def withdraw(pk: int, *, actor: Any, at: datetime.datetime) -> Pack:
    """Take an order back that no worker has begun; it stays in the list and says so.

    Raises NotVisible for somebody else's, WrongState once it is begun or over.
    """
    pack = get(pk, actor)
    said = _("You withdrew the order on %s, before it was begun.") % told_in(at, timezone.get_current_timezone())
    waits = Pack.objects.filter(pk=pack.pk, queue_state=QueueRow.WAITING)
    if not waits.update(queue_state=QueueRow.FAILED, done_at=at, said=[said], error=said):
        raise WrongState(_("Only an order that waits can be withdrawn; this one was begun already, or is over."))
    pack.refresh_from_db()
    return pack


def place_for_me(order: Order, *, actor: Any, at: datetime.datetime, lease: datetime.timedelta, source: str) -> Pack:
    """An order that the caller builds himself; should he die, a worker finishes it. Raises Invalid as `place`."""
    pack = _ordered(order, actor=actor, at=at, source=source)
    pack.queue_state, pack.fence, pack.attempts, pack.lease_until = QueueRow.RUNNING, 1, 1, at + lease
    pack.save()
    return pack


def _ordered(order: Order, *, actor: Any, at: datetime.datetime, source: str) -> Pack:
    if not actor.is_active:
        raise Invalid(_("Packs are for people who may sign in."))
    total = len(select(order, actor=actor))
    return Pack(actor=actor, asked=order.as_data(), source=source, ordered_at=at, due_at=at, total=total)
