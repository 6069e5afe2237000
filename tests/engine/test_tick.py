"""The clock's work in many processes at once, with some of them killed in the middle."""

import datetime
import email
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from qms.jobs.models import Heartbeat
from qms.notices.models import Mail, Notice
from tests.databases import ROOT, manage
from tests.servers import Program, wait_for

from .notice_entries import NOON, a_person, a_unit, an_entry, day, zone_at_noon


def start_tick(program: Program, **env: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "manage.py", "tick", "--at", NOON.isoformat()]
    return subprocess.Popen(
        command, cwd=ROOT, env={**program.env, **env}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def message_ids(folder: Path) -> Counter[str]:
    return Counter(email.message_from_bytes(file.read_bytes())["Message-ID"] for file in folder.glob("*.eml"))


def expected_and_made() -> set[tuple[str, int, str]]:
    """Every notice once: raises if there are two of one kind."""
    keys = list(Notice.objects.values_list("user__username", "entry_id", "rule"))
    assert len(keys) == len(set(keys))
    return set(keys)


def test_tick_in_eight_processes_with_some_killed_tells_everyone_once(program, tmp_path):
    unit = a_unit()
    owners = [a_person(f"owner{n}", unit) for n in range(12)]
    manager = a_person("grace", unit, "quality_manager")
    tomorrow = [an_entry(owner, unit, due=day(1)) for owner in owners for _ in range(2)]
    late = [an_entry(owner, unit, due=day(-1)) for owner in owners]
    env = {"DJANGO_SETTINGS_MODULE": "tests.engine.crashing_settings", "QMS_TEST_MAILS": str(tmp_path / "mail")}

    ticks = [start_tick(program, QMS_TEST_CRASHES="2", **env) for _ in range(8)]
    ticks[0].kill()  # one before it has done anything
    outputs = [tick.communicate(timeout=120)[0].decode() for tick in ticks]
    codes = Counter(tick.returncode for tick in ticks)
    assert codes[-9] == 3 and codes[0] == 5, outputs

    Mail.objects.filter(queue_state="running").update(lease_until=timezone.now() - datetime.timedelta(minutes=1))
    last = start_tick(program, **env)
    assert last.wait(60) == 0, last.stdout.read()

    wanted = {(e.owner.username, e.pk, "due-1") for e in tomorrow} | {(e.owner.username, e.pk, "due+1") for e in late}
    wanted |= {(manager.username, e.pk, "due+1") for e in late}
    assert expected_and_made() == wanted
    sent = message_ids(tmp_path / "mail")
    assert set(Mail.objects.values_list("queue_state", flat=True)) == {"done"}
    assert len(sent) == Mail.objects.count() == 13, "no mail may be lost"
    assert sum(sent.values()) <= 13 + 2, "only a killed sending may be repeated"


def test_worker_on_redis_does_what_is_due_when_it_starts_and_when_woken(program, broker, worker):
    from qms.jobs.wake import wake

    unit = a_unit(time_zone=zone_at_noon())
    owner = a_person("ada", unit)
    wait_for(lambda: Heartbeat.objects.exists(), "the first sweep")
    today = timezone.now().astimezone(ZoneInfo(unit.time_zone)).date()
    entry = an_entry(owner, unit, due=today + datetime.timedelta(days=1), changed_at=timezone.now())
    time.sleep(1.1)  # wake-ups of one process keep a second's distance
    wake()
    wait_for(lambda: Notice.objects.exists(), f"the notice\n{program.log('worker')}")
    assert expected_and_made() == {("ada", entry.pk, "due-1")}


def test_tick_command_says_what_it_did_and_refuses_nonsense(program):
    done = manage("tick", env=program.env)
    assert "reminders: 0" in done.stdout and "mails: 0" in done.stdout
    refused = manage("tick", "--at", "tomorrow", env=program.env, check=False)
    assert refused.returncode != 0 and "is not an instant" in refused.stderr


def test_tick_mails_to_the_console_by_default(program):
    unit = a_unit()
    an_entry(a_person("ada", unit), unit, due=day(1))
    env = {k: v for k, v in program.env.items() if k != "EMAIL_URL"}
    done = manage("tick", "--at", NOON.isoformat(), env=env)
    assert "To: ada@example.org" in done.stdout and "mails: 1" in done.stdout


def test_whoever_writes_while_the_broker_is_away_does_not_wait_for_it(broker):
    """Its client would try again for six seconds, each time and in every request."""
    from qms.jobs.app import app
    from qms.jobs.tasks import sweep

    began = time.monotonic()
    with app.connection_for_write(url="redis://127.0.0.1:1/0") as nobody, pytest.raises(OperationalError):
        sweep.apply_async(connection=nobody, expires=60, retry=False)
    assert time.monotonic() - began < 3
