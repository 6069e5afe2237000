"""`make bench`: figures against targets, on a fresh SQLite and a fresh PostgreSQL. Ratios count, times are local.

tools/bench.py [ROUNDS]
"""

import datetime
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
import bench_coverage
import bench_faulttree
import bench_fmea
import bench_gate
import bench_points
import bench_risks
import bench_similar
import bench_standards
import servers

ROUNDS = 300
BATCHES, BATCH = 5, 1000
#: (figure, database) → target and whether the figure must stay under or above it.
TARGETS = {
    ("door / plain save", "sqlite"): ("<=", 3.0),
    ("door / plain save", "postgresql"): ("<=", 2.5),
    ("create_many, records/s", "sqlite"): (">=", 2000),
    ("create_many, records/s", "postgresql"): (">=", 2000),
    ("reminders over all records, first, ms", "postgresql"): ("<=", 250),
    ("reminders over all records, repeat, ms", "postgresql"): ("<=", 25),
    ("manage.py check, s", "sqlite"): ("<=", 1.5),
    ("gate among 50,000 versions, p95 ms", "postgresql"): ("<=", 10),
    ("points in, points/s", "postgresql"): (">=", 5000),
    ("late point / early point", "postgresql"): ("<=", 1.5),
    ("late point / early point", "sqlite"): ("<=", 1.5),
    ("similar among 100,000, p95 ms", "sqlite"): ("<=", 100),
    ("similar among 100,000, p95 ms", "postgresql"): ("<=", 100),
    ("chart page, ms", "postgresql"): ("<=", 300),
    ("chart page, ms", "sqlite"): ("<=", 300),
    ("card of 750 KB, 11,000 metrics, s", "sqlite"): ("<=", 5.0),
    ("the same, memory of the process, MB", "sqlite"): ("<=", 300),
    ("mapping of 3,200 rows brought in, s", "sqlite"): ("<=", 10),
    ("mapping of 3,200 rows brought in, s", "postgresql"): ("<=", 10),
    ("coverage page of 1,600 requirements, p95 ms", "sqlite"): ("<=", 300),
    ("coverage page of 1,600 requirements, p95 ms", "postgresql"): ("<=", 300),
    ("coverage as PDF, s", "sqlite"): ("<=", 10),
    ("FMEA of 1,000 lines, a cell saved, p95 ms", "sqlite"): ("<=", 150),
    ("FMEA of 1,000 lines, a cell saved, p95 ms", "postgresql"): ("<=", 150),
    ("FMEA of 1,000 lines, page, p95 ms", "sqlite"): ("<=", 300),
    ("FMEA of 1,000 lines, page, p95 ms", "postgresql"): ("<=", 300),
    ("FMEA of 1,000 lines, pasted, s", "sqlite"): ("<=", 5),
    ("FMEA of 1,000 lines, pasted, s", "postgresql"): ("<=", 5),
    ("heat map of 10,000 risks, p95 ms", "sqlite"): ("<=", 200),
    ("heat map of 10,000 risks, p95 ms", "postgresql"): ("<=", 200),
    ("register of 10,000 risks, p95 ms", "sqlite"): ("<=", 200),
    ("register of 10,000 risks, p95 ms", "postgresql"): ("<=", 200),
    ("fault tree of 200 causes, page, p95 ms", "sqlite"): ("<=", 1000),
    ("fault tree of 200 causes, page, p95 ms", "postgresql"): ("<=", 1000),
    ("pack of 1,000 records, cold, s", "sqlite"): ("<=", 90),
    ("pack of 1,000 records, cold, s", "postgresql"): ("<=", 90),
    ("the pack again, nothing changed, s", "sqlite"): ("<=", 10),
    ("the pack again, nothing changed, s", "postgresql"): ("<=", 10),
    ("pack, memory of the worker, MB", "sqlite"): ("<=", 350),
    ("pack, memory of the worker, MB", "postgresql"): ("<=", 350),
}


def clocked(work: Callable[[], Any]) -> float:
    """Milliseconds that the work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def plain_model(model: Any) -> Any:
    """A table with the same columns and no door, made in the database: what a Django developer would save to."""
    from django.db import connection, models

    fields: dict[str, Any] = {"__module__": __name__, "Meta": type("Meta", (), {"app_label": "bench"})}
    for field in model._meta.concrete_fields:
        if not field.primary_key:
            twin = field.clone()
            twin._unique = False
            if field.is_relation:
                twin = models.ForeignKey(field.related_model, models.PROTECT, null=field.null, related_name="+")
            fields[field.name] = twin
    plain = type("PlainAction", (models.Model,), fields)
    with connection.schema_editor() as editor:
        editor.create_model(plain)
    return plain


def people() -> tuple[Any, Any]:
    """A unit and a quality manager in it."""
    from django.utils import timezone

    from qms.accounts.people import system_user
    from qms.registers.people import add_unit, create_user, grant_role

    at, system = timezone.now(), system_user()
    unit = add_unit(code="BENCH", name="Bench", parent=None, actor=system, at=at, source="command")
    user = create_user(
        username="ada", name="Ada", email="ada@example.org", unit=unit, password=None, actor=system, at=at
    )
    for role in ("contributor", "quality_manager"):
        grant_role(user=user, role=role, unit=unit, actor=system, at=at)
    return unit, user


def many(unit: Any, user: Any) -> float:
    """Records a second through the set-based door, in batches as an import writes them."""
    from django.utils import timezone

    from qms.registers import registry

    actions = registry["actions"]
    today, spent = timezone.localdate(), 0.0
    for batch in range(BATCHES):
        rows = [
            {
                "title": f"Action {batch}-{number}",
                "kind": "corrective",
                "owner": user,
                "unit": unit,
                "due_on": today + datetime.timedelta(days=number % 120),
                "description": "Calibrate the gauge and write down the result.",
                "external_id": f"{batch}-{number}",
            }
            for number in range(BATCH)
        ]
        spent += clocked(lambda rows=rows: actions.create_many(rows, actor=user, at=timezone.now(), source="import"))
    return BATCHES * BATCH / spent * 1000


def door(rounds: int, user: Any) -> tuple[float, float]:
    """Median milliseconds of get + save on the plain table and of an edit through the door, alternating."""
    from django.utils import timezone

    from actions.models import Action
    from qms.registers import registry

    actions = registry["actions"]
    record = Action.objects.order_by("pk").first()
    assert record is not None
    plain = plain_model(Action)
    names = [f.attname for f in Action._meta.concrete_fields if not f.primary_key]
    twin = plain.objects.create(**{name: getattr(record, name) for name in names})
    plains, doors = [], []

    def save(number: int) -> None:
        row = plain.objects.get(pk=twin.pk)
        row.title = f"Title {number}"
        row.save()

    for number in range(-20, rounds):
        taken = clocked(lambda number=number: save(number))
        start = time.perf_counter()
        record = actions.edit(
            record, rev=record.rev, actor=user, at=timezone.now(), reason="measuring the door", title=f"Title {number}"
        )
        if number >= 0:  # the first twenty warm up
            plains.append(taken)
            doors.append((time.perf_counter() - start) * 1000)
    return statistics.median(plains), statistics.median(doors)


def measure(rounds: int) -> dict[str, float]:
    """All figures on the database of this process."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from qms.notices.reminders import remind

    call_command("migrate", verbosity=0)
    gate = bench_gate.figures() if connection.vendor == "postgresql" else {}
    unit, user = people()
    figures = {**gate, "create_many, records/s": many(unit, user)}
    plain, through = door(rounds, user)
    figures |= {
        "plain get + save, ms": plain,
        "edit through the door, ms": through,
        "door / plain save": through / plain,
    }
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the servers of a trial do not vacuum by themselves
    at = timezone.now()
    figures["reminders over all records, first, ms"] = clocked(lambda: remind(at=at))
    figures["reminders over all records, repeat, ms"] = clocked(lambda: remind(at=at))
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    for name, address in (("list page, ms", "/actions/"), ("list by API, ms", "/api/v1/actions/")):
        assert client.get(address).status_code == 200, address
        figures[name] = statistics.median(clocked(lambda a=address: client.get(a)) for _ in range(20))
    figures |= bench_points.figures(unit, user, clocked)
    figures |= bench_similar.figures(unit, user, clocked)
    figures |= bench_standards.figures(clocked)
    figures |= bench_coverage.figures(unit, user, clocked)
    figures |= bench_fmea.figures(unit, user, clocked)
    figures |= bench_risks.figures(unit, user, clocked)
    figures |= bench_faulttree.figures(unit, user, clocked)
    check = [sys.executable, "manage.py", "check"]
    figures["manage.py check, s"] = (
        clocked(lambda: subprocess.run(check, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)) / 1000
    )
    return figures | card() | pack()


def card() -> dict[str, float]:
    """What a large model card costs to read (tools/bench_card.py)."""
    command = [sys.executable, str(ROOT / "tools" / "bench_card.py")]
    said = subprocess.run(command, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE).stdout
    seconds, megabytes = map(float, said.split())
    return {"card of 750 KB, 11,000 metrics, s": seconds, "the same, memory of the process, MB": megabytes}


def pack() -> dict[str, float]:
    """What an evidence pack costs, cold and when nothing changed (tools/bench_pack.py)."""
    command = [sys.executable, str(ROOT / "tools" / "bench_pack.py")]
    said = subprocess.run(command, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE).stdout
    cold, warm, cold_cpu, warm_cpu, megabytes = map(float, said.split())
    return {
        "pack of 1,000 records, cold, s": cold,
        "the pack again, nothing changed, s": warm,
        "pack, processor of the worker without prints, cold, s": cold_cpu,
        "pack, processor of the worker, again, s": warm_cpu,
        "pack, memory of the worker, MB": megabytes,
    }


def verdict(name: str, database: str, value: float) -> str:
    """The target and whether it is met; empty where there is none."""
    if (name, database) not in TARGETS:
        return ""
    sign, target = TARGETS[name, database]
    met = value <= target if sign == "<=" else value >= target
    return f"  target {sign} {target:g}: {'met' if met else 'MISSED'}"


def run_on(database: str, folder: Path, rounds: int, extra: dict[str, str]) -> dict[str, float]:
    """Measure in a process of its own and print the figures."""
    data = folder / database
    for name in ("messages", "control"):
        (data / "broker" / name).mkdir(parents=True)
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "QMS_DATA")}
    ours = {
        "QMS_DATA": str(data),
        "SECRET_KEY": "for-measuring-only-" + "0" * 40,
        "DJANGO_SETTINGS_MODULE": "qms.settings",
    }
    command = [sys.executable, __file__, "--inside", str(rounds)]
    done = subprocess.run(
        command, cwd=ROOT, env={**kept, **ours, **extra}, text=True, stdout=subprocess.PIPE, check=True
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    print(f"\n{database}: {BATCHES * BATCH} records, median of {rounds} edits, load {os.getloadavg()[0]:.1f}")
    for name, value in figures.items():
        print(f"  {name:<54} {value:>10.2f}{verdict(name, database, value)}")
    return figures


def main() -> None:
    servers.leave_on_term()
    if sys.argv[1:2] == ["--inside"]:
        print(json.dumps(measure(int(sys.argv[2]))))
        return
    rounds = int(sys.argv[1]) if sys.argv[1:] else ROUNDS
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as top, ExitStack() as stack:
        found = {"sqlite": run_on("sqlite", Path(top), rounds, {})}
        postgres = stack.enter_context(servers.postgres())
        found["postgresql"] = run_on("postgresql", Path(top), rounds, {"DATABASE_URL": postgres["DATABASE_URL"]})
    (ROOT / "var").mkdir(exist_ok=True)
    (ROOT / "var" / "bench.json").write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
