"""Part of `make soak`: Celery worker and beat on PostgreSQL while Redis forgets everything and then is away.

    tools/soak_broker.py [SECONDS]

People are told things all the time; worker and beat die by kill -9 and are started again. First Redis is there and is
emptied in the middle; then it is gone for so many seconds (600); then there is a new one. At the end every notice must
have left by mail, once, and again only where somebody died. Its own PostgreSQL, Redis and folder.
"""

import email
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
import servers

CELERY = [sys.executable, "-m", "celery", "-A", "qms.celery"]
COMMANDS = {
    "worker": [*CELERY, "worker", "-c", "2", "-l", "error", "--without-mingle", "--without-gossip"],
    "beat": [*CELERY, "beat", "-l", "error", "--pidfile="],
}
PEOPLE, TOLD_EVERY, KILLED_EVERY = 20, 0.4, 4.0  # seconds
FATAL_MAILS = 5  # mails that take their worker with them, right after sending
PATIENCE = 420.0  # seconds until the last mail


class Crew:
    """A worker and a beat that are started again whenever they died."""

    def __init__(self, dice: random.Random) -> None:
        self.dice, self.kills = dice, 0
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def keep_up(self) -> None:
        """Start whoever is not there."""
        for name, command in COMMANDS.items():
            if name not in self.running or self.running[name].poll() is not None:
                how: dict[str, Any] = {"start_new_session": True, "preexec_fn": servers.end_with_me(signal.SIGKILL)}
                with open(Path(os.environ["QMS_DATA"]) / f"{name}.log", "ab") as log:
                    self.running[name] = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, **how)

    def kill(self, name: str) -> None:
        """kill -9 of it and of its children, as when the machine loses power."""
        process = self.running[name]
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            self.kills += 1

    def kill_one(self) -> None:
        """The worker more often than beat."""
        self.kill(self.dice.choice(("worker", "worker", "beat")))


@contextmanager
def crew(dice: random.Random) -> Iterator[Crew]:
    """A crew that is gone when the block ends."""
    ours = Crew(dice)
    try:
        yield ours
    finally:
        for name in ours.running:
            ours.kill(name)


def tell(seconds: float, ours: Crew) -> None:
    """Tell people things for so long, and let the crew die meanwhile."""
    from django.utils import timezone

    from qms.notices.models import Notice
    from qms.notices.notify import notify
    from qms.records.models import Entry

    entries, end = list(Entry.objects.select_related("owner")), time.monotonic() + seconds
    next_kill = time.monotonic() + KILLED_EVERY
    while time.monotonic() < end:
        ours.keep_up()
        number = Notice.objects.count()
        entry = ours.dice.choice(entries)
        notify(user=entry.owner, entry=entry, rule=f"assigned:{number}", at=timezone.now(), text=f"No. {number}")
        time.sleep(TOLD_EVERY)
        if time.monotonic() > next_kill:
            ours.kill_one()
            next_kill = time.monotonic() + KILLED_EVERY


def finish(ours: Crew) -> None:
    """Nobody dies any more: wait until all mails have left. The leases of the dead end with them."""
    from qms.notices.models import Mail, Notice

    for name in ours.running:
        ours.kill(name)
    Mail.objects.filter(queue_state="running").update(lease_until="2020-01-01T00:00:00Z")
    end = time.monotonic() + PATIENCE
    while Notice.objects.filter(mail=None, by_mail=True).exists() or Mail.objects.exclude(queue_state="done").exists():
        assert time.monotonic() < end, f"{Mail.objects.exclude(queue_state='done').count()} mails never left"
        ours.keep_up()
        time.sleep(1)


def judge(kills: int) -> None:
    """Raise AssertionError where something was lost or said twice."""
    from qms.notices.models import Mail, Notice

    mails = Path(os.environ["QMS_TEST_MAILS"])
    sent = Counter(email.message_from_bytes(f.read_bytes())["Message-ID"] for f in mails.glob("*.eml"))
    again, deaths = sum(sent.values()) - len(sent), kills + len(list(mails.glob("crash-*")))
    told = Notice.objects.filter(by_mail=True).count()
    print(f"  {told} notices in {len(sent)} mails, {again} of them again after {deaths} kills", flush=True)
    assert told == Notice.objects.exclude(mail=None).count() > 0 and len(sent) == Mail.objects.count(), (
        "a mail was lost"
    )
    assert again <= deaths, "a mail was sent again although nobody died"


def inside(seconds: float) -> None:
    """From the first notice to the verdict, on the database and folder of this process."""
    with ExitStack() as stack:
        first = stack.enter_context(ExitStack())
        os.environ |= first.enter_context(servers.redis())
        import django

        django.setup()
        import redis

        from tests.engine.notice_entries import a_person, a_unit, an_entry

        unit = a_unit()
        for number in range(PEOPLE):
            an_entry(a_person(f"owner{number}", unit), unit)
        ours = stack.enter_context(crew(random.Random()))
        usual = min(30.0, seconds)
        tell(usual, ours)
        redis.Redis.from_url(os.environ["REDIS_URL"]).flushall()
        tell(usual, ours)
        first.close()
        print(f"  Redis is gone for {seconds:.0f} s", flush=True)
        tell(seconds, ours)
        stack.enter_context(servers.redis(urlsplit(os.environ["REDIS_URL"]).port or 0, os.environ["QMS_TEST_REDIS"]))
        tell(usual, ours)
        finish(ours)
        judge(ours.kills)


def main() -> None:
    servers.leave_on_term()
    if sys.argv[1:2] == ["--inside"]:
        return inside(float(sys.argv[2]))
    seconds = sys.argv[1] if sys.argv[1:] else "600"
    with ExitStack() as stack:
        top = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="plumbline-soak-")))
        (top / "mails").mkdir()
        ours = {
            "QMS_DATA": str(top), "SECRET_KEY": "for-soaking-only-" + "0" * 40, "QMS_TEST_MAILS": str(top / "mails"),
            "QMS_TEST_CRASHES": str(FATAL_MAILS), "LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "tests.engine.crashing_settings",
        }  # fmt: skip
        env = {**os.environ, **stack.enter_context(servers.postgres()), **ours}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=env, check=True)
        print(f"postgresql, Celery and Redis, {seconds} s without it", flush=True)
        subprocess.run([sys.executable, __file__, "--inside", seconds], cwd=ROOT, env=env, check=True)
    print("Nothing lost, nothing sent twice without a death.")


if __name__ == "__main__":
    main()
