"""One sweep over everything that is due. Beat, a commit, cron, `manage.py tick`: all may call it, all at once."""

import datetime
import logging
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models.functions import Now

from .models import Heartbeat
from .registry import jobs

log = logging.getLogger(__name__)


@dataclass
class Swept:
    """How much each job did, and which ones failed with what."""

    done: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def tick(*, at: datetime.datetime) -> Swept:
    """Run every job for the instant `at`. One that fails is logged and does not stop the others.

    The heartbeat is written only when all of them went well, so that /healthz turns red when one keeps failing.
    """
    swept = Swept()
    for name, run in jobs().items():
        try:
            swept.done[name] = run(at=at)
        except Exception as error:
            log.exception("The job %s failed", name)
            swept.failed[name] = f"{type(error).__name__}: {error}"
    if not swept.failed:
        _beat()
    return swept


def _beat() -> None:
    with transaction.atomic():
        if not Heartbeat.objects.filter(pk="sweep").update(at=Now()):
            Heartbeat.objects.bulk_create([Heartbeat(name="sweep", at=Now())], ignore_conflicts=True)
