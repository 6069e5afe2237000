"""What a worker does with an ordered pack. Killed at any point it is begun again: what was printed is kept, so that the
second worker soon is where the first one was; file, row and ledger come together at the end, and once."""

from __future__ import annotations

import datetime
import logging
import time
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.jobs.models import QueueRow
from qms.jobs.queue import MAX_ATTEMPTS, claim, confirm, give_back
from qms.lib.errors import Refused
from qms.notices.notify import notify
from qms.records.events import log_event

from .build import Built, build
from .files import folder, sha256_of
from .models import Pack

log = logging.getLogger(__name__)
LEASE = datetime.timedelta(minutes=2)  # renewed while records go by, and while prints are waited for
EVERY = 2.0  # seconds between two renewals


class Lost(Exception):
    """Somebody else has claimed the pack since."""


def work_off(*, at: datetime.datetime) -> int:
    """Build the packs that wait, one after the other; gives how many."""
    done = 0
    while packs := claim(Pack, at=at, limit=1, lease=LEASE):
        carry_out(Pack.objects.select_related("actor").get(pk=packs[0].pk), at=at)
        done += 1
    return done


def carry_out(pack: Pack, *, at: datetime.datetime) -> None:
    """Build a pack that was claimed, and say in its row what became of it."""
    if pack.attempts > MAX_ATTEMPTS:
        _refuse(
            pack, [_("This pack was begun %d times and never finished. Ask for less at a time.") % MAX_ATTEMPTS], at
        )
        return
    name = f"{pack.pk}-{pack.fence}.zip"
    folder().mkdir(parents=True, exist_ok=True)
    part = folder() / f"{name}.part"
    try:
        built = build(pack, part, at=at, progress=Renewing(pack))
        _finish(pack, name, built, at)
    except Lost:
        log.warning("Pack %s was claimed by somebody else meanwhile", pack.pk)
    except Refused as refusal:
        log.warning("Pack %s was refused: %s", pack.pk, getattr(refusal, "detail", "") or refusal)
        _refuse(pack, refusal.all_sentences(), at)
    except OperationalError as error:  # the database was busy or went away: another try is right
        give_back(pack, at=at, error=str(error))
    except Exception:
        log.exception("Pack %s failed", pack.pk)
        _refuse(pack, [_("Something went wrong on our side. No pack was made; the log says more.")], at)
    finally:
        part.unlink(missing_ok=True)


class Renewing:
    """Called with (done, total): notes how far it is, renews the lease. Raises Lost when the claim counts no more."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.last = pack, 0.0

    def __call__(self, done: int, total: int) -> None:
        if done not in (0, total) and time.monotonic() - self.last < EVERY:
            return
        self.last = time.monotonic()
        mine = Pack.objects.filter(pk=self.pack.pk, fence=self.pack.fence, queue_state=QueueRow.RUNNING)
        # What moves is not late: /healthz looks at `due_at`.
        if not mine.update(done=done, total=total, lease_until=Now() + LEASE, due_at=timezone.now()):
            raise Lost


def _finish(pack: Pack, name: str, built: Built, at: datetime.datetime) -> None:
    """Put the file in its place; then row, ledger and notice in one transaction, if the claim still counts."""
    path = folder() / name
    part = folder() / f"{name}.part"
    digest, size = sha256_of(part), part.stat().st_size
    part.replace(path)
    with transaction.atomic():
        counts = confirm(pack)
        if counts:
            _keep(pack, name, built, at, digest, size)
    if not counts:
        path.unlink(missing_ok=True)
        raise Lost


def _keep(pack: Pack, name: str, built: Built, at: datetime.datetime, digest: str, size: int) -> None:
    found: dict[str, Any] = {
        "file": name, "size": size, "sha256": digest, "manifest_sha256": built.manifest_sha256, "counts": built.counts,
        "position": built.position, "done": built.counts["records"], "total": built.counts["records"], "said": [],
        "expires_at": at + datetime.timedelta(days=settings.QMS_PACK_DAYS),
    }  # fmt: skip
    Pack.objects.filter(pk=pack.pk).update(**found)
    log_event(
        subject=f"pack {pack.pk}", action="export", actor=pack.actor, at=at, source=pack.source, format="pack",
        asked=pack.asked, counts=built.counts, sha256=digest, manifest_sha256=built.manifest_sha256, size=size,
        position=built.position,
    )  # fmt: skip
    said = ngettext(
        "The evidence pack “%(name)s” with %(n)d record is ready.",
        "The evidence pack “%(name)s” with %(n)d records is ready.",
        built.counts["records"],
    ) % {"name": pack, "n": built.counts["records"]}
    notify(user=pack.actor, entry=None, rule=f"pack-{pack.pk}", at=at, text=said)


def _refuse(pack: Pack, said: list[str], at: datetime.datetime) -> None:
    """No pack: the row says why, and its person is told. Nothing was exported, so the ledger has no row."""
    mine = Q(pk=pack.pk, fence=pack.fence, queue_state=QueueRow.RUNNING)
    with transaction.atomic():
        refused = Pack.objects.filter(mine).update(
            queue_state=QueueRow.FAILED, lease_until=None, done_at=Now(), said=said, error=" ".join(said)[:2000]
        )
        if refused:
            text = _("The evidence pack “%s” was not built. Its page says why.") % pack
            notify(user=pack.actor, entry=None, rule=f"pack-{pack.pk}", at=at, text=text)
