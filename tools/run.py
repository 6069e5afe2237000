"""`make run`: start web (which first prepares the database), worker and beat; end all of them together.

If one of the three dies, the others are stopped and the exit status is 1: a quality system must not limp on unnoticed.
"""

import ctypes
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
GRACE = 10  # seconds between asking a child to end and killing it
PATIENCE = 900  # seconds until the web process must have answered; the first start loads the demo


class Stopped(Exception):
    """Ctrl-C, TERM or a closed terminal."""


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped(signal.Signals(number).name)


def chosen_port() -> int:
    """PORT as a number that is free. Exits with a sentence otherwise."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except PermissionError:
            sys.exit(f"Port {text} may only be used by root. Choose another: make run PORT=8000")
        except OSError:
            sys.exit(f"Port {text} is in use by another program. Stop it, or choose another: make run PORT=8001")
    return int(text)


def environment(port: int) -> dict[str, str]:
    """The children's environment; makes the data folder and the secret key where they are missing."""
    data = Path(os.environ.get("QMS_DATA") or ROOT / "var").resolve()
    data.mkdir(parents=True, exist_ok=True)
    key = data / "secret-key"
    if not os.environ.get("SECRET_KEY") and not key.exists():
        with open(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50) + "\n")
    if not os.environ.get("REDIS_URL"):
        for name in ("messages", "control"):
            (data / "broker" / name).mkdir(parents=True, exist_ok=True)
    ours = {"QMS_DATA": str(data), "PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "qms.settings"}
    ours.setdefault("QMS_PUBLIC_URL", os.environ.get("QMS_PUBLIC_URL") or f"http://127.0.0.1:{port}")
    return {**os.environ, **ours}


def commands(port: int, env: dict[str, str]) -> dict[str, list[str]]:
    """What runs. SQLite has one writer at a time, so one web process with threads serves it best."""
    workers = "2" if env.get("DATABASE_URL", "").startswith("postgres") else "1"
    web = ["tools/web.py", "-b", f"127.0.0.1:{port}", "-w", workers, "--threads", "8"]
    celery = ["-m", "celery", "-q", "-A", "qms.celery"]
    worker = [*celery, "worker", "-l", "warning", "-c", "2", "--without-mingle"]
    return {
        "web": [*web, "--log-level", "warning", "--graceful-timeout", "5"],
        "worker": [*worker, "--without-gossip", "--without-heartbeat"],
        "beat": [*celery, "beat", "-l", "warning", "--pidfile="],
    }


def _child_setup() -> None:
    """In the child: end when the supervisor is killed outright (Linux; elsewhere only an orderly end is covered)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _background_setup() -> None:
    os.nice(5)  # pages come first, at start-up and later
    _child_setup()


def start(name: str, command: list[str], env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a child at the head of a process group of its own, so that its children can be ended with it."""
    return subprocess.Popen(
        [sys.executable, "-W", "ignore::UserWarning", *command],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_child_setup if name == "web" else _background_setup,
    )


def end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask every child to end and to end its own; kill the process groups of those that linger."""
    for child in children.values():
        child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        child.wait()


def dead(children: dict[str, subprocess.Popen[bytes]]) -> str | None:
    """The sentence about the first child that ended by itself, if one did."""
    for name, child in children.items():
        if child.poll() is not None:
            return f"The {name} process ended by itself (status {child.returncode}); stopping the others."
    return None


def health(port: int) -> dict[str, str] | None:
    """What /healthz says, or None while nothing answers. {} means that all is well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return {}
    except urllib.error.HTTPError as answer:
        if answer.code != 503:
            return None
        checks: dict[str, str] = json.loads(answer.read())["checks"]
        return {name: said for name, said in checks.items() if said != "ok"}
    except (OSError, ValueError):
        return None


def wait_until_ready(port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Return when the web process answers and is well; late notices are reported, not waited for."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if dead(children):
            raise SystemExit("Plumbline was not started; the lines above say why.")
        wrong = health(port)
        if wrong is not None and set(wrong) <= {"notices", "sweep"}:
            for said in wrong.values():
                print(f"Note: {said}", flush=True)
            return
        time.sleep(0.1)
    raise SystemExit(f"The web process did not become healthy within {PATIENCE} s; stopping.")


def run(port: int, env: dict[str, str]) -> None:
    """Start all, pages first, say so, and watch until a signal or a death."""
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands(port, env).items():
            children[name] = start(name, command, env)
            if name == "web":
                wait_until_ready(port, children)
        print(f"\nPlumbline is ready at http://127.0.0.1:{port}/ (Ctrl-C ends it)", flush=True)
        while not (sentence := dead(children)):
            time.sleep(0.3)
        raise SystemExit(sentence)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave a child behind
        end(children)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    port = chosen_port()
    env = environment(port)
    try:
        run(port, env)
    except Stopped as reason:
        print(f"\nStopped ({reason}).", flush=True)


if __name__ == "__main__":
    main()
