"""The house rules that a machine can read off the code."""

import re
import statistics
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "manager",
    "managers",
    "helper",
    "helpers",
    "util",
    "utils",
    "common",
    "base",
    "core",
    "process",
    "handler",
    "handlers",
}
UPPER = ("audits", "changes", "modelcards", "nonconformities", "privacy", "risks")
LOWER = ("actions", "competence", "documents", "processes", "reminders", "standards")
REGISTER_FOLDERS = (*LOWER, *UPPER)
FLOORS = {
    **dict.fromkeys(UPPER, 8),
    **dict.fromkeys(LOWER, 7),
    "imports": 5.5, "registers": 5,
    **dict.fromkeys(("signatures", "links", "attachments", "comments", "notices", "search"), 4),
    "records": 3, "jobs": 2, "printing": 2, "accounts": 1, "contenttypes": 0, "auth": 0,
}  # fmt: skip


def tracked(*endings: str) -> list[Path]:
    """Files of the project with these endings, migrations left out."""
    said = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    found = [ROOT / name for name in said if name.endswith(endings) and "/migrations/" not in name]
    return [path for path in found if path.exists()]


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_has_more_than_400_lines() -> None:
    long = {str(p.relative_to(ROOT)): lines_of(p) for p in tracked(".py", ".css", ".js", ".html") if lines_of(p) > 400}
    assert long == {}


def test_half_of_the_modules_have_fewer_than_90_lines() -> None:
    assert statistics.median(lines_of(p) for p in tracked(".py") if lines_of(p)) < 90


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = [p for p in tracked(".py") if p.stem in FORBIDDEN or set(p.relative_to(ROOT).parts[:-1]) & FORBIDDEN]
    assert named == []


def test_templates_have_no_inline_style_script_or_handler() -> None:
    bad = re.compile(
        r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")|javascript:", re.IGNORECASE
    )
    pages = [p for p in tracked(".html") if "print" not in p.parts and "mail" not in p.parts]
    found = [f"{p.relative_to(ROOT)}: {m.group(0)}" for p in pages for m in bad.finditer(p.read_text())]
    assert found == []


def test_nothing_is_marked_safe_without_its_reason_beside_it() -> None:
    bad = re.compile(r"\|safe\b|mark_safe\(|csrf_exempt|fields = \"__all__\"|\.extra\(")
    found = []
    for path in tracked(".py", ".html"):
        if "tests" in path.parts:
            continue
        lines = path.read_text().splitlines()
        for number, line in enumerate(lines):
            around = " ".join(lines[max(0, number - 4) : number + 1])
            if bad.search(line) and "#" not in around:
                found.append(f"{path.relative_to(ROOT)}:{number + 1}")
    assert found == []


def test_no_table_points_upwards() -> None:
    found = []
    for model in apps.get_models():
        floor = FLOORS.get(model._meta.app_label)
        for field in model._meta.get_fields() if floor else []:
            if not isinstance(field, models.ForeignKey):
                continue
            other = field.related_model._meta.app_label
            if other != model._meta.app_label and FLOORS.get(other, 0) >= floor:
                found.append(f"{model._meta.label}.{field.name} -> {other}")
    assert found == []


@pytest.mark.parametrize("folder", REGISTER_FOLDERS)
def test_register_folder_says_what_it_is_for(folder: str) -> None:
    assert (ROOT / folder / "__init__.py").read_text().startswith('"""')


def test_no_machine_path_and_no_registry_host_is_committed() -> None:
    bad = re.compile(r"/work/main|/root/|/home/[a-z]+/|pypi\.org|files\.pythonhosted|registry\.npmjs")
    texts = tracked(
        ".py", ".md", ".toml", ".txt", ".yml", ".yaml", ".css", ".js", ".html", ".sh", ".csv", "Makefile", "Dockerfile"
    )
    found = [
        str(p.relative_to(ROOT)) for p in texts if p != Path(__file__) and bad.search(p.read_text(errors="replace"))
    ]
    assert found == []
