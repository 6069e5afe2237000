"""Numbers: unique, without gaps, in the year of the organisation's time zone."""

import datetime
import multiprocessing
import re
from typing import Any

import pytest
from django.db import connections, transaction

from qms.lib.errors import Invalid
from qms.records import numbering
from qms.records.models import Entry
from qms.registers import registry
from qms.registers.verify import verify
from tests.engine.racing import in_threads
from tests.engine.trials.models import Trial


def test_numbers_count_up_from_one(trials: Any, org: Any, clock: Any) -> None:
    made = [trials.create(actor=org["author"], at=clock(), title="New").number for _ in range(3)]
    assert made == ["TRI-2026-0001", "TRI-2026-0002", "TRI-2026-0003"]


@pytest.mark.requirement("DI-Co")
def test_a_save_that_fails_leaves_no_gap(trials: Any, org: Any, clock: Any) -> None:
    actor = org["author"]
    for bad in ({"title": ""}, {"title": "New", "size": "-1"}, {"title": "New", "lead": 999_999}):
        with pytest.raises(Invalid):
            trials.create(actor=actor, at=clock(), **bad)
    with pytest.raises(RuntimeError), transaction.atomic():
        trials.create(actor=actor, at=clock(), title="Rolled back with its caller")
        raise RuntimeError
    assert trials.create(actor=actor, at=clock(), title="New").number == "TRI-2026-0001"


def test_the_year_is_that_of_the_organisation(trials: Any, org: Any) -> None:
    new_year_in_berlin = datetime.datetime(2026, 12, 31, 23, 30, tzinfo=datetime.UTC)
    assert trials.create(actor=org["author"], at=new_year_in_berlin, title="New").number == "TRI-2027-0001"


def test_a_series_grows_beyond_its_width() -> None:
    at = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
    series = numbering.series("{prefix}-{year}-{n:04d}", at=at, prefix="NC")
    assert series == "NC-2026-{n:04d}" and series.format(n=12345) == "NC-2026-12345"


def test_a_batch_takes_consecutive_numbers(trials: Any, org: Any, clock: Any) -> None:
    trials.create(actor=org["author"], at=clock(), title="First")
    many = trials.create_many([{"title": f"No {i}"} for i in range(5)], actor=org["author"], at=clock())
    assert [r.number for r in many] == [f"TRI-2026-000{n}" for n in range(2, 7)]
    assert trials.create(actor=org["author"], at=clock(), title="Last").number == "TRI-2026-0007"


def make(actor: Any, at: datetime.datetime, count: int) -> None:
    for i in range(count):
        registry["trials"].create(actor=actor, at=at, title=f"Number {i}")


def check_numbers(count: int) -> None:
    numbers = sorted(int(re.sub(r".*-", "", n)) for n in Trial.objects.values_list("number", flat=True))
    assert numbers == list(range(1, count + 1))
    assert Entry.objects.count() == count
    assert list(verify()) == []


def test_numbers_are_unique_and_gapless_over_threads(own_database: str, trials: Any, org: Any, clock: Any) -> None:
    actor, at = org["author"], clock()
    in_threads(*[lambda: make(actor, at, 8)] * 6)
    check_numbers(48)


def work(barrier: Any, actor: Any, at: datetime.datetime) -> None:
    barrier.wait(20)
    make(actor, at, 8)
    connections.close_all()


def test_numbers_are_unique_and_gapless_over_processes(own_database: str, trials: Any, org: Any, clock: Any) -> None:
    actor, at = org["author"], clock()
    connections.close_all()  # a child must not inherit an open connection
    fork = multiprocessing.get_context("fork")
    barrier = fork.Barrier(4)
    children = [fork.Process(target=work, args=(barrier, actor, at)) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
        assert child.exitcode == 0
    check_numbers(32)
