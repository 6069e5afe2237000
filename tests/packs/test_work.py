"""Packs under way: progress, a worker that dies, two workers, files whose time is over, prints that are kept."""

import datetime
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qms.jobs.models import QueueRow
from qms.jobs.queue import claim
from qms.notices.models import Notice
from qms.packs import prints, work
from qms.packs.build import build
from qms.packs.files import expire, folder, path_of
from qms.packs.models import Pack
from qms.packs.reading import read
from qms.printing import store
from qms.records.models import LedgerRow
from tests.packs.conftest import Case, verify


class Killed(BaseException):
    """Stands for kill -9: nothing is tidied up."""


def exports() -> int:
    return LedgerRow.objects.filter(action="export").count()


@pytest.fixture
def own_data(settings: Any, tmp_path: Path) -> None:
    """A data folder in which nothing was printed yet."""
    settings.QMS_DATA = tmp_path / "data"


@pytest.fixture
def three(own_data: None, case: Case) -> Case:
    for number in range(2):
        case.recipe.make(title=f"Number {number}")
    return case


def test_worker_killed_between_records_is_followed_by_another_and_there_is_one_pack(
    three: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = three.ordered(register="nonconformities")
    printed: list[str] = []
    render = store.render_sheaf
    monkeypatch.setattr(store, "render_sheaf", lambda some: printed.extend(o.title for o in some) or render(some))

    def die(self: Any, done: int, total: int) -> None:
        if done == 2:
            raise Killed

    with monkeypatch.context() as first:
        first.setattr(work.Renewing, "__call__", die)
        with pytest.raises(Killed):
            work.work_off(at=timezone.now())
    assert exports() == 0 and Pack.objects.get().queue_state == QueueRow.RUNNING
    assert work.work_off(at=timezone.now()) == 0, "its lease still runs"
    once = list(printed)
    Pack.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    assert work.work_off(at=timezone.now()) == 1
    pack.refresh_from_db()
    path = path_of(pack)
    assert path is not None and verify(path)[0] == 0
    assert (exports(), Notice.objects.filter(rule=f"pack-{pack.pk}").count(), pack.attempts) == (1, 1, 2)
    assert len(printed) == len(set(printed)) == 3, "what the first one printed is not printed again"
    assert len(once) >= 2 and [p.name for p in folder().glob(f"{pack.pk}-*")] == [pack.file]


def test_worker_that_was_overtaken_leaves_nothing(three: Case) -> None:
    pack = three.ordered(records=three.nc.number)
    slow = claim(Pack, at=timezone.now(), limit=1, lease=work.LEASE)[0]
    Pack.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    assert work.work_off(at=timezone.now()) == 1
    work.carry_out(slow, at=timezone.now())  # wakes up late, with an old fence
    pack.refresh_from_db()
    assert exports() == 1 and [p.name for p in folder().glob(f"{pack.pk}-*")] == [pack.file]


def test_pack_that_kills_every_worker_is_given_up_with_a_sentence(case: Case) -> None:
    pack = case.ordered(records=case.nc.number)
    Pack.objects.update(attempts=10)
    work.work_off(at=timezone.now())
    pack.refresh_from_db()
    assert pack.queue_state == QueueRow.FAILED and "begun 10 times" in pack.said[0]


def test_progress_counts_records_and_keeps_the_lease(three: Case, tmp_path: Path) -> None:
    pack = three.ordered(register="nonconformities")
    seen: list[tuple[int, int]] = []
    build(pack, tmp_path / "x.zip", at=timezone.now(), progress=lambda *far: seen.append(far))
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]
    mine = claim(Pack, at=timezone.now(), limit=1, lease=work.LEASE)[0]
    Pack.objects.update(lease_until=timezone.now())
    work.Renewing(mine)(0, 3)
    mine.refresh_from_db()
    assert mine.lease_until is not None and mine.lease_until > timezone.now() + datetime.timedelta(minutes=1)


def test_print_that_is_wanted_before_its_sheaf_is_full_leaves_it_to_no_other(
    three: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where few of many records changed: what is waited for is sent, and what comes after it goes into another."""
    sheaves: list[int] = []
    render = store.render_sheaf
    monkeypatch.setattr(store, "render_sheaf", lambda some: sheaves.append(len(some)) or render(some))
    monkeypatch.setattr(prints, "AHEAD", 1)
    assert verify(three.made(register="nonconformities"))[0] == 0
    assert sheaves == [2, 1]


def test_warm_pack_prints_and_composes_nothing(three: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    three.made(register="nonconformities")

    def never(*args: Any, **more: Any) -> Any:
        raise AssertionError("something was printed or composed again")

    monkeypatch.setattr(store, "render_sheaf", never)
    monkeypatch.setattr(prints, "body_html", never)
    three.made(register="nonconformities")


def test_print_is_made_anew_when_what_it_shows_has_changed(three: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A nonconformity's print tells of its actions: their changes are changes of the print."""
    from qms.links.edges import sources
    from qms.registers import registry

    three.made(records=three.nc.number)
    made: list[str] = []
    body = prints.body_html
    monkeypatch.setattr(prints, "body_html", lambda record, **more: made.append(record.number) or body(record, **more))
    three.made(records=three.nc.number)
    assert made == []
    action = registry["actions"].model.objects.get(pk=sources(three.nc.pk, "addresses").get().pk)
    registry["actions"].comment(action, actor=three.officer, at=three.clock(), text="seen")
    other = three.recipe.make()
    assert other
    three.made(records=three.nc.number)
    assert made == [three.nc.number]


def test_number_of_queries_of_a_batch_does_not_grow_with_its_records(three: Case) -> None:
    register = three.recipe.register
    pks = list(register.model.objects.order_by("pk").values_list("pk", flat=True))
    counts = []
    read(register, pks[:1], actor=three.officer)  # roles are read once per person
    for some in (pks[:1], pks):
        with CaptureQueriesContext(connection) as seen:
            assert len(read(register, some, actor=three.officer).dossiers) == len(some)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 16, counts


def test_files_go_when_their_time_is_over_and_what_was_made_stays_known(case: Case) -> None:
    pack = case.built(records=case.nc.number)
    path = path_of(pack)
    assert path is not None and pack.expires_at is not None
    stray = folder() / "999-1.zip.part"
    stray.write_bytes(b"x")
    assert expire(at=timezone.now()) == 0 and path.exists() and stray.exists()
    assert expire(at=pack.expires_at) == 1
    pack.refresh_from_db()
    assert not path.exists() and not stray.exists() and pack.sha256 and str(pack.state_words) == "Removed"


def test_two_workers_build_two_packs_and_nobody_the_same(own_database: str) -> None:
    case = Case()
    packs = [case.ordered(records=case.nc.number, **{"from": day}) for day in ("2026-01-01", "2026-01-02")]

    def run() -> None:
        work.work_off(at=timezone.now())
        connection.close()

    threads = [threading.Thread(target=run) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for pack in packs:
        pack.refresh_from_db()
        assert (pack.queue_state, pack.fence) == (QueueRow.DONE, 1)
    assert exports() == 2
