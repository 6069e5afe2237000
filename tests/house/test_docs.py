"""Nothing that people can use is undocumented."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands

from qms import __version__
from qms.registers import registry

ROOT = Path(__file__).resolve().parents[2]
OURS = [r for r in registry.all() if not r.model.__module__.startswith("tests.")]
TEXT = "\n".join(p.read_text() for p in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))])


@pytest.mark.parametrize("register", OURS, ids=[r.key for r in OURS])
def test_register_has_a_page_that_names_every_state_and_move(register: Any) -> None:
    page = (ROOT / "docs" / "registers" / f"{register.key}.md").read_text()
    states = [str(s.label) for s in register.lifecycle.states.values() if str(s.label) not in page]
    moves = [t.verb for t in register.lifecycle.transitions.values() if f"`{t.verb}`" not in page]
    assert (states, moves) == ([], [])


def test_every_command_is_documented() -> None:
    ours = [
        n
        for n, app in get_commands().items()
        if app in ("demo", "modelcards", "privacy", "reminders", "standards") or str(app).startswith("qms.")
    ]
    assert ours
    assert [name for name in ours if f"manage.py {name}" not in TEXT] == []


def test_links_between_the_pages_lead_somewhere() -> None:
    broken = []
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} -> {target}")
    assert broken == []


def test_readme_is_short_and_shows_a_picture() -> None:
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) <= 150
    assert "![" in text


@pytest.mark.requirement("P11-10k")
def test_manuals_and_change_log_belong_to_the_version_that_runs() -> None:
    """Manuals stand in the same tree as the code; the change log begins with this version and tells what is in it."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    log = re.findall(r"^## (\S+)$", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert log[0] == declared == __version__
    assert all((ROOT / "docs" / name).exists() for name in ("operations.md", "guide", "registers", "api.md"))
