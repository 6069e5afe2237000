"""Notices to a local mail server: gathered and sent on a database of its own; prints rates and memory.

    tools/bench_mails.py [NOTICES] [PEOPLE]

Printed: notices a second from gathering to the last confirmation, mails a second, megabytes of this process after the
first sweep and at the end, and connections to the mail server. DATABASE_URL names PostgreSQL; without it SQLite with
the settings of production (synchronous=FULL). The mail server is another process, as in life.
"""

import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
import servers

NOTICES, PEOPLE, RECORDS = 100_000, 10_000, 500
SINK = """
import asyncio, sys
from aiosmtpd.smtp import SMTP
class Sink:
    calls = mails = 0
    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        Sink.calls += 1; session.host_name = hostname; return responses
    async def handle_DATA(self, server, session, envelope):
        Sink.mails += 1; print(Sink.mails, Sink.calls, flush=True); return "250 OK"
async def main():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Sink()), "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()
asyncio.run(main())
"""


def fill(notices: int, people: int) -> None:
    """People of one unit, records that they own, and so many requests that wait to be mailed."""
    from django.db.models import Model
    from django.utils import timezone

    from qms.accounts.models import Grant, User
    from qms.accounts.people import new_unit
    from qms.notices.models import Notice
    from qms.records.models import Entry

    now, unit = timezone.now(), new_unit(code="HQ", name="HQ")
    users = User.objects.bulk_create(
        [User(username=f"p{n}", email=f"p{n}@example.org", unit=unit, password="!") for n in range(people)], 1000
    )
    grants = [Grant(user=u, role="contributor", unit=unit, granted_by="bench", granted_at=now) for u in users]
    Grant.objects.bulk_create(grants, 1000)
    entries = []
    for n in range(RECORDS):
        entry = Entry(
            register="actions", number=f"ACT-2026-{n:04d}", title=f"Calibrate gauge {n}", owner=users[n % people],
            rev=1, unit=unit, state="open", phase="open", changed_at=now,
        )  # fmt: skip
        Model.save(entry, force_insert=True)
        entries.append(entry)
    rows = (
        Notice(
            user=users[n % people],
            entry=entries[n % RECORDS],
            rule=f"assigned:{n}",
            on=now.date(),
            at=now,
            by_mail=True,
            text=f"ACT-2026-{n % RECORDS:04d} “Calibrate gauge {n}” is yours now.",
        )  # fmt: skip
        for n in range(notices)
    )
    while batch := [row for _, row in zip(range(2000), rows, strict=False)]:
        Notice.objects.bulk_create(batch)


def megabytes() -> float:
    """What this process holds now."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def measure(notices: int, people: int) -> None:
    """Gather, send, print."""
    from django.utils import timezone

    from qms.notices.gathering import gather
    from qms.notices.mails import deliver
    from qms.notices.models import Mail

    at, start, before = timezone.now(), time.perf_counter(), time.process_time()
    gathered = gather(at=at)
    after_gathering = time.perf_counter()
    sent, early = 0, 0.0
    while more := deliver(at=at):
        sent += more
        early = early or megabytes()
    seconds, spent = time.perf_counter() - start, time.process_time() - before
    assert gathered == notices and sent == people == Mail.objects.filter(queue_state="done").count(), (gathered, sent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{notices} notices in {people} mails: {notices / seconds:.0f} notices/s, {sent / seconds:.0f} mails/s")
    print(f"{seconds:.1f} s, {after_gathering - start:.1f} s of it gathering; {spent:.1f} s of this processor")
    print(f"{early:.0f} MB after the first sweep, {megabytes():.0f} MB at the end, peak {peak:.0f} MB")
    print(f"load {os.getloadavg()[0]:.1f}", flush=True)


def main() -> None:
    servers.leave_on_term()
    notices = int(sys.argv[1]) if sys.argv[1:] else NOTICES
    people = int(sys.argv[2]) if sys.argv[2:] else min(PEOPLE, notices)
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as folder:
        port = servers.free_port()
        os.environ |= {
            "QMS_DATA": folder, "SECRET_KEY": "for-the-bench-only-" + "0" * 40, "LOG_LEVEL": "ERROR",
            "EMAIL_URL": f"smtp://127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "qms.settings",
        }  # fmt: skip
        log = Path(folder) / "sink.log"
        with log.open("w") as out:
            sink = subprocess.Popen([sys.executable, "-c", SINK, str(port)], stdout=out)
        try:
            while socket.socket().connect_ex(("127.0.0.1", port)):
                time.sleep(0.05)
            import django

            django.setup()
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
            fill(notices, people)
            measure(notices, people)
            arrived, connections = log.read_text().split("\n")[-2].split()
            print(f"the mail server took {arrived} mails over {connections} connections", flush=True)
        finally:
            sink.terminate()
            sink.wait()


if __name__ == "__main__":
    main()
