"""Real parts for tests: the web server, a Celery worker on Redis, a browser. Each ends with the test that asked."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import pytest

from tools.servers import end_with_me, ending, free_port

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # No name but our own leads anywhere. Routing every request through the test would cost more than the pages.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def lacking(what: str) -> NoReturn:
    """Skip because the machine lacks something; a failure where everything is required."""
    if os.environ.get("QMS_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is missing, and QMS_REQUIRE_ALL=1", pytrace=False)
    pytest.skip(f"could not run: {what} is missing")


@dataclass(frozen=True)
class Program:
    """The program as others start it: its environment, and the log its processes write."""

    env: dict[str, str]
    folder: Path

    @contextmanager
    def started(self, *command: str, name: str) -> Iterator["subprocess.Popen[bytes]"]:
        """Run `python -m …`, its output in <name>.log, until the block ends."""
        with open(self.folder / f"{name}.log", "ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command],
                env=self.env,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                preexec_fn=end_with_me(signal.SIGTERM),
            )
            with ending(process):
                yield process

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")


@dataclass(frozen=True)
class Live:
    """A running web server; `url` has no slash at its end."""

    url: str
    program: Program

    @property
    def log(self) -> str:
        return self.program.log("web")


def wait_for(condition: Callable[[], Any], what: str, seconds: float = 30) -> Any:
    """The condition's first true value. Fails with `what` when it does not come in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.05)
    pytest.fail(f"waited {seconds:.0f} s in vain for {what}")


def answers(url: str) -> bool:
    """Whether a web server answers there at all, with whatever status."""
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@contextmanager
def web(program: Program, application: str = "qms.wsgi:application") -> Iterator[Live]:
    """The program under gunicorn on a free port."""
    port = free_port()
    command = [
        "gunicorn",
        application,
        "-b",
        f"127.0.0.1:{port}",
        "--threads",
        "4",
        "--log-level",
        "warning",
    ]
    with program.started(*command, name="web") as process:
        live = Live(f"http://127.0.0.1:{port}", program)
        wait_for(lambda: process.poll() is not None or answers(f"{live.url}/healthz"), f"the web server\n{live.log}")
        assert process.poll() is None, live.log
        yield live


@contextmanager
def served() -> Iterator[str]:
    """The program in a thread of this process, on the database that the process is pointed at; gives its address.

    For tests that only look at pages as they are: a web server of its own costs more to start than they take.
    """
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.servers.basehttp import ThreadedWSGIServer
    from django.test.testcases import QuietWSGIRequestHandler

    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def celery(program: Program) -> Iterator["subprocess.Popen[bytes]"]:
    """A real worker on the run's Redis, ready when the block begins."""
    command = ["celery", "-A", "qms.celery", "worker", "-l", "info", "-c", "2", "--without-mingle", "--without-gossip"]
    with program.started(*command, name="worker") as process:
        wait_for(lambda: " ready." in program.log("worker") or process.poll() is not None, "the Celery worker", 60)
        assert process.poll() is None, program.log("worker")
        yield process


def is_ours(url: str) -> bool:
    """Whether a request stays on this machine."""
    return urlsplit(url).scheme in ("data", "blob", "about") or urlsplit(url).hostname in LOOPBACK
