"""What a worker does with a queued check or import. Killed at any point it leaves nothing, and is begun again."""

import datetime
import logging
from typing import Any

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from qms.jobs.models import QueueRow
from qms.jobs.queue import claim, confirm, give_back
from qms.lib.errors import Refused
from qms.notices.notify import notify
from qms.records.models import Entry
from qms.registers.registry import registry

from . import progress
from .mapping import Mapping
from .models import ImportRun, ImportTask
from .result import Result
from .run import run_import
from .runs import table_of
from .survey import Unclear

log = logging.getLogger(__name__)
LEASE = datetime.timedelta(minutes=30)
SILENT = 120.0  # seconds without a word after which a worker counts as dead


def work_off(*, at: datetime.datetime) -> int:
    """Do the checks and imports that wait, one after the other; gives how many."""
    _release_dead()
    done = 0
    while tasks := claim(ImportTask, at=at, limit=1, lease=LEASE):
        _do(tasks[0], at=at)
        done += 1
    return done


def _release_dead() -> None:
    """Hand back tasks whose worker fell silent. Should it live after all, its claim no longer counts."""
    for pk in ImportTask.objects.filter(queue_state=QueueRow.RUNNING).values_list("pk", flat=True):
        silent = progress.silent_for(pk)
        if silent is not None and silent > SILENT:
            ImportTask.objects.filter(pk=pk, queue_state=QueueRow.RUNNING).update(queue_state=QueueRow.WAITING)


def _do(task: ImportTask, *, at: datetime.datetime) -> None:
    run = ImportRun.objects.select_related("blob", "actor").get(pk=task.run_id)
    note = progress.Note(task.pk)
    note(0, 0)
    try:
        result = run_import(
            registry[run.register], table_of(run), Mapping(**run.mapping), actor=run.actor, at=at,
            source=_source(run), dry_run=task.dry, progress=note, finish=lambda r: _finish(task, run, r, at),
        )  # fmt: skip
    except Unclear as question:
        _close(task, run, ImportRun.ASKING, at, questions=question.fields)
    except Refused as refusal:
        _close(task, run, ImportRun.FAILED, at, said=refusal.all_sentences())
    except OperationalError as error:  # the database was busy or went away: another try is right
        log.warning("Import %s waits for another try: %s", run.pk, error)
        give_back(task, at=at, error=str(error))
    except Exception:
        log.exception("Import %s failed", run.pk)
        _close(task, run, ImportRun.FAILED, at, said=[_("Something went wrong on our side. Nothing was written.")])
    else:
        if task.dry or not result.ok:
            _close(task, run, ImportRun.CHECKED if result.ok else ImportRun.REFUSED, at, result=result.as_data())
    progress.forget(task.pk)


def _source(run: ImportRun) -> str:
    return f"import:{run.pk}" if run.source == "page" else f"import:{run.pk} {run.source}"


def _finish(task: ImportTask, run: ImportRun, result: Result, at: datetime.datetime) -> bool:
    """The last step inside the transaction of the records: if the claim still counts, the import is done with them."""
    if not confirm(task):
        return False
    _set(run, ImportRun.DONE, at, result=result.as_data())
    if result.first:
        said = _("%(n)d records were imported from %(name)s.") % {"n": result.created, "name": run.name}
        first = Entry.objects.get(number=result.first)
        notify(user=run.actor, entry=first, rule=f"import-{run.pk}", at=at, text=said)
    return True


def _close(task: ImportTask, run: ImportRun, state: str, at: datetime.datetime, **found: Any) -> None:
    with transaction.atomic():
        if not confirm(task):
            return
        _set(run, state, at, **found)
        if not task.dry:
            said = _("%(name)s was not imported. Nothing was written.") % {"name": run.name}
            notify(user=run.actor, entry=None, rule=f"import-{run.pk}-{task.pk}", at=at, text=said)


def _set(run: ImportRun, state: str, at: datetime.datetime, **found: Any) -> None:
    for name, value in {**found, "state": state, "changed_at": at}.items():
        setattr(run, name, value)
    run.save(update_fields=["state", "changed_at", *found])
