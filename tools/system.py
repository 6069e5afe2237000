"""System packages: what is missing, and apt for it where we may. Standard library only."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from glob import glob
from pathlib import Path


def _library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _fonts(*patterns: str) -> bool:
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")
    return any(glob(f"{folder}/**/{pattern}", recursive=True) for folder in folders for pattern in patterns)


def _mac(name: str) -> bool:
    return any(Path(folder, name).exists() for folder in ("/opt/homebrew/lib", "/usr/local/lib"))


@dataclass(frozen=True)
class Need:
    """Something the machine must have: `packages` are Debian's names for it."""

    what: str
    packages: tuple[str, ...]
    present: Callable[[], bool]


PRINTING = (
    Need(
        "Pango, which draws the PDFs",
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        lambda: (
            all(map(_library, ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")))
            or _mac("libpango-1.0.dylib")
        ),
    ),
    Need("a font for Latin text", ("fonts-dejavu-core",), lambda: _fonts("DejaVuSans.ttf", "Helvetica*.ttc")),
    Need(
        "a font for Chinese, Japanese and Korean text",
        ("fonts-droid-fallback",),
        lambda: _fonts("*CJK*", "DroidSansFallback*", "ipa*.ttf", "Hiragino*"),
    ),
)
TESTING = (
    Need("PostgreSQL", ("postgresql",), lambda: postgres_bin() is not None),
    Need("Redis", ("redis-server",), lambda: shutil.which("redis-server") is not None),
    Need("Chromium", ("chromium",), lambda: chromium() is not None),
    Need("poppler's pdftotext", ("poppler-utils",), lambda: shutil.which("pdftotext") is not None),
)


def postgres_bin() -> Path | None:
    """The folder with `initdb` and `postgres` of the newest PostgreSQL on this machine."""
    folders = [Path(f) for f in sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True)]
    found = shutil.which("initdb")
    folders += [Path(found).resolve().parent] if found else []
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


def chromium() -> str | None:
    """The browser that the tests drive. Ubuntu's own `chromium` is only a snap wrapper and does not count."""
    for name in ("chromium", "google-chrome", "google-chrome-stable"):
        path = shutil.which(name)
        if path and subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            return path
    return None


def provide(needs: Iterable[Need]) -> list[Need]:
    """Install what is missing where we are root and have apt; return what is still missing."""
    missing = [need for need in needs if not need.present()]
    packages = [name for need in missing for name in need.packages]
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return missing
    print(f"Installing {', '.join(packages)} with apt …", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"env": env, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    if subprocess.run([*install, *packages], **quiet, stderr=subprocess.DEVNULL).returncode != 0:
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        if subprocess.run([*install, *packages], **quiet).returncode != 0:
            for name in packages:  # one that this distribution lacks must not keep the others away
                subprocess.run([*install, name], **quiet)
    return [need for need in missing if not need.present()]


def advice(missing: Iterable[Need]) -> str:
    """What to type, for a person who may install packages."""
    missing = list(missing)
    packages = " ".join(name for need in missing for name in need.packages)
    return f"Missing: {'; '.join(n.what for n in missing)}.\nInstall with: sudo apt-get install {packages}"
