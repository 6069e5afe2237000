"""The page docs/adding-a-register.md, taken at its word: its register gets every page, endpoint, print and search."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"`(suppliers/[a-z_]+\.py)`.*?```python\n(.*?)```", re.DOTALL)
SETTINGS = """
from tests.settings import *

INSTALLED_APPS = [*INSTALLED_APPS, "suppliers"]
DATABASES["default"]["NAME"] = {name!r}
"""


def files() -> dict[str, str]:
    return dict(BLOCK.findall((ROOT / "docs" / "adding-a-register.md").read_text()))


def test_register_of_the_page_is_about_sixty_lines() -> None:
    lines = sum(len([line for line in text.splitlines() if line.strip()]) for text in files().values())
    assert set(files()) == {f"suppliers/{n}.py" for n in ("__init__", "models", "lifecycle", "register")}
    assert lines < 75


def _run(words: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, timeout=150)


def test_register_of_the_page_gets_everything(tmp_path: Path) -> None:
    for name, text in files().items():
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(text)
    database = str(tmp_path / "db.sqlite3")
    (tmp_path / "with_suppliers.py").write_text(SETTINGS.format(name=database))
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "QMS_TEST_REDIS", "REDIS_URL")}
    env = {**kept, "DJANGO_SETTINGS_MODULE": "with_suppliers", "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    for words in (
        ["manage.py", "makemigrations", "suppliers"],
        ["manage.py", "migrate"],
        ["tests/house/supplier_walk.py"],
    ):
        done = _run(words, env)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "walked" in done.stdout
