"""Every setting is explained, and every folder stands in the contracts."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = re.findall(r'env(?:\.\w+)?\("([A-Z_]+)"', (ROOT / "qms" / "settings.py").read_text())
NO_REGISTERS = {"qms", "demo"}


def folders() -> set[str]:
    """Our packages at the top level, apart from tests and tools."""
    return {p.parent.name for p in ROOT.glob("*/__init__.py")} - {"tests", "tools", "var"}


def contracts() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]


def test_every_setting_is_explained_in_operations():
    table = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "operations.md").read_text(), re.M))
    assert set(SETTINGS) <= table, f"not explained: {sorted(set(SETTINGS) - table)}"
    assert table - set(SETTINGS) == {"PORT", "DEMO"}, "explained, but read by nobody"


def test_import_contracts_cover_every_folder():
    declared = contracts()
    assert set(declared["root_packages"]) == folders()
    floors, independent = declared["contracts"]
    listed = {name for layer in floors["layers"] for name in re.findall(r"[\w.]+", layer)}
    assert folders() - {"qms"} <= listed
    assert set(independent["modules"]) == folders() - NO_REGISTERS


def test_import_contracts_cover_every_room_of_the_engine():
    listed = {name for layer in contracts()["contracts"][0]["layers"] for name in re.findall(r"[\w.]+", layer)}
    rooms = {f"qms.{p.parent.name}" for p in (ROOT / "qms").glob("*/__init__.py")}
    assert rooms <= listed
