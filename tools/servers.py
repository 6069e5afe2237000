"""A PostgreSQL and a Redis of one's own, in a folder that goes away. Standard library only.

    python tools/servers.py COMMAND…    runs COMMAND with DATABASE_URL and REDIS_URL of fresh servers

Both are told apart from anybody else's by a random token: the cluster's name, Redis' password. Tests look at it before
they create or drop anything (tests/servers.py).
"""

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import system

# Nothing here must survive a power cut, and two cores are shared by server and tests.
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "timezone": "UTC",
}


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unprivileged() -> dict[str, Any]:
    """Popen arguments that drop root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            person = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise RuntimeError("no unprivileged user to run PostgreSQL as")


def end_with_me(number: int) -> Callable[[], None] | None:
    """For preexec_fn: the child gets that signal when this process is gone, even by kill -9 (Linux only)."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, number)  # PR_SET_PDEATHSIG


def leave_on_term() -> None:
    """Let TERM and a closed terminal end this process in order, so that what it started ends too."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda which, frame: sys.exit(128 + which))


@contextmanager
def folder(prefix: str) -> Iterator[Path]:
    """A temporary folder that others may enter but not read, removed at the end."""
    path = Path(tempfile.mkdtemp(prefix=prefix))
    path.chmod(0o711)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def ending(process: subprocess.Popen[bytes], *, number: int = 15) -> Iterator[subprocess.Popen[bytes]]:
    """End the process when the block ends, however it ends."""
    try:
        yield process
    finally:
        process.send_signal(number)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def postgres() -> Iterator[dict[str, str]]:
    """A fresh cluster; yields the environment that leads to it."""
    binaries = system.postgres_bin()
    if binaries is None:
        raise RuntimeError("PostgreSQL is not installed")
    token, port, dropped = secrets.token_hex(12), free_port(), unprivileged()
    with folder("plumbline-pg-") as top:
        if dropped:
            os.chown(top, dropped["user"], dropped["group"])
        (top / "password").write_text(token)
        (top / "password").chmod(0o644)
        data = str(top / "data")
        initdb = [binaries / "initdb", "-D", data, "-U", "plumbline", "-A", "scram-sha-256", "--pwfile"]
        options = [f"{top}/password", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run([*initdb, *options], check=True, cwd="/", stdout=subprocess.DEVNULL, **dropped)
        (top / "password").unlink()
        settings = {**QUICK, "cluster_name": f"plumbline-test-{token}", "unix_socket_directories": str(top)}
        flags = [f"--{name}={value}" for name, value in settings.items()]
        command = [binaries / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", *flags]
        log = open(top / "log", "wb")  # noqa: SIM115  lives as long as the server
        setup = end_with_me(signal.SIGINT)  # PostgreSQL's fast shutdown
        options = {"stdout": log, "stderr": log, "start_new_session": True, "preexec_fn": setup, **dropped}
        server = subprocess.Popen(command, cwd="/", **options)
        with log, ending(server, number=signal.SIGINT):
            ready = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
            _wait(lambda: subprocess.run(ready, check=False).returncode == 0, server, top / "log")
            url = f"postgres://plumbline:{token}@127.0.0.1:{port}/postgres"
            yield {"DATABASE_URL": url, "QMS_TEST_CLUSTER": f"plumbline-test-{token}"}


@contextmanager
def redis(at: int = 0, token: str = "") -> Iterator[dict[str, str]]:
    """A fresh Redis without files; yields the environment that leads to it. `at` and `token`: those of one that is
    gone, so that its clients find the new one."""
    binary = shutil.which("redis-server")
    if binary is None:
        raise RuntimeError("Redis is not installed")
    token, port = token or secrets.token_hex(12), at or free_port()
    with folder("plumbline-redis-") as top:
        options = {"port": port, "bind": "127.0.0.1", "requirepass": token, "save": "", "appendonly": "no"}
        options |= {"dir": top, "databases": 64, "logfile": top / "log", "daemonize": "no"}
        flags = [str(part) for name, value in options.items() for part in (f"--{name}", value)]
        quiet = {"start_new_session": True, "stdout": subprocess.DEVNULL, "preexec_fn": end_with_me(signal.SIGTERM)}
        server = subprocess.Popen([binary, *flags], **quiet)
        with ending(server):
            _wait(lambda: _answers(port), server, top / "log")
            yield {"REDIS_URL": f"redis://:{token}@127.0.0.1:{port}/0", "QMS_TEST_REDIS": token}


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait(condition: Any, server: subprocess.Popen[bytes], log: Path, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{server.args[0]} did not start:\n{log.read_text(errors='replace')[-2000:]}")  # type: ignore[index]
        time.sleep(0.05)


def run_in_group(command: list[str], **options: Any) -> int:
    """Run a command in a process group of its own and give its status; when we are told to leave, the group ends."""
    process = subprocess.Popen(command, start_new_session=True, preexec_fn=end_with_me(signal.SIGTERM), **options)
    try:
        return process.wait()
    except BaseException:
        for number, patience in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
            try:
                os.killpg(process.pid, number)
                process.wait(patience)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        raise


def main() -> int:
    leave_on_term()
    with ExitStack() as stack:
        env = {**os.environ, **stack.enter_context(postgres()), **stack.enter_context(redis())}
        return run_in_group(sys.argv[1:], env=env)


if __name__ == "__main__":
    sys.exit(main())
