"""`make lock`: pin every package with hashes. The files carry no index address, so any mirror serves."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def compile_lock(target: str, *extra: str) -> None:
    """Write one lock file for every Python from 3.11 on and every platform."""
    subprocess.run(
        ["uv", "pip", "compile", "pyproject.toml", "-o", target, "-q", "--generate-hashes", "--universal"]
        + ["--python-version", "3.11", "--no-emit-index-url", "--no-emit-find-links", "--no-header", *extra],
        cwd=ROOT,
        check=True,
    )


if __name__ == "__main__":
    if not shutil.which("uv"):
        sys.exit("`make lock` needs uv: pip install uv")
    compile_lock("requirements.txt", *sys.argv[1:])
    compile_lock("requirements-dev.txt", "--extra", "dev", "-c", "requirements.txt", *sys.argv[1:])
