"""System checks explain a wrong setting or declaration before it hurts."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qms.accounts.checks import check_settings
from qms.lifecycle import Lifecycle, State, Transition
from qms.records.models import Record
from qms.registers import Section, registry
from qms.registers.checks import check_registers, problems
from qms.registers.predicates import anyone
from tests.engine.trials.declaration import Trials
from tests.engine.trials.models import Trial

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY"), ("QMS_INDEPENDENCE", "perhaps", "QMS_INDEPENDENCE"),
        ("TIME_ZONE", "Middle/Earth", "TIME_ZONE"), ("QMS_UPLOAD_MAX", 10, "QMS_UPLOAD_MAX"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_explained(settings: Any, name: str, value: Any, said: str) -> None:
    assert check_settings(None) == []
    setattr(settings, name, value)
    (found,) = check_settings(None)
    assert said in found.msg


def test_a_missing_secret_key_is_explained_with_what_to_do(tmp_path: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if k != "SECRET_KEY"}
    env = {**kept, "QMS_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "qms.settings"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "qms.E001" in done.stderr and "make run" in done.stderr and "Traceback" not in done.stderr


def test_the_registers_of_the_program_have_no_mistake() -> None:
    assert len(list(registry)) >= 7 and check_registers(None) == []


def declared(**changed: Any) -> list[str]:
    """What is wrong with the trials when these attributes are other ones."""
    return problems(type("Changed", (Trials,), changed)())


def one_move(**options: Any) -> Lifecycle:
    states = [State("draft", "Draft", "draft", waits=options.pop("waits", ""))]
    return Lifecycle(states, [Transition("go", "Go", ("draft",), "draft", anyone, **options)])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sections": (Section("x", "X", ("title", "nonsense")),)}, "sections names “nonsense”"),
        ({"filters": ("nonsense",)}, "filters names “nonsense”"),
        ({"search": ("nonsense",)}, "search names “nonsense”"),
        ({"dates": {"due": "nonsense"}}, "dates names “nonsense”"),
        ({"involved": {"lead": "nonsense"}}, "involved names “nonsense”"),
        ({"intake": ("nonsense",)}, "intake names “nonsense”"),
        ({"columns": ("nonsense",)}, "column “nonsense”"),
        ({"raises": ("nonsense",)}, "raises “nonsense”"),
        ({"report_fields": ("title", "note", "size", "count", "steps", "tags")}, "at most five"),
        ({"lifecycle": one_move(asks=("nonsense",))}, "asks for “nonsense”"),
        ({"lifecycle": one_move(needs=("nonsense",))}, "needs “nonsense”"),
        ({"lifecycle": one_move(waits="nonsense")}, "waits for “nonsense”"),
    ],
)
def test_a_wrong_declaration_is_explained(trials: Any, changed: dict[str, Any], said: str) -> None:
    assert declared() == []
    found = declared(**changed)
    assert any(said in sentence for sentence in found), found


def test_a_move_that_needs_what_it_does_not_ask_is_explained(trials: Any) -> None:
    assert any("without asking" in said for said in declared(lifecycle=one_move(needs=("note",))))


def test_a_bare_meta_is_explained(trials: Any) -> None:
    bare = type("Bare", (Record,), {"__module__": Trial.__module__, "Meta": type("Meta", (), {})})
    try:
        assert any("class Meta(Record.Meta)" in said for said in declared(model=bare, columns=()))
    finally:
        from django.apps import apps

        for name in ("bare", "historicalbare"):
            del apps.all_models["trials"][name]
        apps.clear_cache()
