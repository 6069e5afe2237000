"""`make test`: static checks, then pytest on SQLite and on PostgreSQL, with real workers and a real browser.

    tools/test.py [--lint] [PYTEST ARGUMENTS…]

What could not run is said at the end, loudly; with QMS_REQUIRE_ALL=1 it is a failure. The last line counts.
"""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import servers
import system

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var"
BIN = Path(sys.executable).parent
TEMPLATES = "templates"
#: A browser journey or a slow test runs once, on SQLite, unless it is marked both_databases; so does one_database.
ON_POSTGRES = "both_databases or not (browser or slow or one_database)"
#: Of our own settings these concern a test run, not an installation.
KEPT = ("QMS_REQUIRE_ALL", "QMS_SAMPLES", "QMS_EVERY_REGISTER")
#: One more than there are processors, because a test often waits: for a browser, a print, a worker.
PROCESSES = (os.cpu_count() or 2) + 1


@dataclass
class Tally:
    """What happened so far."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    broken: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    skips: Counter[str] = field(default_factory=Counter)

    def add_report(self, name: str, report: Path, status: int) -> None:
        """Count a junit file. A run that left none, or ended badly without naming a test, is itself a failure."""
        failed = self.failed
        try:
            suites = ElementTree.parse(report).getroot().iter("testsuite")
        except (OSError, ElementTree.ParseError):
            suites = iter(())
        for suite in suites:
            count = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
            self.failed += count["failures"] + count["errors"]
            self.skipped += count["skipped"]
            self.passed += max(0, count["tests"] - count["failures"] - count["errors"] - count["skipped"])
            for skip in suite.iter("skipped"):
                self.skips[skip.get("message", "")] += 1
        if status != 0:
            self.broken.append(f"{name} (status {status})")
            if self.failed == failed:
                self.failed += 1


def checks() -> dict[str, list[str]]:
    """The static checks by name. Each counts as one test."""
    django = [sys.executable, "manage.py"]
    return {
        "ruff check": [str(BIN / "ruff"), "check", "."],
        "ruff format": [str(BIN / "ruff"), "format", "--check", "-q", "."],
        "mypy": [str(BIN / "mypy")],
        "imports": [str(BIN / "lint-imports")],
        "templates": [str(BIN / "djlint"), "--lint", "--quiet", TEMPLATES],
        "system checks": [*django, "check", "--fail-level", "WARNING"],
        "deployment checks": [*django, "check", "--deploy", "--tag", "security", "--fail-level", "WARNING"],
        "migrations": [*django, "makemigrations", "--check", "--dry-run"],
    }


def run_checks(tally: Tally) -> None:
    """Run every static check, also after one has failed; show the output of those that fail."""
    data = REPORTS / "check"
    data.mkdir(parents=True, exist_ok=True)
    quiet = {"SECRET_KEY": "only-for-checks-" + "0123456789abcdefghij" * 3, "QMS_DATA": str(data)}
    for name, command in checks().items():
        tls = {"QMS_TLS": "1"} if name == "deployment checks" else {}
        start = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env={**_clean(), **quiet, **tls}, text=True, capture_output=True, check=False
        )
        good = done.returncode == 0
        print(f"{'ok    ' if good else 'FAILED'} {name} ({time.monotonic() - start:.1f} s)", flush=True)
        tally.passed += good
        if not good:
            tally.failed += 1
            tally.broken.append(name)
            print((done.stdout + done.stderr).strip()[-12_000:], flush=True)


def _clean() -> dict[str, str]:
    """The environment without the settings of an installation: a test decides for itself."""
    ours = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "EMAIL_URL", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE")
    kept = {k: v for k, v in os.environ.items() if k not in ours}
    for name in [n for n in kept if n.startswith("QMS_") and n not in KEPT]:
        del kept[name]
    return kept


def run_pytest(name: str, tally: Tally, env: dict[str, str], arguments: list[str]) -> None:
    """One run of pytest, its output passed through, its report in var/junit-<name>.xml."""
    report = REPORTS / f"junit-{name}.xml"
    report.unlink(missing_ok=True)
    print(f"\n=== pytest on {name} ===", flush=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        str(PROCESSES),
        "--dist",
        "worksteal",
        f"--junit-xml={report}",
    ]
    command += ["-o", f"junit_suite_name={name}", "-p", "no:cacheprovider", *arguments]
    status = servers.run_in_group(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL)
    tally.add_report(name, report, 0 if status == 5 and arguments[2:] else status)  # 5: a narrowed run found none


def run_tests(tally: Tally, arguments: list[str]) -> None:
    """pytest on both databases, as far as the machine has them."""
    with ExitStack() as stack:
        env = _clean()
        for need in system.TESTING + system.PRINTING:
            if not need.present():
                tally.missing.append(f"could not run what needs {need.what} ({' '.join(need.packages)})")
        try:
            env |= stack.enter_context(servers.redis())
        except RuntimeError as error:
            tally.missing.append(f"could not run workers on Redis: {error}")
        run_pytest("sqlite", tally, env, arguments)
        try:
            env |= stack.enter_context(servers.postgres())
        except (RuntimeError, subprocess.CalledProcessError) as error:
            tally.missing.append(f"could not run anything on PostgreSQL: {error}")
            return
        run_pytest("postgresql", tally, env, ["-m", ON_POSTGRES, *arguments])


def conclude(tally: Tally, seconds: float) -> int:
    """Say what is wrong and what could not run; the last line counts."""
    required = os.environ.get("QMS_REQUIRE_ALL") == "1"
    print(f"\n=== {seconds / 60:.1f} minutes ===")
    for name in tally.broken:
        print(f"FAILED: {name}")
    for why, count in tally.skips.items():
        print(f"SKIPPED: {count} x {why}")
    lacking = tally.missing + [why for why in tally.skips if "could not run" in why]
    for what in lacking:
        print(f"NOT RUN: {what}")
    if lacking and required:
        tally.failed += 1
        print("Something could not run, and QMS_REQUIRE_ALL=1: that is a failure.")
    print(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped", flush=True)
    return 1 if tally.failed else 0


def main() -> int:
    servers.leave_on_term()
    arguments = sys.argv[1:]
    start, tally = time.monotonic(), Tally()
    REPORTS.mkdir(exist_ok=True)
    if not arguments or arguments == ["--lint"]:
        run_checks(tally)
    if arguments != ["--lint"]:
        run_tests(tally, arguments)
    return conclude(tally, time.monotonic() - start)


if __name__ == "__main__":
    sys.exit(main())
