"""The page docs/adding-a-register.md, taken at its word: its register gets every page, endpoint, print and search, and
with the recipe of that page the whole conformance suite runs over it."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"`((?:suppliers|tests/factories)/[a-z_]+\.py)`.*?```python\n(.*?)```", re.DOTALL)
SETTINGS = 'from tests.settings import *\n\nINSTALLED_APPS = [*INSTALLED_APPS, "suppliers"]\n'
#: What they ask of every address there is, the main run has asked: the register brings no address of its own.
NOT_OF_A_REGISTER = ("test_addresses.py",)


def files() -> dict[str, str]:
    return dict(BLOCK.findall((ROOT / "docs" / "adding-a-register.md").read_text(encoding="utf-8")))


def test_register_of_the_page_is_about_sixty_lines() -> None:
    register = {name: text for name, text in files().items() if name.startswith("suppliers/")}
    lines = sum(len([line for line in text.splitlines() if line.strip()]) for text in register.values())
    assert set(register) == {f"suppliers/{n}.py" for n in ("__init__", "models", "lifecycle", "register")}
    assert lines < 75


@dataclass(frozen=True)
class Installed:
    """A program that has the register: its folder and a database with its tables."""

    folder: Path
    database: Path

    def run(self, *command: str, **env: str) -> str:
        """Run Python with the register installed; gives what was printed. Fails where the command does."""
        ours = ("PYTEST", "QMS_", "DATABASE_URL", "REDIS_URL")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
        path = f"{self.folder}{os.pathsep}{ROOT}"
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=170,
            env={**kept, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "with_suppliers", **env},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-4000:]
        return done.stdout


@pytest.fixture(scope="module")
def installed(template: str, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The register as the page has it, its table added to a copy of the run's database by its own migration."""
    folder = tmp_path_factory.mktemp("suppliers")
    for name, text in {**files(), "with_suppliers.py": SETTINGS}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    made = Installed(folder, Path(shutil.copyfile(template, folder / "db.sqlite3")))
    made.run("manage.py", "makemigrations", "suppliers")
    made.run("manage.py", "migrate", QMS_TEST_TEMPLATE=f"sqlite:///{made.database}")
    return made


def test_register_of_the_page_gets_everything(installed: Installed, tmp_path: Path) -> None:
    database = shutil.copyfile(installed.database, tmp_path / "db.sqlite3")
    assert "walked" in installed.run("tests/house/supplier_walk.py", QMS_TEST_TEMPLATE=f"sqlite:///{database}")


@pytest.mark.slow
def test_the_register_of_the_page_passes_the_conformance_suite(installed: Installed) -> None:
    command = ["-m", "pytest", "tests/conformance", "-q", "-m", "not browser", "-p", "no:cacheprovider"]
    command += [f"--ignore=tests/conformance/{name}" for name in NOT_OF_A_REGISTER]
    said = installed.run(*command, CONFORM_ONLY="suppliers", QMS_TEST_MIGRATED=str(installed.database))
    passed = re.search(r"(\d+) passed", said)
    assert passed and int(passed.group(1)) >= 35 and "skipped" not in said, said[-2000:]
