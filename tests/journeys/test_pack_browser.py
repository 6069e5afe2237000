"""An officer's evidence pack in Chromium: ordered from an audit, watched, downloaded, read offline, verified."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from audits.services.fieldwork import make_checklist
from audits.services.raising import raise_nonconformity
from qms.packs.work import work_off
from qms.records.models import Entry, LedgerRow
from qms.registers import registry
from tests.audits.conftest import Story
from tests.factories.people import Organisation
from tests.journeys.by_browser import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
Open = Callable[..., Visitor]
KINDS = {
    "pdf": "records/**/*.pdf", "json": "records/**/*.json", "file": "files/**/*.txt", "csv": "registers/*.csv",
    "html": "index.html", "manifest": "manifest.json", "verifier": "verify.py",
}  # fmt: skip


@pytest.fixture
def audit(company: Organisation) -> Any:
    """An audit with a checklist, a finding with a file, and the nonconformity that was raised from it."""
    company.person("officer", "compliance_officer", unit="HQ", home="HQ")
    story = Story(company, company.clock)
    made = story.on_site()
    make_checklist(made, actor=company["lead"], at=company.clock())
    finding = story.answered_finding(made)
    registry["findings"].attach(
        story.fresh(finding), name="what was seen.txt", data=b"No record of the roll-back.\n", rev=None,
        actor=company["lead"], at=company.clock(),
    )  # fmt: skip
    raise_nonconformity(story.fresh(finding), actor=company["lead"], at=company.clock())
    return story.fresh(made)


def run_verifier(folder: Path) -> tuple[int, str]:
    """In a process that knows nothing of Plumbline."""
    done = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=folder, env={"PATH": ""}, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.requirement("AU-08", "P11-10b")
def test_officer_hands_over_the_evidence_of_an_audit(
    audit: Any, visitor: Open, tmp_path: Path, axe: Callable[[Any], list[str]]
) -> None:
    officer = visitor("officer")
    officer.go(f"/audits/{audit.number}/").press("Evidence pack", more=True)
    assert f"Audit: {audit.number}" in officer.text()
    expected = int(re.findall(r"(\d+) records", officer.text())[0])
    assert axe(officer.page) == []
    officer.press("Order the pack")
    assert "It is built in a moment" in officer.text() and axe(officer.page) == []
    work_off(at=timezone.now())
    officer.page.get_by_text("To hand over with it").wait_for(timeout=60_000)
    assert axe(officer.page) == []
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name="Download", exact=True).click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == f"evidence-{audit.number}.zip"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest in officer.text()
    assert digest in bytes(LedgerRow.objects.get(action="export").body).decode()

    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    assert run_verifier(folder)[0] == 0, run_verifier(folder)[1]
    numbers = {r["number"] for r in json.loads((folder / "manifest.json").read_text())["records"]}
    assert len(numbers) == expected
    registers = set(Entry.objects.filter(number__in=numbers).values_list("register", flat=True))
    assert {"audits", "checklist-lines", "findings", "nonconformities"} <= registers
    read_offline(officer, folder, audit.number)
    for kind, pattern in KINDS.items():
        flip_and_find(folder, tmp_path / kind, pattern)


def read_offline(officer: Visitor, folder: Path, number: str) -> None:
    """The index from disk, in a browser without a network."""
    context = officer.page.context.browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    assert f"Audit: {number}" in page.inner_text("h1")
    page.get_by_role("link", name="Findings").first.click()
    hrefs = [link.get_attribute("href") for link in page.locator("main a").all()]
    assert hrefs and all((folder / href).is_file() for href in hrefs)
    assert page.evaluate("getComputedStyle(document.querySelector('.cover')).display") == "grid", "its style is there"
    context.close()


def flip_and_find(folder: Path, copy: Path, pattern: str) -> None:
    """One byte flipped in a member of this kind is named and is no pass."""
    shutil.copytree(folder, copy)
    path = sorted(copy.glob(pattern))[0]
    content = bytearray(path.read_bytes())
    content[content.index(b"Nothing") if path.name == "verify.py" else len(content) // 2] ^= 1
    path.write_bytes(content)
    status, said = run_verifier(copy)
    assert status == 1, (pattern, said)
    assert re.search(rf"^WRONG +{re.escape(path.relative_to(copy).as_posix())}: ", said, re.M), said
