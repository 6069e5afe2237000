"""The table of states and moves on each register's page is that of its lifecycle."""

from html import unescape
from pathlib import Path

import pytest

from qms.registers import registry

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
KEYS = [r.key for r in registry]


def page(key: str) -> str:
    file = DOCS / "registers" / f"{key}.md"
    assert file.exists(), f"docs/registers/{key}.md is missing"
    return unescape(file.read_text(encoding="utf-8"))


def rows(text: str) -> list[list[str]]:
    """The cells of all tables of a page."""
    return [
        [c.strip() for c in line.strip().strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]


@pytest.mark.parametrize("key", KEYS)
def test_every_state_with_its_phase_stands_on_the_registers_page(key: str) -> None:
    lines = rows(page(key))
    for state in registry[key].lifecycle.states.values():
        assert any(str(state.label) in cells[0] and state.phase in cells[1] for cells in lines if len(cells) > 1), (
            f"{key}: no row for state “{state.label}” ({state.phase})"
        )


@pytest.mark.parametrize("key", KEYS)
def test_every_move_with_its_target_reason_and_signature_stands_on_the_registers_page(key: str) -> None:
    lifecycle = registry[key].lifecycle
    lines = rows(page(key))
    for t in lifecycle.transitions.values():
        mine = [cells for cells in lines if any(f"`{t.verb}`" in c for c in cells)]
        assert mine, f"{key}: no row for `{t.verb}`"
        said = " ".join(" ".join(cells) for cells in mine)
        assert str(t.label).lower() in said.lower(), f"{key}: `{t.verb}` is labelled “{t.label}”"
        leads = lifecycle.label(t.target) if t.target else "stays"
        assert leads in said, f"{key}: `{t.verb}` leads to “{leads}”"
        if t.reason:
            assert "reason" in said, f"{key}: `{t.verb}` asks for a reason"
        signed = [c for c in mine[0] if t.signs and t.signs.meaning in c]
        assert bool(signed) == bool(t.signs), f"{key}: signature of `{t.verb}`: {mine[0]}"
