"""Requirement → tests → result (`make trace`).

    python tools/trace.py [--json] [--gaps] [JUNIT.xml …]

Requirements stand in docs/requirements.csv; a test says which it proves with @pytest.mark.requirement("CA-05", …).
Results come from the JUnit files of the last run, var/junit*.xml unless others are named. A requirement without a test
is a gap, never passed. Exit 1 when a test names a requirement that does not exist. Standard library only.
"""

import argparse
import ast
import csv
import json
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ORDER = ("failed", "passed", "skipped", "not run")  # the first that occurs among a test's or requirement's results
WORDS = {"passed": "passed", "failed": "failed", "skipped": "skipped", "not run": "not run", "gap": "gaps"}


@dataclass(frozen=True)
class Traced:
    """One requirement with its tests, each with its result; `status` is one of ORDER or "gap"."""

    id: str
    priority: str
    area: str
    requirement: str
    status: str
    tests: dict[str, str]


def requirements(file: Path = ROOT / "docs" / "requirements.csv") -> list[dict[str, str]]:
    """The rows of the list of requirements."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def marks(folder: Path = ROOT / "tests") -> dict[str, list[str]]:
    """Ids of requirements → the tests that prove them, as `tests/a/test_b.py::test_c`."""
    found = defaultdict(list)
    for file in sorted(folder.rglob("*.py")):
        name = file.relative_to(folder.parent).as_posix()
        for test, ids in marked_tests(ast.parse(file.read_text(encoding="utf-8"), str(file))):
            for each in ids:
                found[each].append(f"{name}::{test}")
    return dict(found)


def marked_tests(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """Each test function of a module with the ids it bears, itself or through its class or module; none for most."""
    whole = [s.value for s in tree.body if isinstance(s, ast.Assign) and "pytestmark" in map(ast.unparse, s.targets)]
    yield from _of_body(tree.body, list(ids_in(whole)))


def _of_body(body: Iterable[ast.stmt], inherited: list[str]) -> Iterator[tuple[str, list[str]]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _of_body(node.body, inherited + list(ids_in(node.decorator_list)))
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            yield node.name, list(dict.fromkeys([*inherited, *ids_in(node.decorator_list)]))


def ids_in(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Arguments of every `….requirement(…)` inside, so also of marks of single parameters."""
    for node in nodes:
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "requirement":
                yield from (a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def results(files: Iterable[Path]) -> dict[tuple[str, str], str]:
    """(dotted module, function) → result over all its parameters and all runs: one failure is a failure."""
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file in files:
        for case in ElementTree.parse(file).getroot().iter("testcase"):
            outcomes = {child.tag for child in case}
            said = "failed" if outcomes & {"failure", "error"} else "skipped" if "skipped" in outcomes else "passed"
            module = ".".join(p for p in case.get("classname", "").split(".") if not p.startswith("Test"))
            seen[module, case.get("name", "").partition("[")[0]].append(said)
    return {test: worst(all_of_them) for test, all_of_them in seen.items()}


def worst(said: Iterable[str]) -> str:
    """What several results amount to."""
    there = set(said)
    return next((one for one in ORDER if one in there), "gap")


def trace(junit: Iterable[Path]) -> list[Traced]:
    """Every requirement with its tests and their results."""
    proofs, outcomes = marks(), results(junit)

    def outcome(test: str) -> str:
        file, _sep, name = test.partition("::")
        return outcomes.get((file.removesuffix(".py").replace("/", "."), name), "not run")

    traced = []
    for row in requirements():
        tests = {t: outcome(t) for t in proofs.get(row["id"], [])}
        traced.append(Traced(**row, status=worst(tests.values()), tests=tests))
    return traced


def unknown() -> dict[str, list[str]]:
    """Marks that name no requirement, with their tests."""
    known = {row["id"] for row in requirements()}
    return {one: tests for one, tests in marks().items() if one not in known}


def counts(traced: list[Traced]) -> dict[str, dict[str, int]]:
    """Per priority and in all: how many requirements are in which status."""
    groups = {p: [t for t in traced if t.priority == p] for p in "MSC"} | {"all": traced}
    return {name: {**Counter(t.status for t in group), "requirements": len(group)} for name, group in groups.items()}


def said(traced: list[Traced], gaps_only: bool) -> Iterator[str]:
    """The report for people."""
    for one in traced:
        if gaps_only and one.status != "gap":
            continue
        yield f"{one.id:<12} {one.priority}  {one.status:<8} {one.requirement}"
        yield from (f"{'':<25}{result:<8} {test}" for test, result in one.tests.items())
    yield ""
    for name, count in counts(traced).items():
        parts = ", ".join(f"{count.get(status, 0)} {word}" for status, word in WORDS.items())
        yield f"{name:<4} {count['requirements']:>3} requirements: {parts}"


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description="Requirement → tests → result.")
    parser.add_argument("junit", nargs="*", type=Path, help="JUnit files; var/junit*.xml if none is named")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--gaps", action="store_true", help="only what no test proves")
    given = parser.parse_args()
    files = given.junit or sorted((ROOT / "var").glob("junit*.xml"))
    traced, strange = trace(files), unknown()
    if given.json:
        said_json = {"requirements": [asdict(t) for t in traced], "counts": counts(traced), "unknown": strange}
        print(json.dumps({**said_json, "results": [f.name for f in files]}, indent=2, ensure_ascii=False))
    else:
        print("\n".join(said(traced, given.gaps)))
        if not files:
            print("No results yet: `make test` writes them.")
    for one, tests in strange.items():
        print(f"There is no requirement {one}, which {', '.join(tests)} names.", file=sys.stderr)
    return 1 if strange else 0


if __name__ == "__main__":
    sys.exit(main())
