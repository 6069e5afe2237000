"""What the make targets do before anything is installed."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import ROOT
from tools import system

ABSENT = system.Need("Pango, which draws the PDFs", ("libpango-1.0-0", "libpangoft2-1.0-0"), lambda: False)


def test_provide_installs_nothing_when_not_root_and_says_what_to_type(monkeypatch):
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system.subprocess, "run", lambda *a, **k: pytest.fail("apt was called"))
    assert system.provide([ABSENT]) == [ABSENT]
    assert "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0" in system.advice([ABSENT])


def test_needs_are_met_where_the_tests_run():
    assert [need.what for need in system.PRINTING if not need.present()] == []


def test_setup_passes_on_when_the_stamp_is_current():
    """The second start installs nothing: it goes straight to what it was told to run."""
    stamp = ROOT / ".venv" / "installed.json"
    present = hashlib.sha256((ROOT / "requirements.txt").read_bytes()).hexdigest()
    if not stamp.exists() or json.loads(stamp.read_text()).get("requirements.txt") != present:
        pytest.skip("this environment was not made by make from this lock")
    done = subprocess.run(
        [sys.executable, "tools/setup.py", "run", "-c", "print('passed on')"], cwd=ROOT, text=True, capture_output=True
    )
    assert done.stdout.strip().endswith("passed on"), done.stdout + done.stderr
    assert "Installing" not in done.stdout


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_lock_pins_every_package_with_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text()
    entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert entries and all("==" in line and line.endswith("\\") for line in entries)
    assert text.count("--hash=sha256:") >= len(entries)
    assert "://" not in text and "--index" not in text and "--find-links" not in text


def test_ci_requires_everything_and_reads_no_input():
    text = Path(ROOT / ".ci" / "run").read_text()
    assert "QMS_REQUIRE_ALL=1" in text and "make --no-print-directory test </dev/null" in text
