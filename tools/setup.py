"""First thing of every make target: system packages, `.venv`, the locked packages; then runs what it is told.

    python3 tools/setup.py run|dev|test SCRIPT [ARGS…]

`run` needs what the program needs, `dev` also the tools, `test` also PostgreSQL, Redis, Chromium and poppler.
Standard library only: it runs before anything is installed.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import system

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"


def digests(*locks: str) -> dict[str, str]:
    """The SHA-256 of each lock file, by name."""
    return {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in locks}


def installed() -> dict[str, str]:
    """What the stamp says is installed; nothing if the environment does not start."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
        subprocess.run([PYTHON, "-c", "import django"], check=True, capture_output=True)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return {}
    return stamp


def uv() -> str | None:
    """uv, if it is at hand and really starts."""
    path = shutil.which("uv")
    works = path and subprocess.run([path, "--version"], capture_output=True).returncode == 0
    return path if works else None


def make_venv() -> None:
    """Make `.venv`; on Debian the module for it is a package of its own."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    package = f"python3.{sys.version_info.minor}-venv"
    need = system.Need("Python's venv module", (package,), _has_ensurepip)
    if missing := system.provide([need]):
        sys.exit(system.advice(missing))
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)


def _has_ensurepip() -> bool:
    return subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True).returncode == 0


def install(lock: str) -> None:
    """Install exactly the lock: with uv where it is at hand, else (or if that fails) with pip."""
    print(f"Installing the packages of {lock} into .venv …", flush=True)
    if install_with_uv(lock):
        return
    make_venv()
    command = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        ROOT / lock,
    ]
    if subprocess.run(command).returncode != 0:
        sys.exit("The packages could not be installed; the lines above say why. Is a package index reachable?")


def install_with_uv(lock: str) -> bool:
    """Whether uv was at hand and could do it; it trusts the certificates that the system trusts."""
    tool = uv()
    if tool is None:
        return False
    env = {**os.environ, "UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
    quiet = {"env": env, "check": False, "capture_output": True, "text": True}
    if not PYTHON.exists():
        subprocess.run([tool, "venv", "-q", "--python", sys.executable, VENV], **quiet)
    done = subprocess.run([tool, "pip", "sync", "-q", "--python", PYTHON, "--require-hashes", ROOT / lock], **quiet)
    if done.returncode != 0:
        print(
            f"uv could not install them, so pip does. ({(done.stderr.strip() or 'no reason given').splitlines()[-1]})"
        )
    return done.returncode == 0


def ensure_packages(*, dev: bool) -> None:
    """Install the locked set unless the stamp says that it is there."""
    wanted = digests("requirements.txt", *(["requirements-dev.txt"] if dev else []))
    if wanted.items() <= installed().items():
        return
    STAMP.unlink(missing_ok=True)
    install("requirements-dev.txt" if dev else "requirements.txt")
    STAMP.write_text(json.dumps(wanted, indent=1))


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"Plumbline needs Python 3.11 or newer; this is {sys.version.split()[0]}. Set PYTHON=python3.x.")
    mode, *command = sys.argv[1:]
    if missing := system.provide(system.PRINTING):
        print(system.advice(missing), file=sys.stderr)
        if any("Pango" in need.what for need in missing) and mode == "run":
            sys.exit("Without Pango no PDF can be printed, so Plumbline does not start.")
    if mode == "test":
        system.provide(system.TESTING)  # what stays missing is reported by the run itself, at its end
    ensure_packages(dev=mode != "run")
    if command:
        os.chdir(ROOT)
        os.execv(PYTHON, [str(PYTHON), *command])


if __name__ == "__main__":
    main()
