"""Notices for programs: a signed POST to each endpoint, tried again with growing pauses, from the same kind of queue.

The receiver checks `Plumbline-Signature: t=<seconds>,v1=<hex>`: v1 is HMAC-SHA256 of "<t>.<body>" with the endpoint's
secret (docs/guide/notices.md shows how). `Plumbline-Delivery` is the same for each copy.
"""

import datetime
import hashlib
import hmac
import http.client
import json
import logging
import time
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from qms.jobs.queue import claim, confirm, give_back, park
from qms.records.access import NARROW, visible_to
from qms.records.models import Entry

from .events import EVENTS, of_event
from .models import Choice, Endpoint, Hook, Notice
from .wire import Unsafe, post
from .words import clock_behind, clocks_of, sentence

log = logging.getLogger(__name__)
STALE = datetime.timedelta(days=2)  # what is older is no news to a program
LONGEST, BATCH, PIECE = 30.0, 5, 1000


def gather(*, at: datetime.datetime) -> int:
    """Put what each endpoint is to hear into its queue; gives how many calls are new. Safe to repeat."""
    endpoints = Endpoint.objects.filter(ended_at=None).select_related("user", "unit").order_by("pk")
    return sum(_gather(endpoint, at) for endpoint in endpoints)


def _gather(endpoint: Endpoint, at: datetime.datetime) -> int:
    since = max(endpoint.created_at, at - STALE)
    same = Hook.objects.filter(endpoint=endpoint, notice__entry=OuterRef("entry_id"), notice__rule=OuterRef("rule"))
    known = Exists(same.filter(notice__on=OuterRef("on"))) | Exists(
        Hook.objects.filter(endpoint=endpoint, notice=OuterRef("pk"))
    )
    fresh = Notice.objects.filter(at__gte=since).filter(~known)
    if endpoint.user_id:
        fresh = fresh.filter(user_id=endpoint.user_id).exclude(_muted())
    elif endpoint.unit is not None:  # one call for each thing, however many people are told
        fresh = fresh.filter(by_hook=True, entry__unit__path__startswith=endpoint.unit.path)
        fresh = fresh.exclude(entry__audience__in=NARROW)
    made = [
        Hook(endpoint=endpoint, notice=notice, key=_key(endpoint, notice), due_at=at, wanted_at=at)
        for notice in fresh.order_by("pk")[:PIECE]
    ]
    before = Hook.objects.filter(endpoint=endpoint).count() if made else 0
    Hook.objects.bulk_create(made, ignore_conflicts=True)
    return Hook.objects.filter(endpoint=endpoint).count() - before if made else 0


def _muted() -> Any:
    off: Any = Q(pk=None)
    for event in EVENTS:
        off |= of_event(event) & Exists(Choice.objects.filter(user=OuterRef("user_id"), event=event, hook=False))
    return off


def _key(endpoint: Endpoint, notice: Notice) -> str:
    told = f"{endpoint.pk} {notice.entry_id} {notice.rule} {notice.on}"
    return hashlib.sha256(told.encode()).hexdigest()


def deliver(*, at: datetime.datetime) -> int:
    """Call what is due; gives how many calls were answered well."""
    done, end = 0, time.monotonic() + LONGEST
    while time.monotonic() < end and (hooks := claim(Hook, at=at, limit=BATCH)):
        done += sum(_deliver(hook, at) for hook in hooks)
    return done


def _deliver(hook: Hook, at: datetime.datetime) -> int:
    endpoint = hook.endpoint
    said = payload(hook) if endpoint.ended_at is None else None
    if said is None:  # ended, or not to be seen any more: nothing to tell
        confirm(hook)
        return 0
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        status, _answer = post(endpoint.url, body, headers(endpoint.secret, hook.key, body, int(at.timestamp())))
    except Unsafe as error:
        park(hook, error=str(error))
        return 0
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        give_back(hook, at=at, error=f"{type(error).__name__}: {error}")
        return 0
    if 300 <= status < 400:
        park(
            hook,
            error=_("%d: the answer leads elsewhere; redirects are not followed. Enter the final address.") % status,
        )
        return 0
    if not 200 <= status < 300:
        give_back(hook, at=at, error=_("The receiver answered %d.") % status)
        return 0
    confirm(hook)
    return 1


def headers(secret: str, key: str, body: bytes, seconds: int) -> dict[str, str]:
    """What goes with a body: its signature with the time of sending, in seconds since 1970."""
    signature = hmac.new(secret.encode(), b"%d." % seconds + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json", "User-Agent": f"Plumbline/{settings.QMS_VERSION}",
        "Plumbline-Delivery": key, "Plumbline-Signature": f"t={seconds},v1={signature}",
    }  # fmt: skip


def payload(hook: Hook) -> dict[str, Any] | None:
    """What a program is told; None where the person, or everybody in the unit, may not see it any more."""
    notice, endpoint = hook.notice, hook.endpoint
    entry = notice.entry
    if entry is not None and not _still_seen(endpoint, entry):
        return None
    if endpoint.user is not None and not endpoint.user.is_active:
        return None
    about = {
        "register": entry.register, "number": entry.number, "title": entry.title, "state": entry.state,
        "url": f"{settings.QMS_PUBLIC_URL}/r/{entry.number}",
    } if entry else None  # fmt: skip
    clock = clock_behind(notice, clocks_of([notice], None, notice.at))
    return {
        "delivery": hook.key, "rule": notice.rule, "says": sentence(notice, behind=clock), "on": notice.on.isoformat(),
        "at": notice.at.astimezone(datetime.UTC).isoformat(), "statutory": notice.statutory, "record": about,
        "for": endpoint.user.username if endpoint.user else str(endpoint.unit and endpoint.unit.code),
    }  # fmt: skip


def _still_seen(endpoint: Endpoint, entry: Entry) -> bool:
    if endpoint.user is not None:
        return visible_to(Entry.objects.filter(pk=entry.pk), endpoint.user).exists()
    return entry.audience not in NARROW
