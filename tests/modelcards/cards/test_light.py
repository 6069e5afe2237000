"""Reading a card asks nobody, and whoever reads none pays nothing for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MODULES = sorted(p.stem for p in (ROOT / "modelcards" / "cards").glob("*.py") if p.stem not in ("__init__", "hub"))
LIGHT = f"""
import importlib, sys
for name in {MODULES!r}:
    importlib.import_module("modelcards.cards." + name)
print(sorted(m for m in ("huggingface_hub", "httpx", "httpx2", "requests", "weasyprint") if m in sys.modules))
"""
OFFLINE = """
import datetime, os, socket
def nobody(*args, **kwargs):
    raise AssertionError("a connection was tried")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = nobody
import django
django.setup()
from modelcards.cards.hf import read_readme
from modelcards.cards.hfwrite import write_readme
text = "---\\nlicense: mit\\nbase_model: org/model\\nmodel-index:\\n- name: m\\n  results: []\\n---\\n# T\\n![x](https://example.org/x.png)\\n"
card = read_readme(text.encode(), today=datetime.date(2026, 1, 1))
same = write_readme(card) == text.replace("# T\\n", "\\n# T\\n\\n")
print(same, os.environ["HF_HUB_OFFLINE"], os.environ["HF_HUB_DISABLE_TELEMETRY"])
"""


def run(code: str) -> str:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    env = {name: value for name, value in env.items() if not name.startswith("HF_")}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    ).stdout


def test_huggingface_hub_is_not_imported_before_a_card_is_read() -> None:
    assert run(LIGHT) == "[]\n"


@pytest.mark.requirement("MC-02")
def test_reading_and_writing_a_card_asks_no_server() -> None:
    assert run(OFFLINE) == "True 1 1\n"
