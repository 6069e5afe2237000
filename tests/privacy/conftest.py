"""Files that others wrote, for the tests of imports."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def sample() -> Callable[[str], Path]:
    """A file of the folder privacy/ under QMS_SAMPLES; the test is skipped where there is none."""

    def path(name: str) -> Path:
        folder = os.environ.get("QMS_SAMPLES", "")
        if not folder:
            pytest.skip("QMS_SAMPLES is not set: the sample files were not tried")
        return Path(folder) / "privacy" / name

    return path
