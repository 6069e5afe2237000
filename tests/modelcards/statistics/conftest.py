"""Files to compute from, and a way to run a command over them."""

import json
import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command


class Ended(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What was printed, as JSON; NaN and Infinity are none."""
        return json.loads(self.out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


@pytest.fixture
def run() -> Callable[..., Ended]:
    """Runs a command: run("chart", "imr", path, "--json")."""

    def call(name: str, *arguments: Any) -> Ended:
        out, err = StringIO(), StringIO()
        try:
            call_command(name, *map(str, arguments), stdout=out, stderr=err)
        except SystemExit as ended:
            return Ended(int(ended.code or 0), out.getvalue(), err.getvalue())
        return Ended(0, out.getvalue(), err.getvalue())

    return call


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file and gives its path: file("a.csv", text) or bytes."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def sample() -> Callable[[str], Path]:
    """A file of the folder statistics/ under QMS_SAMPLES; the test is skipped where there is none."""

    def find(name: str) -> Path:
        folder = os.environ.get("QMS_SAMPLES", "")
        if not folder:
            pytest.skip("QMS_SAMPLES is not set: the sample files were not tried")
        path = Path(folder) / "statistics" / name
        if not path.exists():
            pytest.skip(f"the samples folder has no statistics/{name}")
        return path

    return find
