"""Run by tools/bench.py on a fresh database: measures, and prints each figure beside its target."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from qms.accounts.tokens import create_token  # noqa: E402
from qms.registers import registry  # noqa: E402
from qms.registers.verify import verify  # noqa: E402
from tests.bench.plain.models import Plain  # noqa: E402
from tests.engine.trials.declaration import Trials  # noqa: E402
from tests.engine.trials.models import Trial  # noqa: E402
from tests.factories.people import Clock, Organisation  # noqa: E402

EDITS, BATCH = 300, 5000
DOOR_TARGET = {"sqlite": 3.0, "postgresql": 2.5}


def say(what: str, figure: float, unit: str, target: str, met: bool) -> None:
    print(f"{'ok  ' if met else 'MISS'}  {what:<58} {figure:>9.2f} {unit:<10} target {target}", flush=True)


def median_ms(action: Callable[[], Any], runs: int) -> float:
    times = []
    for _n in range(runs):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def organisation() -> tuple[Organisation, Any]:
    org = Organisation(Clock(timezone.now()))
    org.unit("HQ")
    return org, org.person("author", "contributor", "quality_manager", unit="HQ", home="HQ")


def write_door(trials: Any, author: Any) -> None:
    """One field edited through the register, in turn with get and save of an equal plain table."""
    now = timezone.now()
    plain = Plain.objects.create(
        number="P", title="x", state="draft", unit=author.unit, audience="unit", created_at=now, changed_at=now
    )
    record = trials.create(actor=author, at=timezone.now(), title="x", note="A note of some length. " * 4)
    door, baseline = [], []
    for n in range(EDITS + 20):
        start = time.perf_counter()
        row = Plain.objects.get(pk=plain.pk)
        row.title = f"t{n}"
        row.save()
        middle = time.perf_counter()
        record = trials.edit(record, rev=record.rev, actor=author, at=timezone.now(), title=f"t{n}")
        end = time.perf_counter()
        if n >= 20:
            baseline.append(middle - start)
            door.append(end - middle)
    ratio = statistics.median(door) / statistics.median(baseline)
    target = DOOR_TARGET[connection.vendor]
    say("write door against Django's get + save (median of 300)", ratio, "x", f"<= {target}", ratio <= target)
    with CaptureQueriesContext(connection) as queries:
        trials.edit(record, rev=record.rev, actor=author, at=timezone.now(), title="last")
    say("statements of one edit", len(queries), "", "<= 8", len(queries) <= 8)


def create_many(trials: Any, author: Any) -> None:
    rows = [{"title": f"Row {n}", "note": "Imported text of a usual length. " * 3} for n in range(BATCH)]
    trials.create_many(rows[:500], actor=author, at=timezone.now())
    start = time.perf_counter()
    trials.create_many(rows, actor=author, at=timezone.now())
    rate = BATCH / (time.perf_counter() - start)
    say("records a second through create_many", rate, "records/s", ">= 2000", rate >= 2000)


def reading(author: Any) -> None:
    _row, token = create_token(user=author, name="bench", at=timezone.now())
    api = Client(headers={"Authorization": f"Bearer {token}"})
    pages = Client()
    pages.force_login(author)
    for address, client, target in (("/api/v1/actions/", api, 15), ("/actions/?phase=all", pages, 60)):
        for _n in range(5):
            assert client.get(address).status_code == 200
        took = median_ms(lambda a=address, c=client: c.get(a), 40)
        say(f"GET {address} (50 of {BATCH}), sign-in and rights on", took, "ms", f"<= {target}", took <= target)
    start = time.perf_counter()
    problems = list(verify())
    rate = BATCH * 2 / (time.perf_counter() - start)
    say("records a second through verify", rate, "records/s", ">= 1000", rate >= 1000 and not problems)


def main() -> None:
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:  # after the migrations: their keys point at migrated tables
        for model in (Plain, Trial, Trial.history.model):
            editor.create_model(model)
    setup_test_environment()
    org, author = organisation()
    registry.add(Trials())
    trials = registry["trials"]
    write_door(trials, author)
    create_many(trials, author)
    rows = [{"title": f"Action {n}", "kind": "corrective", "description": "To be done."} for n in range(BATCH)]
    registry["actions"].create_many(rows, actor=author, at=timezone.now())
    reading(author)


main()
