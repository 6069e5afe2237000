"""The documentation of both registers names every state, verb and field that people can set."""

from pathlib import Path

import pytest
from django.conf import settings

from qms.registers import registry


@pytest.mark.parametrize("key", ["nonconformities", "actions"])
def test_the_page_names_every_state_verb_and_signature(key: str) -> None:
    text = (Path(settings.BASE_DIR) / "docs" / "registers" / f"{key}.md").read_text()
    lifecycle = registry[key].lifecycle
    rows = [line for line in text.splitlines() if line.startswith("|")]
    for state in lifecycle.states.values():
        assert any(str(state.label) in row and state.phase in row for row in rows), state.key
    for verb, t in lifecycle.transitions.items():
        row = next((r for r in rows if f"`{verb}` {t.label}" in r), "")
        assert row and (lifecycle.label(t.target) if t.target else "stays") in row, verb
        assert (t.signs is not None) == (t.signs.meaning in row.split("|")[-2] if t.signs else "–" not in row), verb
        assert ("with a reason" in row) == t.reason, verb
