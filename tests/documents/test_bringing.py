"""A folder or ZIP of documents from elsewhere: dates, approvers, a mark, row by row; a second run changes nothing."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from documents.brought import front, markdown, reading
from documents.brought.places import of_folder, of_zip
from documents.brought.taking import Report, take_in
from documents.models import Document, DocumentRevision
from qms.lib.errors import Forbidden, Invalid, TooLarge, WrongType
from qms.records.models import Entry
from qms.registers.signing import signatures_of
from tests.documents.made import Papers, day, docx, pdf, zipped

POLICY = """---
title: Policy on releases
majorRevisions:
  - date: Jun 1 2018
    comment: Initial document
  - date: Mar 3 2021
    comment: Two approvers
approved_by: Grace Example
---

# Purpose

{{name}} releases nothing alone.
"""
FILES = {
    "policies/release.md": POLICY, "sop.docx": docx("Handling of data", title="Handling of data"),
    "plan.pdf": pdf("A plan."), "notes.txt": "Plain notes.", "broken.docx": b"no archive", "data.yml": "a: 1",
    ".hidden.md": "# Hidden",
}  # fmt: skip


def taken(papers: Papers, files: Any, **more: Any) -> Report:
    return take_in(files, source="test", **papers.how("keeper"), **more)


@pytest.mark.requirement("MK-25")
def test_documents_come_in_with_their_dates_approvers_and_a_mark(papers: Papers) -> None:
    report = taken(papers, of_zip(zipped(FILES)))
    outcome = {row.path: row.outcome for row in report.rows}
    assert outcome == {
        "broken.docx": "refused", "data.yml": "refused", "notes.txt": "made", "plan.pdf": "made",
        "policies/release.md": "made", "sop.docx": "made",
    }  # fmt: skip
    document = Document.objects.get(external_id="policies/release.md")
    revision = document.effective_revision
    assert (document.title, document.kind, document.mark) == ("Policy on releases", "policy", "migrated")
    assert (revision.state, revision.effective_on, revision.mark) == ("effective", day("2021-03-03"), "migrated")
    assert (revision.approved_outside, list(signatures_of(revision))) == ("Grace Example", [])
    assert "{{name}} releases nothing alone." in revision.text
    assert "Jun 1 2018: Initial document" in revision.change_summary
    browser = Client()
    browser.force_login(papers.org["reader"])
    page = browser.get(f"/document-revisions/{revision.number}/").content.decode()
    assert "Migrated: approved by Grace Example outside the system" in page
    reasons = {row.path: row.said for row in report.rows if row.outcome == "refused"}
    assert "no document" in reasons["data.yml"] and "not what “.docx” says" in reasons["broken.docx"]


@pytest.mark.requirement("MK-25")
def test_a_second_run_passes_over_what_is_there(papers: Papers) -> None:
    taken(papers, of_zip(zipped(FILES)))
    before = Entry.objects.count()
    report = taken(papers, of_zip(zipped(FILES)))
    assert (report.made, report.there, report.refused) == (0, 4, 2)
    assert Entry.objects.count() == before


@pytest.mark.requirement("MK-25")
def test_a_dry_run_says_the_same_and_keeps_nothing(papers: Papers) -> None:
    dry = taken(papers, of_zip(zipped(FILES)), dry_run=True)
    assert not Document.objects.exists() and not DocumentRevision.objects.exists()
    real = taken(papers, of_zip(zipped(FILES)))
    assert [(r.path, r.outcome, r.effective_on, r.said) for r in dry.rows] == [
        (r.path, r.outcome, r.effective_on, r.said) for r in real.rows
    ]
    assert [r.number for r in real.rows if r.number] == ["DOC-0001", "DOC-0002", "DOC-0003", "DOC-0004"]


@pytest.mark.requirement("MK-25")
def test_the_command_reports_each_file_and_says_by_its_exit_code_whether_any_was_refused(
    papers: Papers, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text("# Good\n\nText.", encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_documents", str(tmp_path), "--actor", "keeper", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert ended.value.code == 0 and said["rows"][0]["number"] == "DOC-0001"
    (tmp_path / "b.md").write_bytes(b"# Bad \xff")
    with pytest.raises(SystemExit) as ended:
        call_command("import_documents", str(tmp_path), "--actor", "keeper", "--dry-run", stdout=out)
    assert ended.value.code == 1 and "b.md: The file is not UTF-8 (line 1)" in out.getvalue()
    for wrong in (["--actor", "nobody"], ["--actor", "keeper", "--unit", "MARS"]):
        with pytest.raises(SystemExit) as ended:
            call_command("import_documents", str(tmp_path), *wrong)
        assert ended.value.code == 2


def test_a_zip_is_tried_and_taken_on_its_page(papers: Papers) -> None:
    browser = Client()
    browser.force_login(papers.org["keeper"])
    unit = papers.org.units["NORTH"].pk

    def send(do: str) -> Any:
        file = SimpleUploadedFile("folder.zip", zipped(FILES), "application/zip")
        return browser.post("/documents/import/", {"file": file, "unit": unit, "do": do})

    page = send("try").content.decode()
    assert "What would happen" in page and "4 taken, 0 there already, 2 refused" in page
    assert not Document.objects.exists()
    assert "What happened" in send("import").content.decode()
    assert Document.objects.count() == 4
    reader = Client()
    reader.force_login(papers.org["reader"])
    assert reader.get("/documents/import/").status_code == 403
    with pytest.raises(Forbidden):
        take_in([], source="test", **papers.how("reader"))


@pytest.mark.parametrize(
    "block",
    [
        "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]", "a: " + "[" * 40 + "]" * 40, "a: [unclosed",
        "a: !!python/object/apply:os.system ['true']", "- one\n- two", "x: " + "y" * 60_000,
        "a: [" + "x, " * 3000 + "]",
    ],
)  # fmt: skip
def test_a_front_matter_that_explodes_is_refused(block: str) -> None:
    with pytest.raises(Invalid, match="front matter"):
        front.split(f"---\n{block}\n---\n\nText.")


@pytest.mark.parametrize(
    ("text", "title", "on", "by"),
    [
        ("# A title\n\nText.", "A title", None, ""),
        ("A title\n=======\n\nText.", "A title", None, ""),
        ("---\ntitle: From above\ndate: 2020-02-01\n---\n# Other", "From above", "2020-02-01", ""),
        ("name: Without a first mark\ndate: Jun 1 2018\n---\n\nText", "Without a first mark", "2018-06-01", ""),
        ("# T\n\n| Metadata | Value |\n|---|---|\n| Effective date | 3 May 2019 |\n| Approved by | Ada |", "T",
         "2019-05-03", "Ada"),
        ("# T\n\n| Version | Author | Date |\n|-|-|-|\n| 1 | A | ``2024.07.21`` |\n| 2 | A | 2024.07.23 |", "T",
         "2024-07-23", ""),
        ("# T\n\n| Role | Full name | x |\n|-|-|-|\n| Approver | Alfred | |", "T", None, "Alfred"),
        ("# T\n\n---\n\nA rule and no front matter.", "T", None, ""),
        ("---\ntitle: T\ndate: 01/02/2018\napproved_by: '{{ boss }}'\n---\n", "T", None, ""),
    ],
)  # fmt: skip
def test_what_a_file_says_of_itself(text: str, title: str, on: str | None, by: str) -> None:
    said = markdown.read(text)
    assert (said.title, said.on, said.approved_by) == (title, day(on) if on else None, by)


@pytest.mark.parametrize(
    ("path", "data", "error"),
    [
        ("a.md", b"x" * 300_000, TooLarge), ("a.md", b"\n\n", Invalid), ("a.md", b"a\x00b", Invalid),
        ("a.exe", b"MZ", WrongType), ("a.docx", docx("x", external="image"), WrongType),
        ("a.md", b"x" * 2_000_000, TooLarge),
    ],
)  # fmt: skip
def test_a_file_that_does_not_fit_is_refused_with_its_reason(path: str, data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        reading.read(path, data)


def test_an_archive_that_unpacks_beyond_limits_or_outside_itself_is_refused() -> None:
    with pytest.raises(TooLarge):
        list(of_zip(zipped({"a.md": b"0" * 20_000_000})))
    with pytest.raises(WrongType):
        list(of_zip(zipped({"../a.md": "# Out"})))
    with pytest.raises(TooLarge):
        list(of_zip(zipped({f"{n}.md": "" for n in range(1001)})))


def test_a_folder_leaves_out_what_is_hidden_and_what_leads_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.md").write_text("# Secret")
    (tmp_path / "in" / "a.md").write_text("# A")
    (tmp_path / "in" / ".b.md").write_text("# B")
    (tmp_path / "in" / "c.md").symlink_to(tmp_path / "secret.md")
    assert [path for path, _data in of_folder(tmp_path / "in")] == ["a.md"]


@pytest.mark.requirement("MK-25")
def test_every_sample_goes_in_or_is_refused_with_its_reason(papers: Papers) -> None:
    folder = os.environ.get("QMS_SAMPLES")
    if not folder:
        pytest.skip("QMS_SAMPLES is not set: real documents are not tried")
    report = taken(papers, of_folder(Path(folder) / "documents"))
    refused = {Path(row.path).suffix: row.said for row in report.rows if row.outcome == "refused"}
    assert (report.made, report.refused) == (36, 5)
    assert set(refused) == {".yml"} and "no document" in refused[".yml"]
    by_name = {Path(row.path).name: row for row in report.rows}
    policy = by_name["incident.md"]
    assert (policy.title, policy.kind) == ("Security Incident Response Policy", "policy")
    assert policy.effective_on == day("2018-06-01")
    sop = by_name["GDI-SOP0000_sop-template-for-linting.md"]
    assert (sop.effective_on, sop.approved_by) == (day("2024-07-23"), "Alfred")
    plan = DocumentRevision.objects.get(document__external_id=by_name["software_plan.md"].path)
    assert "{{device.manufacturer}}" in plan.text
    assert taken(papers, of_folder(Path(folder) / "documents")).made == 0
