"""The register of docs/adding-a-register.md with the recipe of that page: the whole conformance suite runs over it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"`((?:suppliers|tests/factories)/[a-z_]+\.py)`.*?```python\n(.*?)```", re.DOTALL)
SETTINGS = 'from tests.settings import *\n\nINSTALLED_APPS = [*INSTALLED_APPS, "suppliers"]\n'


def run(command: list[str], env: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, timeout=170)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-4000:]
    return done.stdout


@pytest.mark.slow
def test_the_register_of_the_page_passes_the_conformance_suite(tmp_path: Path) -> None:
    written = dict(BLOCK.findall((ROOT / "docs" / "adding-a-register.md").read_text(encoding="utf-8")))
    assert {"suppliers/register.py", "tests/factories/suppliers.py"} <= set(written)
    written["with_suppliers.py"] = SETTINGS
    for name, text in written.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "QMS_", "DATABASE_URL", "REDIS_URL"))}
    env = {
        **kept, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", "DJANGO_SETTINGS_MODULE": "with_suppliers",
        "CONFORM_ONLY": "suppliers",
    }  # fmt: skip
    run(["manage.py", "makemigrations", "suppliers"], env)
    said = run(["-m", "pytest", "tests/conformance", "-q", "-m", "not browser", "-p", "no:cacheprovider"], env)
    passed = re.search(r"(\d+) passed", said)
    assert passed and int(passed.group(1)) >= 35 and "skipped" not in said, said[-2000:]
