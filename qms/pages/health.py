"""/healthz and /readyz: for supervisors, without sign-in, and without a word about what is stored here."""

import datetime
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qms.jobs.models import Heartbeat, QueueRow
from qms.jobs.queue import LIVE, oldest_due
from qms.notices.models import Hook, Mail, Notice

LATE = datetime.timedelta(minutes=15)
STARTED = timezone.now()
OK = "ok"
_migrated = False


def database() -> str:
    """Whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def migrations() -> str:
    """Whether the tables are those of this version. Looked up until it is so; a version never goes back by itself."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return OK if _migrated else _("Migrations are missing: run manage.py migrate.")


def broker() -> str:
    """Whether messages can be left for the workers: Redis answers, or the folder is there."""
    if not settings.REDIS_URL:
        folder = Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"]))
        return OK if folder.is_dir() else _("The broker's folder is missing; make run creates it.")
    from redis import Redis, RedisError  # a third of a second that only this needs

    try:
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2) as client:
            client.ping()
    except RedisError as error:
        raise ConnectionError(type(error).__name__) from error
    return OK


def notices() -> str:
    """Whether the oldest thing that should have been done by now is not later than a quarter of an hour.

    A mail that the server keeps refusing is late since it was first due, however often it is tried.
    """
    now = timezone.now()
    queues = [m for m in apps.get_models() if issubclass(m, QueueRow)]
    instants = [oldest_due(m, at=now) for m in queues]
    instants.append(Notice.objects.filter(by_mail=True, mail=None).aggregate(oldest=Min("at"))["oldest"])
    for model in (Mail, Hook):
        tried = model.objects.filter(queue_state__in=LIVE, wanted_at__lte=now)
        instants.append(tried.aggregate(oldest=Min("wanted_at"))["oldest"])
    oldest = min((instant for instant in instants if instant), default=now)
    return OK if now - oldest <= LATE else _("The oldest due notice or job is more than 15 minutes late.")


def sweep() -> str:
    """Whether reminders are being looked for at all. A web process that has just started waits for the workers."""
    last = Heartbeat.objects.filter(name="sweep").values_list("at", flat=True).first()
    quiet_since = max(last, STARTED) if last else STARTED
    late = timezone.now() - quiet_since > LATE
    return _("No sweep has ended for more than 15 minutes: are worker and beat running?") if late else OK


def _answer(checks: tuple[Callable[[], str], ...]) -> JsonResponse:
    said: dict[str, str] = {}
    for check in checks:
        try:
            said[check.__name__] = check()
        except (DatabaseError, OSError) as error:  # the class only: a message may name hosts
            said[check.__name__] = _("Does not answer (%s).") % type(error).__name__
    well = all(text == OK for text in said.values())
    return JsonResponse({"status": OK if well else "failing", "checks": said}, status=200 if well else 503)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 when a person should look; the body says at what."""
    return _answer((database, migrations, broker, notices, sweep))


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when this web process can serve requests."""
    return _answer((database, migrations))
