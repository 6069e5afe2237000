"""Workers: one at a time per import, killed at any point without half an import, told at the end."""

import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from qms.imports import progress, runs, work
from qms.imports.mapping import Mapping
from qms.imports.models import ImportRun, ImportTask
from qms.jobs.queue import claim
from qms.jobs.registry import jobs
from qms.notices.models import Notice
from tests.imports.mishaps import Mishap, Mishaps

TEXT = "id,title\n" + "".join(f"I-{n},Incident {n}\n" for n in range(1, 31))


@pytest.fixture
def checked(incidents: Mishaps, people: SimpleNamespace) -> ImportRun:
    """An import that was confirmed and waits for a worker to write it."""
    now = timezone.now()
    run = runs.start(register="mishaps", name="a.csv", data=TEXT.encode(), actor=people.quality, at=now)
    runs.choose(run, mapping=Mapping(**run.mapping), at=now)
    assert work.work_off(at=timezone.now()) == 1
    return runs.confirm(run, at=timezone.now())


def counts() -> tuple[int, int]:
    return Mishap.objects.count(), Mishap.history.count()


def test_imports_are_part_of_every_sweep() -> None:
    assert "imports" in jobs()


def test_worker_killed_in_the_middle_leaves_nothing_and_the_next_begins_again(
    checked: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: Any) -> bool:
        assert counts() == (30, 30), "all rows were written inside the transaction"
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(work, "_finish", die)
        with pytest.raises(Killed):
            work.work_off(at=timezone.now())
    checked.refresh_from_db()
    assert counts() == (0, 0) and checked.state == "writing"
    assert work.work_off(at=timezone.now()) == 0, "its lease still runs"

    monkeypatch.setattr(work, "SILENT", -1.0)  # the dead worker has said nothing for long enough
    assert work.work_off(at=timezone.now()) == 1
    checked.refresh_from_db()
    assert counts() == (30, 30) and checked.state == "done"


def test_worker_that_lost_its_claim_writes_nothing(checked: ImportRun, monkeypatch: pytest.MonkeyPatch) -> None:
    task = claim(ImportTask, at=timezone.now())[0]
    ImportTask.objects.filter(pk=task.pk).update(fence=task.fence + 1)
    work._do(task, at=timezone.now())
    assert counts() == (0, 0)


def test_two_workers_write_an_import_once(checked: ImportRun) -> None:
    done: list[int] = []

    def sweep() -> None:
        try:
            done.append(work.work_off(at=timezone.now()))
        finally:
            connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [0, 0, 0, 1] and counts() == (30, 30)
    assert Notice.objects.filter(rule=f"import-{checked.pk}").count() == 1


def test_busy_database_is_tried_again(checked: ImportRun, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(work, "run_import", busy)
        work.work_off(at=timezone.now())
    task = ImportTask.objects.get(run=checked, dry=False)
    assert task.queue_state == "waiting" and "locked" in task.error
    later = timezone.now() + timezone.timedelta(minutes=10)
    assert work.work_off(at=later) == 1 and counts() == (30, 30)


def test_right_withdrawn_meanwhile_ends_the_import(checked: ImportRun, people: SimpleNamespace) -> None:
    people.quality.grants.all().delete()
    work.work_off(at=timezone.now())
    checked.refresh_from_db()
    assert checked.state == "failed" and "may not import" in checked.said[0] and counts() == (0, 0)
    assert "Nothing was written" in Notice.objects.get(user=people.quality).text


def test_progress_is_noted_beside_the_database(settings: Any, tmp_path: Path) -> None:
    settings.QMS_DATA = tmp_path
    note: Callable[[int, int], None] = progress.Note(7)
    assert progress.silent_for(7) is None
    note(0, 100)
    note(50, 100)  # too soon after the first to be written
    assert progress.read(7) == (0, 100)
    note(100, 100)
    assert progress.read(7) == (100, 100) and (progress.silent_for(7) or 0) < 5
    progress.forget(7)
    assert progress.read(7) is None
