"""`make soak`: many rounds of `tick` in several processes that die by kill -9, over days that go by.

    tools/soak.py [ROUNDS]

They die at random moments and at every step of delivery (tests/engine/dying.py); every tick comes twice, and the clock
is at times three days behind or two ahead. At the end every notice must be there exactly once, for a deputy too, every
mail at least once, and again only where somebody died after sending. Its own databases, its own folder.
"""

import datetime
import email
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
import servers

from tests.engine import dying

PROCESSES, PEOPLE, SPREAD = 3, 12, 20
DEADLY = 0.04  # the chance of each of the eighteen places where a process may die
WEEK = datetime.timedelta(days=7)
USUAL_HOUR, ZONE = 9, ZoneInfo("Europe/Berlin")  # of the built-in rule and of the unit
START = datetime.datetime(2026, 3, 20, 12, 0, tzinfo=datetime.UTC)  # the clock changes on the way, 29 March


def fill() -> None:
    """People with a record due on each of the coming days."""
    from qms.notices.models import Absence
    from tests.engine.notice_entries import a_person, a_unit, an_entry

    unit = a_unit()
    a_person("grace", unit, "quality_manager")
    for number in range(PEOPLE):
        owner = a_person(f"owner{number}", unit)
        for day in range(SPREAD):
            an_entry(owner, unit, due=START.date() + datetime.timedelta(days=day))
    away, deputy = (a_person(name, unit, "contributor") for name in ("away", "deputy"))
    for day in range(SPREAD):
        an_entry(away, unit, due=START.date() + datetime.timedelta(days=day))
    long = START.date() + datetime.timedelta(days=2 * SPREAD + 20)
    Absence.objects.create(user=away, deputy=deputy, starts=START.date() - datetime.timedelta(days=9), ends=long)


def tick_in_a_child(at: datetime.datetime, chance: float = 0.0) -> int:
    """Fork, tick twice, leave; gives the child's id. Forking spares the start of Python in every round.

    chance: of death, before and after each step.
    """
    from django.db import connections

    from qms.jobs.sweep import tick

    for connection in connections.all():  # neither connections nor a pool's threads live on in a child
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()
    if pid := os.fork():
        return pid
    status = 1
    try:
        if chance:
            dying.arm(Path(os.environ["QMS_TEST_MAILS"]), chance, random.Random())
        status = 1 if tick(at=at).failed or tick(at=at).failed else 0  # every message comes twice
    finally:
        os._exit(status)


def rounds(count: int, seed: int) -> tuple[int, set[datetime.date]]:
    """Let days go by, some of them missed, with children killed at random moments.

    Gives the number of kills, and the days on which a sweep surely came to its end after the hour of the rule.
    """
    from qms.notices.models import Mail

    chance, kills, at, swept = random.Random(seed), 0, START, set[datetime.date]()
    for number in range(count):
        jump = datetime.timedelta(days=chance.choice((-3, 2)) if chance.random() < 0.2 and at > START + WEEK else 0)
        children = [tick_in_a_child(at + jump, DEADLY) for _ in range(PROCESSES)]
        time.sleep(chance.uniform(0.005, 0.15))
        if chance.random() < 0.3:
            os.kill(chance.choice(children), signal.SIGKILL)
        codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
        kills += codes.count(-signal.SIGKILL)
        if 0 in codes and (at + jump).astimezone(ZONE).hour >= USUAL_HOUR:
            swept.add((at + jump).astimezone(ZONE).date())
        at = START + datetime.timedelta(days=SPREAD + 20) * (number + 1) / count
        # a killed worker's lease runs out: the database's clock, unlike the days here, does not leap
        Mail.objects.filter(queue_state="running").update(lease_until=START)
    for _ in range(3):
        os.waitpid(tick_in_a_child(at + datetime.timedelta(days=1)), 0)
    return kills, swept


def steps_of(swept: set[datetime.date]) -> tuple[set[tuple[str, int, str]], set[tuple[str, int, str]]]:
    """Who is told which step of which entry: what may be told, and of it what must be.

    Of days without a sweep the last step that was reached is told alone; every other one on its day.
    """
    from qms.notices.models import Notice
    from qms.notices.rules import AFTER, OFFSETS
    from qms.records.models import NamedDate

    may, must = set(), set()
    for entry, owner, on in NamedDate.objects.values_list("entry_id", "entry__owner__username", "on"):
        people = {owner: OFFSETS, "grace": AFTER} | ({"deputy": OFFSETS} if owner == "away" else {})
        for who, offsets in people.items():
            for offset in offsets:
                day = on + datetime.timedelta(days=offset)
                step = (who, entry, f"due{offset:+d}")
                may |= {step} if day >= START.date() else set()
                must |= {step} if day in swept or offset == offsets[-1] else set()
    assert Notice.objects.count() <= len(may), "more than anybody may be told"
    return may, must


def judge(mails: Path, kills: int, swept: set[datetime.date]) -> None:
    """Raise AssertionError where something was lost or said twice."""
    from qms.notices.models import Mail, Notice

    made = Counter(Notice.objects.values_list("user__username", "entry_id", "rule"))
    may, must = steps_of(swept)
    assert set(made.values()) == {1}, "a notice twice"
    assert not (lost := must - set(made)), f"{len(lost)} notices lost of {len(must)}, such as {min(lost)}"
    assert set(made) <= may, "somebody was told what nobody had to tell him"
    assert not Mail.objects.exclude(queue_state="done").exists(), "a mail that never left"
    sent = Counter(email.message_from_bytes(f.read_bytes())["Message-ID"] for f in mails.glob("*.eml"))
    assert len(sent) == Mail.objects.count(), "a mail was lost"
    again = sum(sent.values()) - len(sent)
    steps = Counter(dying.deaths(mails))
    by_chance = kills - sum(steps.values())  # from outside, at any moment
    after = sum(steps[step] for step in dying.AFTER_SENDING) + by_chance
    print(f"  {len(made)} notices exactly once, of {len(must)} that had to be", flush=True)
    print(f"  {len(sent)} mails, {again} of them again after {kills} kills", flush=True)
    print(f"  {after} kills may have come after sending; by step: {dict(sorted(steps.items()))}", flush=True)
    assert again <= after, "a mail was sent again although nobody died after sending it"


def inside(count: int) -> None:
    """One database, from empty to judged."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill()
    seed = random.SystemRandom().randrange(10**6)
    print(f"  seed {seed}", flush=True)
    judge(Path(os.environ["QMS_TEST_MAILS"]), *rounds(count, seed))


def main() -> None:
    servers.leave_on_term()
    if sys.argv[1:2] == ["--inside"]:
        return inside(int(sys.argv[2]))
    count = sys.argv[1] if sys.argv[1:] else "150"
    with ExitStack() as stack:
        top = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="plumbline-soak-")))
        postgres = stack.enter_context(servers.postgres())
        for name, extra in (("sqlite", {}), ("postgresql", {"DATABASE_URL": postgres["DATABASE_URL"]})):
            print(f"{name}: {count} rounds of {PROCESSES} processes", flush=True)
            for folder in ("mails", "broker/messages", "broker/control"):
                (top / name / folder).mkdir(parents=True)
            kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
            ours = {"QMS_DATA": str(top / name), "SECRET_KEY": "for-soaking-only-" + "0" * 40}
            ours |= {"QMS_TEST_MAILS": str(top / name / "mails")}
            ours |= {"DJANGO_SETTINGS_MODULE": "tests.engine.crashing_settings"}
            command = [sys.executable, __file__, "--inside", count]
            subprocess.run(command, cwd=ROOT, env={**kept, **ours, **extra}, check=True)
    print("Nothing lost, nothing told twice.")


if __name__ == "__main__":
    main()
