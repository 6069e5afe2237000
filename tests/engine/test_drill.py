"""The short form of `make soak`: processes that die at every step, messages twice, a broker that forgets or is away."""

import datetime
import email
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import redis
from django.utils import timezone

from qms.notices.models import Mail, Notice
from qms.notices.notify import notify
from tests import servers
from tests.databases import ROOT

from .notice_entries import a_person, a_unit, an_entry

ROUNDS, OWNERS, CRASHES, WITHOUT_BROKER = "8", 12, 4, "6"


@pytest.mark.timeout(300)
def test_processes_that_die_at_every_step_lose_nothing_and_double_only_what_was_sent(program, tmp_path: Path) -> None:
    for folder in ("drill/mails", "drill/broker/messages", "drill/broker/control"):
        (tmp_path / folder).mkdir(parents=True)
    ours = {
        "QMS_DATA": str(tmp_path / "drill"), "QMS_TEST_MAILS": str(tmp_path / "drill" / "mails"),
        "LOG_LEVEL": "CRITICAL", "DJANGO_SETTINGS_MODULE": "tests.engine.crashing_settings",
    }  # fmt: skip
    command = [sys.executable, "tools/soak.py", "--inside", ROUNDS]
    done = subprocess.run(command, cwd=ROOT, env={**program.env, **ours}, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "notices exactly once" in done.stdout


@pytest.mark.timeout(240)
def test_celery_with_messages_twice_a_broker_that_forgets_and_workers_killed_after_sending(
    program, broker: str, tmp_path: Path
) -> None:
    from qms.jobs.tasks import sweep

    mails = tmp_path / "mail"
    deadly = {"DJANGO_SETTINGS_MODULE": "tests.engine.crashing_settings", "QMS_TEST_CRASHES": str(CRASHES)}
    ours = servers.Program({**program.env, **deadly, "QMS_TEST_MAILS": str(mails)}, tmp_path)
    unit, now = a_unit(), timezone.now()
    people = [a_person(f"owner{n}", unit) for n in range(OWNERS)]
    for person in people:
        notify(user=person, entry=an_entry(person, unit), rule="assigned:1", at=now, text="It is yours.")

    def all_left() -> bool:
        for _twice in range(2):
            sweep.apply_async(expires=60, retry=False)
        Mail.objects.filter(queue_state="running").update(lease_until=now - datetime.timedelta(minutes=1))
        time.sleep(0.5)
        return Mail.objects.filter(queue_state="done").count() == OWNERS

    with servers.celery(ours), redis.Redis.from_url(broker) as client:
        all_left()
        client.flushdb()
        servers.wait_for(all_left, f"all mails\n{ours.log('worker')}", 120)
    assert Notice.objects.count() == OWNERS, "in the app once"
    sent = Counter(email.message_from_bytes(file.read_bytes())["Message-ID"] for file in mails.glob("*.eml"))
    assert len(sent) == OWNERS, "a mail was lost"
    deaths = len(list(mails.glob("crash-*")))
    # The leases that this test ends early add claims of workers that live: each copy has one death or one of these.
    again = sum(sent.values()) - OWNERS
    assert deaths == CRASHES and again <= deaths + Mail.objects.filter(fence__gt=1).count()


@pytest.mark.timeout(240)
def test_nothing_is_lost_while_the_broker_is_away(program, tmp_path: Path) -> None:
    (tmp_path / "drill" / "mails").mkdir(parents=True)
    ours = {
        "QMS_DATA": str(tmp_path / "drill"), "QMS_TEST_MAILS": str(tmp_path / "drill" / "mails"),
        "QMS_TEST_CRASHES": "2", "LOG_LEVEL": "CRITICAL",
        "DJANGO_SETTINGS_MODULE": "tests.engine.crashing_settings",
    }  # fmt: skip
    command = [sys.executable, "tools/soak_broker.py", "--inside", WITHOUT_BROKER]
    done = subprocess.run(command, cwd=ROOT, env={**program.env, **ours}, capture_output=True, text=True, timeout=220)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Redis is gone" in done.stdout and "notices in" in done.stdout
