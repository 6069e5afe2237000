"""The source as the house rules want it, besides test_code.py: what is shown asks no other host and hides nothing."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = ("static/vendor/",)
#: Pages that know nobody and set no cookie: there is no session that a foreign page could use.
NO_SESSION = ("templates/concerns/report.html", "templates/concerns/answer.html")


def files(*endings: str) -> list[Path]:
    """Our files with these endings: what git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    names = listed.stdout.splitlines() if listed.returncode == 0 else []
    if not names:  # a tree without git
        skip = re.compile(r"(^|/)(\.(?!ci/|github/)[^/]+|var|__pycache__)/")
        names = [n for p in ROOT.rglob("*") if p.is_file() and not skip.search(n := p.relative_to(ROOT).as_posix())]
    found = [ROOT / name for name in names if not name.startswith(FOREIGN)]
    return [p for p in found if p.is_file() and (not endings or p.suffix in endings)]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_functions_fit_on_a_screen() -> None:
    long = []
    for path in files(".py"):
        if "migrations" in path.parts or short(path) == "qms/pages/style.py":  # one long table of samples
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > 60:
                    long.append(f"{short(path)}: {node.name} has {length} lines")
    assert long == []


def test_every_module_and_package_of_the_program_says_what_it_is() -> None:
    silent = []
    for path in files(".py"):
        top = short(path).split("/")[0]
        if top in ("tests", "manage.py") or "migrations" in path.parts or path.name in ("apps.py", "models.py"):
            continue
        text = path.read_text(encoding="utf-8")
        if text.strip() and ast.get_docstring(ast.parse(text)) is None:
            silent.append(short(path))
    assert silent == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("an unescaped value", r"\|\s*safe\b|\{%\s*autoescape off"),
        ("a style sheet of its own", r"<style[\s>]"),
        ("a handler of htmx", r"hx-on"),
        ("another host", r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//"),
        ("a form without CSRF token", r"<form(?=[^>]*method=[\"']post)(?:(?!csrf_token|</form>)[\s\S])*</form>"),
    ],
)
def test_no_template_has(what: str, pattern: str) -> None:
    found = []
    for path in files(".html"):
        if "print" in path.parts or "mail" in path.parts:
            continue  # paper is not a page; its own tests look at what it fetches
        if "CSRF" in what and short(path) in NO_SESSION:
            continue
        text = re.sub(
            r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(encoding="utf-8"), flags=re.S
        )
        found += [f"{short(path)}: {m.group()[:80]!r}" for m in re.finditer(pattern, text, re.I)]
    assert found == [], what


@pytest.mark.requirement("MK-27")
def test_styles_and_scripts_ask_no_other_host() -> None:
    found = []
    for path in files(".css", ".js"):
        text = re.sub(r"/\*.*?\*/|^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.S | re.M)
        found += [
            f"{short(path)}: {m}" for m in re.findall(r"@import[^;]*//[^;]*|url\([\"']?(?:https?:)?//[^)]*", text)
        ]
        found += [f"{short(path)}: !important" for _ in re.findall(r"!important", text)]
        found += [f"{short(path)}: eval" for _ in re.findall(r"\beval\(|new Function\(", text)]
    assert found == []


def test_no_serializer_or_form_takes_all_fields() -> None:
    pattern = re.compile(r"""(?:fields|exclude)\s*=\s*["']__all__["']""")
    assert [
        short(p) for p in files(".py") if short(p)[:5] != "tests" and pattern.search(p.read_text(encoding="utf-8"))
    ] == []


def test_no_signal_joins_our_rooms() -> None:
    """Order and failure are readable in one function; the one receiver guards against fixtures."""
    users = [
        short(p)
        for p in files(".py")
        if short(p)[:5] != "tests" and re.search(r"@receiver|(?<!psycopg)\.connect\(\w", p.read_text(encoding="utf-8"))
    ]
    assert set(users) <= {"qms/records/apps.py", "qms/celery.py"}, "only the guard against fixtures, and Celery's own"
