"""Ordering packs, and reading one's own."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qms.jobs.models import QueueRow
from qms.jobs.wake import wake
from qms.lib.errors import Invalid, NotVisible, TooMany
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

    Raises Invalid where nothing, too much or something unknown is asked for, TooMany while others wait.
    """
    waiting = packs_of(actor).filter(queue_state__in=(QueueRow.WAITING, QueueRow.RUNNING)).count()
    if waiting >= MOST_WAITING:
        raise TooMany(_("%d of your packs are not built yet. Wait for one of them.") % waiting)
    pack = _ordered(order, actor=actor, at=at, source=source)
    pack.save()
    wake()
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
