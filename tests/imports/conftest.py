"""People, a throw-away register and files to import."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from qms.accounts.models import User
from qms.accounts.people import new_unit, system_user
from qms.registers.people import create_user, grant_role
from qms.registers.registry import registry
from tests.imports.mishaps import AT, Mishaps, create_tables


@pytest.fixture
def incidents(own_database: str) -> Iterator[Mishaps]:
    """The register, with its tables, for this test."""
    create_tables()
    declared = Mishaps()
    registry.add(declared)
    yield declared
    registry.remove(declared.key)


@pytest.fixture
def people(own_database: str) -> SimpleNamespace:
    """A quality manager of everything, a contributor of one unit, a stranger without any role."""
    top = new_unit(code="ALL", name="Example Works")
    north = new_unit(code="N", name="North", parent=top)
    south = new_unit(code="S", name="South", parent=top)

    def person(name: str, role: str, unit: Any) -> User:
        shown = f"{name.capitalize()} Example"
        user = create_user(
            username=name, name=shown, email=f"{name}@example.org", unit=unit, password=None, actor=system_user(), at=AT
        )
        if role:
            grant_role(user=user, role=role, unit=unit, actor=system_user(), at=AT)
        return user

    return SimpleNamespace(
        quality=person("quality", "quality_manager", top),
        worker=person("worker", "contributor", north),
        northern=person("northern", "quality_manager", north),
        stranger=person("stranger", "", south),
        top=top,
        north=north,
        south=south,
    )


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
    """A file of the samples folder that QMS_SAMPLES names; the test is skipped where there is none."""

    def find(name: str) -> Path:
        folder = os.environ.get("QMS_SAMPLES", "")
        if not folder:
            pytest.skip("QMS_SAMPLES is not set: the sample files were not tried")
        path = Path(folder) / name
        if not path.exists():
            pytest.skip(f"the samples folder has no {name}")
        return path

    return find
