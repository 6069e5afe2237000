"""A closed nonconformity with its actions, signatures and files, and packs made of it without a worker's process."""

import datetime
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from qms.packs.files import folder, path_of
from qms.packs.models import Pack
from qms.packs.order import Order
from qms.packs.orders import place
from qms.packs.work import work_off
from qms.registers import registry
from tests.factories.nonconformities import NonconformityRecipe

ROOT = Path(__file__).resolve().parents[2]
VERIFIER = ROOT / "docs" / "verify.py"
AT = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)


class Case:
    """The recipe's people, one closed nonconformity with two files, and how packs of it are made."""

    def __init__(self) -> None:
        self.recipe = NonconformityRecipe()
        self.org, self.clock = self.recipe.org, self.recipe.clock
        self.officer = self.org["quality"]
        nc = self.recipe.in_state("closed")
        self.nc = self.recipe.fresh(nc)

    def attached(self, record: Any, name: str, data: bytes, who: str = "quality") -> Any:
        return registry[record.entry.register].attach(
            record, name=name, data=data, rev=None, actor=self.org[who], at=self.clock()
        )

    def ordered(self, *, actor: Any = None, **asked: Any) -> Pack:
        return place(Order.read(asked), actor=actor or self.officer, at=timezone.now())

    def built(self, *, actor: Any = None, **asked: Any) -> Pack:
        pack = self.ordered(actor=actor, **asked)
        work_off(at=timezone.now())
        pack.refresh_from_db()
        return pack

    def made(self, *, actor: Any = None, **asked: Any) -> Path:
        """The file of a pack that was built. Fails with the sentences of a refusal."""
        pack = self.built(actor=actor, **asked)
        path = path_of(pack)
        assert path is not None, (pack.queue_state, pack.said, pack.error)
        return path


@pytest.fixture(autouse=True)
def own_folder() -> None:
    """Tests roll their rows back; the files of an earlier pack with the same id would stay."""
    shutil.rmtree(folder(), ignore_errors=True)


@pytest.fixture
def case(db: None) -> Case:
    return Case()


@pytest.fixture
def unpacked(tmp_path: Path) -> Callable[[Path], Path]:
    """Unpacks a pack and gives the folder."""

    def unpack(path: Path) -> Path:
        folder = tmp_path / "pack"
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
        return folder

    return unpack


def verify(path: Path, *, program: Path = VERIFIER) -> tuple[int, str]:
    """Run the verifier in a process without Django: exit status, and what it said."""
    command = [sys.executable, "-I", str(program), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env={"PATH": ""})
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout
