"""What a sweep of reminders costs over a million named dates, on a fresh SQLite and a fresh PostgreSQL.

    tools/bench_reminders.py [DATES]

Five dates for each record, within two years on both sides; every record has an owner, a third waits for a person, and
what is overdue also tells a manager. Then again with three rules besides the built-in one, of which one minds working
days. `processor` is the time that this process and the server's worked, whatever else the machine did meanwhile.
"""

import datetime
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
import servers

DATES, PEOPLE, SPREAD, REPEATS = 1_000_000, 400, 1490, 20
NAMES = ("due", "review", "next_review", "valid_until", "start")
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
BEFORE = "2026-11-23 12:00:00+00:00"  # when all records were changed last
TARGETS = {("first, ms", "postgresql"): 250, ("repeat, ms", "postgresql"): 25}

SERIES = {
    "postgresql": "generate_series(0, {n} - 1) AS s(i)",
    "sqlite": "(WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i + 1 < {n}) SELECT i FROM c) s",
}
DAY = {"postgresql": "date '{start}' + i % {spread}", "sqlite": "date('{start}', '+' || (i % {spread}) || ' days')"}


def fill(count: int) -> None:
    """A unit, people, and so many open records with a due date each, written in SQL."""
    from django.db import connection

    from qms.accounts.models import Grant, User
    from qms.accounts.people import new_unit
    from qms.records.models import Entry

    unit = new_unit(code="BENCH", name="Bench")
    User.objects.bulk_create(
        [User(username=f"p{n}", email=f"p{n}@example.org", unit=unit, password="!") for n in range(PEOPLE)]
    )
    people = User.objects.exclude(username="system").order_by("pk")
    first, manager = people[0].pk, people[PEOPLE - 1]
    Grant.objects.create(user=manager, role="quality_manager", unit=unit, granted_by="bench", granted_at=NOON)
    series = SERIES[connection.vendor].format(n=count // len(NAMES))
    start = (NOON.date() - datetime.timedelta(days=SPREAD // 2)).isoformat()
    day = DAY[connection.vendor].format(start=start, spread=SPREAD)
    register = "CASE WHEN i % 7 = 0 THEN 'audits' WHEN i % 11 = 0 THEN 'risks' ELSE 'actions' END"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_entry (register, number, title, state, phase, owner_id, unit_id, audience, rev,"
            " changed_at, waiting_role, text, attached)"
            f" SELECT {register}, 'B-' || i, 'Calibrate the gauge', 'open', 'open', {first} + i % {PEOPLE}, {unit.pk},"
            f" 'unit', 1, '{BEFORE}', '', 'calibrate the gauge', '{{}}' FROM {series}"
        )
        base = Entry.objects.order_by("pk").values_list("pk", flat=True)[0]
        for place, name in enumerate(NAMES):
            moved = day.replace("i %", f"(i + {place * 97}) %")
            chosen = f"SELECT {base} + i, '{name}', {moved} FROM {series}"
            cursor.execute(f'INSERT INTO records_nameddate (entry_id, name, "on") {chosen}')
        cursor.execute(
            f"INSERT INTO records_involved (entry_id, user_id, part) SELECT {base} + i, {first} + (i + 7) % {PEOPLE},"
            f" 'next' FROM {series} WHERE i % 3 = 0"
        )
        cursor.execute("ANALYZE")


def measure(count: int) -> dict[str, float]:
    """Milliseconds of the first sweep of a day and of its repetitions, without rules and with three."""
    import django

    django.setup()
    from django.core.management import call_command

    from qms.notices import dryrun
    from qms.notices.models import Notice
    from qms.notices.reminders import sweep_notices
    from qms.notices.rules import Book, Rule

    call_command("migrate", verbosity=0)
    fill(count)
    rules = Book((
        Rule(number="REM-1", register="audits", date="due", offsets=(-14, -3, 0, 1, 7), working_days=True),
        Rule(number="REM-2", register="risks", escalations=((7, "executive"),)),
        Rule(number="REM-3", date="valid_until", hour=8),
    ))  # fmt: skip
    figures: dict[str, float] = {}
    for name, book in (("", Book()), ("with three rules, ", rules)):
        at = NOON if not name else NOON + datetime.timedelta(days=1)
        share = book.shares()
        before = Notice.objects.count()
        if not name:
            figures["dry run, ms"] = clocked(lambda: dryrun.at_instant(NOON))
        worked = processor()
        figures[f"{name}first, ms"] = clocked(lambda at=at, share=share: sweep_notices(at=at, share=share))
        figures[f"{name}first, processor, ms"] = processor() - worked
        figures[f"{name}notices"] = Notice.objects.count() - before
        worked = processor()
        again = [clocked(lambda at=at, share=share: sweep_notices(at=at, share=share)) for _ in range(REPEATS)]
        figures[f"{name}repeat, ms"] = min(again)
        figures[f"{name}repeat, median, ms"] = statistics.median(again)
        figures[f"{name}repeat, processor, ms"] = (processor() - worked) / REPEATS
    return figures


def processor() -> float:
    """Milliseconds that this process and, on PostgreSQL, the server's process behind its connection have worked."""
    from django.db import connection

    spent = time.process_time() * 1000
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        spent += (int(ticks[11]) + int(ticks[12])) * 1000 / os.sysconf("SC_CLK_TCK")
    return spent


def clocked(work: Any) -> float:
    """Milliseconds that the work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    servers.leave_on_term()
    if sys.argv[1:2] == ["--inside"]:
        print(json.dumps(measure(int(sys.argv[2]))))
        return
    count = sys.argv[1] if sys.argv[1:] else str(DATES)
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as top, ExitStack() as stack:
        postgres = stack.enter_context(servers.postgres())
        for database, extra in (("postgresql", {"DATABASE_URL": postgres["DATABASE_URL"]}), ("sqlite", {})):
            data = Path(top) / database
            for name in ("messages", "control"):
                (data / "broker" / name).mkdir(parents=True)
            kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "QMS_DATA")}
            ours = {"QMS_DATA": str(data), "SECRET_KEY": "for-measuring-only-" + "0" * 40}
            ours |= {"DJANGO_SETTINGS_MODULE": "qms.settings"}
            command = [sys.executable, __file__, "--inside", count]
            done = subprocess.run(command, cwd=ROOT, env={**kept, **ours, **extra}, text=True, stdout=-1, check=True)
            print(f"\n{database}: {count} named dates, load {os.getloadavg()[0]:.1f}", flush=True)
            for name, value in json.loads(done.stdout.splitlines()[-1]).items():
                target = TARGETS.get((name, database))
                said = f"  target <= {target}: {'met' if value <= target else 'MISSED'}" if target else ""
                print(f"  {name:<36} {value:>10.1f}{said}", flush=True)


if __name__ == "__main__":
    main()
