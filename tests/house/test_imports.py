"""Imports run downwards; the engine knows no register, people know no records."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_import_contracts_are_kept() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_model_of_a_lower_floor_is_reached_back_by_name() -> None:
    """A way back from people or units to registers would make the lower floor know the upper one."""
    from qms.accounts.models import Unit, User

    for model in (User, Unit):
        back = [
            f"{model._meta.label}.{relation.get_accessor_name()}"
            for relation in model._meta.related_objects
            if relation.get_accessor_name() is not None
            and not relation.related_model.__module__.startswith(
                ("qms.accounts", "django", "allauth", "rest_framework")
            )
        ]
        assert back == []


def test_registers_are_named_in_their_own_folder_only() -> None:
    """The engine knows no register by name: no key of one stands in a string of qms/."""
    from qms.registers import registry

    keys = {r.key for r in registry} - {"changes", "concerns"}  # also what an edit changes, and a kind of link
    found = []
    for file in (ROOT / "qms").rglob("*.py"):
        if "migrations" in file.parts or file.name in ("settings.py",):
            continue
        text = re.sub(r'"""(?:.|\n)*?"""|#.*', "", file.read_text(encoding="utf-8"))
        found += [
            f"{file.relative_to(ROOT)}: {key}" for key in keys if re.search(rf'["\']{re.escape(key)}["\'/]', text)
        ]
    assert found == []
