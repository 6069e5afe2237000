"""`make run`'s supervisor: starts web, worker and beat, says so, ends all of them, hides no death."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.databases import ROOT
from tests.servers import wait_for
from tools.servers import end_with_me, free_port

pytestmark = pytest.mark.slow


@contextmanager
def supervised(folder: Path, **env: str) -> Iterator["subprocess.Popen[str]"]:
    """tools/run.py as `make run` calls it, in an environment with nothing else in it."""
    bare = {"PATH": os.environ["PATH"], "HOME": str(folder), "QMS_DATA": str(folder / "var"), "DEMO": "0", **env}
    process = subprocess.Popen(
        [sys.executable, "tools/run.py"],
        cwd=ROOT,
        env=bare,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=end_with_me(signal.SIGTERM),
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def migrated(template: str, tmp_path: Path) -> None:
    """A second start: the database is there already."""
    (tmp_path / "var").mkdir()
    shutil.copyfile(template, tmp_path / "var" / "plumbline.sqlite3")


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    """Output up to the line that holds the words; everything if they never come."""
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if words in line:
            break
    return said


def group_members(folder: Path) -> dict[int, str]:
    """Processes that work on this data folder, by id (Linux)."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if f"QMS_DATA={folder / 'var'}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_starts_an_empty_installation_and_ends_everything(tmp_path, number):
    port = free_port()
    with supervised(tmp_path, PORT=str(port)) as process:
        said = read_until(process, "is ready at")
        assert f"http://127.0.0.1:{port}/" in said
        line = next(line for line in said.splitlines() if "create_administrator" in line)
        assert f"QMS_DATA={tmp_path / 'var'} " in line, "the command speaks to this installation's database"
        assert f"QMS_PUBLIC_URL=http://127.0.0.1:{port} " in line, "and names this installation's address"
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").status == 200
        assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600
        running = " ".join(group_members(tmp_path).values())
        assert all(part in running for part in ("tools/web.py", "worker", "beat"))
        process.send_signal(number)
        assert process.wait(30) == 0
        wait_for(lambda: not group_members(tmp_path), f"the end of {group_members(tmp_path)}", 5)


def test_run_stops_all_and_says_so_when_one_part_dies(tmp_path, migrated):
    with supervised(tmp_path, PORT=str(free_port())) as process:
        read_until(process, "is ready at")
        beat = next(pid for pid, command in group_members(tmp_path).items() if " beat " in command)
        os.kill(beat, signal.SIGKILL)
        assert process.wait(30) == 1
        assert process.stdout is not None
        assert "The beat process ended by itself" in process.stdout.read()
        wait_for(lambda: not group_members(tmp_path), "the end of the others", 5)


def test_run_leaves_nothing_behind_when_it_is_killed_itself(tmp_path, migrated):
    with supervised(tmp_path, PORT=str(free_port())) as process:
        read_until(process, "is ready at")
        process.kill()
        process.wait()
        wait_for(lambda: not group_members(tmp_path), "the end of the children", 20)


def test_run_names_a_port_that_is_in_use(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with supervised(tmp_path, PORT=str(taken.getsockname()[1])) as process:
            said = read_until(process, "never said")
            assert process.wait(20) == 1
    assert "in use" in said and "PORT=" in said and "Traceback" not in said


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_run_refuses_a_port_that_is_none(tmp_path, port):
    with supervised(tmp_path, PORT=port) as process:
        said = read_until(process, "never said")
        assert process.wait(20) == 1
    assert "PORT must be a number" in said


@pytest.mark.parametrize(
    "setting, says",
    [
        ({"TIME_ZONE": "Mars/Olympus"}, "Mars/Olympus"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DATABASE_URL": "postgres://nobody:x@127.0.0.1:9/none"}, "database does not answer"),
    ],
)
def test_run_explains_a_wrong_setting_in_a_sentence(tmp_path, setting, says):
    with supervised(tmp_path, PORT=str(free_port()), **setting) as process:
        said = read_until(process, "never said")
        assert process.wait(20) == 1
    assert says in said and "was not started" in said and "Traceback" not in said
