"""What a reader may not learn before he answers: which answer is right leaves by no road."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from qms.packs.files import path_of
from qms.packs.order import Order
from qms.packs.orders import place
from qms.packs.work import work_off
from qms.registers import registry
from tests.documents.made import Papers

#: The right number is one that stands nowhere else.
QUIZ = [{"question": "For how many years?", "answers": "Two\nTen\nFive", "right": "3", "id": "q1"}]
READERS: dict[str, Any] = {"reader_units": ["NORTH"], "reader_roles": ["reader"]}
VERIFIER = Path(__file__).resolve().parents[2] / "docs" / "verify.py"
HEAD = "Number of the right one"


@pytest.fixture
def held(papers: Papers) -> Any:
    draft = papers.revision(papers.document(**READERS), quiz=QUIZ)
    draft = papers.do(papers.do(draft, "submit", "author"), "sign_review", "keeper")
    return papers.do(papers.do(draft, "approve", "approver"), "make_effective", "approver")


def as_(papers: Papers, who: str) -> Client:
    browser = Client()
    browser.force_login(papers.org[who])
    return browser


def pdf_text(content: bytes) -> str:
    return " ".join("".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages).split())


def roads(papers: Papers, held: Any, who: str) -> Iterator[tuple[str, str]]:
    """What a person gets to read of the revision, road by road."""
    browser, at = as_(papers, who), papers.clock().date().isoformat()
    page, api = f"/document-revisions/{held.number}/", f"/api/v1/document-revisions/{held.number}/"
    for address in (page, f"{page}history/", f"{page}history/?as_of={at}"):
        yield address, browser.get(address).content.decode()
    for address in (api, f"{api}?as_of={at}", f"{api}history/", "/api/v1/document-revisions/"):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        yield address, answer.content.decode()
    yield "print", pdf_text(browser.get(f"{page}print/").content)


def tells(text: str) -> bool:
    said = " ".join(text.split())
    return '"right":"3"' in said.replace(" ", "") or f"{HEAD}: 3" in said or "Five 3" in said or ">3</td>" in said


@pytest.mark.requirement("Q9-06")
def test_the_right_answer_leaves_by_no_road_to_a_reader_and_by_each_to_who_wrote_it(papers: Papers, held: Any) -> None:
    assert {road for road, text in roads(papers, held, "reader") if tells(text)} == set()
    told = {road.split("?")[0] for road, text in roads(papers, held, "author") if tells(text)}
    assert any("/api/v1/" in road for road in told) and "print" in told and any("history" in road for road in told)
    asked = as_(papers, "reader").get(f"/acknowledgements/{papers.asked(held, 'reader').number}/").content.decode()
    assert "For how many years?" in asked and "Five" in asked  # the questions are asked nevertheless


def test_lists_go_out_without_it(papers: Papers, held: Any) -> None:
    browser = as_(papers, "reader")
    for kind in ("csv", "xlsx"):
        content = browser.get(f"/document-revisions/?phase=all&format={kind}").content
        if kind == "xlsx":
            sheet = load_workbook(io.BytesIO(content)).active
            content = repr([list(row) for row in sheet.values]).encode()
        assert held.number in content.decode() and not tells(content.decode())


def pack_of(papers: Papers, held: Any, who: str, folder: Path) -> dict[str, str]:
    """Every member of a pack as text; the verifier finds nothing wrong."""
    pack = place(Order.read({"records": held.number}), actor=papers.org[who], at=timezone.now())
    work_off(at=timezone.now())
    pack.refresh_from_db()
    path = path_of(pack)
    assert path is not None, pack.error
    there = Path(shutil.copy(path, folder / f"{who}.zip"))
    ran = subprocess.run([sys.executable, str(VERIFIER), str(there)], capture_output=True, text=True, check=False)
    assert any(said in ran.stdout for said in ("Nothing is wrong", "All checked")), ran.stdout + ran.stderr
    with zipfile.ZipFile(there) as archive:
        members = {n: archive.read(n) for n in archive.namelist() if n.endswith((".json", ".csv", ".pdf"))}
    return {n: pdf_text(c) if n.endswith(".pdf") else c.decode() for n, c in members.items()}


def test_a_pack_holds_it_for_an_auditor_and_not_for_a_reader(papers: Papers, held: Any, tmp_path: Path) -> None:
    mine = pack_of(papers, held, "reader", tmp_path)
    told = {n for n, text in mine.items() if tells(text) or r"\"right\":\"3\"" in text}
    assert told == set()
    record = json.loads(next(text for name, text in mine.items() if name.endswith(f"{held.number}.json")))
    assert record["content"] is None and "kept" in record["content_withheld"]
    theirs = pack_of(papers, held, "auditor", tmp_path)
    record = json.loads(next(text for name, text in theirs.items() if name.endswith(f"{held.number}.json")))
    assert record["content"]["fields"]["quiz"][0]["right"] == "3" and all(row["bytes"] for row in record["ledger"])


def test_whoever_signs_it_sees_what_he_signs(papers: Papers) -> None:
    draft = papers.revision(papers.document(**READERS), quiz=QUIZ)
    waits = papers.do(draft, "submit", "author")
    register = registry["document-revisions"]
    assert register.sees_kept(waits, papers.org["keeper"]) and register.sees_kept(waits, papers.org["approver"])
    assert not register.sees_kept(waits, papers.org["reader"])


def test_nobody_learns_it_from_what_others_answered(papers: Papers, held: Any) -> None:
    theirs = papers.asked(held, "ann")
    theirs = papers.do(theirs, "answer", "ann", answers=[{"question": held.quiz[0]["id"], "answer": "3"}])
    theirs = papers.do(theirs, "acknowledge", "ann")
    browser = as_(papers, "reader")
    page = browser.get(f"/acknowledgements/{theirs.number}/").content.decode()
    assert "has read and understood" in page and "Five" not in page
    answers = browser.get(f"/api/v1/acknowledgements/{theirs.number}/").json()["answers"]
    assert [sorted(row) for row in answers] == [["attempt", "id", "on", "question"]]
    mine = as_(papers, "ann").get(f"/api/v1/acknowledgements/{theirs.number}/").json()["answers"]
    assert [(row["answer"], row["right"]) for row in mine] == [("Five", True)]


def test_who_starts_the_next_revision_does_not_get_it_that_way(papers: Papers, held: Any) -> None:
    from documents.services import next_revision

    papers.org.person("writer", "contributor")
    document = papers.fresh(held.document)
    theirs = next_revision.start(document, **papers.how("writer"))
    assert theirs.quiz == [] and theirs.text == held.text
    assert next_revision.start(document, **papers.how("author")).quiz == held.quiz
