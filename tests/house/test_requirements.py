"""The list of requirements and its trace to the tests."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import trace

JUNIT = """<testsuites><testsuite>
<testcase classname="tests.house.test_requirements" name="test_requirement_ids_are_unique"/>
<testcase classname="tests.a.test_b" name="test_c[one]"/>
<testcase classname="tests.a.test_b" name="test_c[two]"><failure/></testcase>
<testcase classname="tests.a.test_b" name="test_d"><skipped/></testcase>
</testsuite></testsuites>"""


def test_requirement_ids_are_unique() -> None:
    ids = [row["id"] for row in trace.requirements()]
    assert len(ids) == len(set(ids)) == 195


def test_requirements_have_a_priority_an_area_and_a_short_text() -> None:
    for row in trace.requirements():
        assert row["priority"] in ("M", "S", "C"), row["id"]
        assert row["area"] and 10 < len(row["requirement"]) < 200, row["id"]


def test_tests_name_only_requirements_that_exist() -> None:
    assert trace.unknown() == {}


def test_marks_are_found_on_functions_classes_modules_and_parameters() -> None:
    source = (
        "pytestmark = pytest.mark.requirement('A')\n"
        "@pytest.mark.requirement('B', 'C')\n"
        "@pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.requirement('D'))])\n"
        "def test_one(x): ...\n"
        "@pytest.mark.requirement('E')\n"
        "class TestMore:\n"
        "    def test_two(self): ...\n"
        "def no_test(): ...\n"
    )
    assert dict(trace.marked_tests(ast.parse(source))) == {"test_one": ["A", "B", "C", "D"], "test_two": ["A", "E"]}


def test_one_failed_parameter_fails_the_test(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_text(JUNIT)
    assert trace.results([tmp_path / "junit.xml"]) == {
        ("tests.house.test_requirements", "test_requirement_ids_are_unique"): "passed",
        ("tests.a.test_b", "test_c"): "failed",
        ("tests.a.test_b", "test_d"): "skipped",
    }


@pytest.mark.parametrize(
    ("said", "status"),
    [(["passed", "failed"], "failed"), (["passed", "not run"], "passed"), (["skipped"], "skipped"), ([], "gap")],
)
def test_a_requirement_without_a_test_is_a_gap(said: list[str], status: str) -> None:
    assert trace.worst(said) == status


def test_trace_prints_every_requirement_as_json(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_text(JUNIT)
    ran = subprocess.run(
        [sys.executable, "tools/trace.py", "--json", str(tmp_path / "junit.xml")],
        capture_output=True, text=True, cwd=trace.ROOT, check=True,
    )  # fmt: skip
    said = json.loads(ran.stdout)
    assert len(said["requirements"]) == said["counts"]["all"]["requirements"] == 195
    assert {r["status"] for r in said["requirements"]} <= {"passed", "failed", "skipped", "not run", "gap"}
    assert all(r["tests"] for r in said["requirements"] if r["status"] != "gap")
