"""What the pages of documents tell: what waits for what, who has read what, and each thing once."""

import csv
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from documents.models import Document
from documents.templatetags.documents import word_size
from qms.lib.errors import Unmet
from qms.printing.render import render_pdf
from tests.documents.made import QUIZ, Papers, day, zipped

READERS: dict[str, Any] = {"reader_units": ["NORTH"], "reader_roles": ["reader"]}


def as_(papers: Papers, who: str) -> Client:
    browser = Client()
    browser.force_login(papers.org[who])
    return browser


def page(papers: Papers, who: str, address: str) -> str:
    answer = as_(papers, who).get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def pdf_text(content: bytes) -> str:
    return "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.requirement("Q9-07")
def test_a_document_says_what_its_approved_revision_waits_for(papers: Papers) -> None:
    document = papers.document(**READERS, wait_percent=80)
    waits = papers.approved(document)
    papers.do(papers.asked(waits, "reader"), "acknowledge", "reader")
    for address in (f"/documents/{document.number}/", f"/document-revisions/{waits.number}/"):
        said = page(papers, "keeper", address)
        assert "1 of 2 people have read it; it waits for 80 %." in said, address
    assert f"{waits.number} is approved and not in force yet." in page(
        papers, "keeper", f"/documents/{document.number}/"
    )


def test_a_day_that_is_over_is_refused_at_approval(papers: Papers) -> None:
    with pytest.raises(Unmet, match="1 Jan 2020 is over"):
        papers.approved(papers.document(), effective_from=day("2020-01-01"))


@pytest.mark.requirement("Q9-06")
def test_who_has_read_what_is_taken_along_with_its_sums(papers: Papers) -> None:
    held = papers.effective(papers.document(**READERS))
    papers.do(papers.asked(held, "ann"), "acknowledge", "ann")
    browser = as_(papers, "keeper")
    shown = browser.get("/reading/?unit=NORTH").content.decode()
    assert "1 of 2" in shown and shown.index("matrix-legend") < shown.index('<table class="matrix"')
    rows = list(csv.reader(io.StringIO(browser.get("/reading/?unit=NORTH&format=csv").content.decode("utf-8-sig"))))
    told = {row[2]: row[4] for row in rows[1:-1]}
    assert told == {"Ann Example": "read", "Reader Example": "to be read"}
    assert rows[-1][2] == "All of them: 1 of 2" and rows[-1][4] == "1 read, 1 to be read, 0 late"
    book = load_workbook(io.BytesIO(browser.get("/reading/?format=xlsx").content))
    assert [list(row) for row in book.active.values][0][0] == "Revision"
    text = pdf_text(browser.get("/reading/?format=pdf").content)
    assert "Ann Example" in text and "1 of 2" in text and held.number in text
    assert browser.get("/reading/?format=docx").status_code == 400


def test_the_text_of_a_revision_stands_once_in_its_print(papers: Papers) -> None:
    held = papers.effective(papers.document(), "# Release\n\nThe quick approver releases.")
    text = " ".join(pdf_text(as_(papers, "reader").get(f"/document-revisions/{held.number}/print/").content).split())
    assert text.count("The quick approver releases.") == 1
    assert "Record revision" in text and "Effective" in text
    whole = " ".join(pdf_text(as_(papers, "reader").get(f"/documents/{held.document.number}/print/").content).split())
    assert "The quick approver releases." in whole  # what is in force, as it reads


@pytest.mark.parametrize("word", ["Superseded", "Obsolete", "Void", "Abgelöst", "Außer Kraft gesetzt", "Zurückgezogen"])
def test_a_watermark_stands_on_one_line_in_any_language(word: str) -> None:
    size = word_size(word)
    html = (
        f'<html><body class="upright"><main><div class="watermark {size}">{word}</div><p>Text</p></main></body></html>'
    )
    made = PdfReader(io.BytesIO(render_pdf(html, title="x", lang="en"))).pages[0]
    found: list[tuple[str, float, float]] = []
    made.extract_text(visitor_text=lambda text, cm, tm, font, size: found.append((text, tm[4], tm[5])))
    said = next(text for text, _x, _y in found if word.upper().replace("ß", "SS")[:4] in text.upper())
    assert said.strip().replace("\n", "¶").upper().replace("ß", "SS") == word.upper().replace("ß", "SS")
    assert sum(word.upper()[-3:] in text.upper() for text, _x, _y in found) == 1


def test_whoever_may_not_import_is_told_before_he_brings_anything(papers: Papers) -> None:
    papers.org.person("officer", "compliance_officer")
    for who in ("officer", "author"):
        assert "/documents/import/" not in as_(papers, who).get("/documents/").content.decode()
        answer = as_(papers, who).get("/documents/import/")
        assert answer.status_code == 403
        assert "Documents are imported by a quality manager" in answer.content.decode()
        assert "the clock" not in answer.content.decode()
    archive = SimpleUploadedFile("x.zip", zipped({"policy.md": "# Policy\n\nWe are careful."}))
    keeper = as_(papers, "keeper")
    assert "/documents/import/" in keeper.get("/documents/").content.decode()
    sent = {"file": archive, "unit": papers.org.units["NORTH"].pk, "do": "import"}
    assert "taken" in keeper.post("/documents/import/", sent).content.decode()


def test_no_refusal_names_the_clock_beside_people(papers: Papers) -> None:
    draft = papers.approved(papers.document())
    answer = as_(papers, "reader").get(f"/document-revisions/{draft.number}/do/make_effective/")
    assert answer.status_code == 403
    said = answer.content.decode()
    assert "it takes quality manager" in said and "the clock" not in said


def test_units_are_ticked_and_read_by_name(papers: Papers) -> None:
    browser = as_(papers, "author")
    form = browser.get("/documents/new/?full=1").content.decode()
    box = re.search(r'<input type="checkbox" name="reader_units" value="NORTH"[^>]*>\s*([^<]+)<', form)
    assert box and box.group(1).strip() == papers.org.units["NORTH"].name
    document = papers.document(**READERS)
    assert Document.objects.get(pk=document.pk).reader_units == ["NORTH"]
    text = pdf_text(browser.get(f"/documents/{document.number}/print/").content)
    assert papers.org.units["NORTH"].name in text


def test_a_long_text_has_a_tall_box_help_and_a_preview(papers: Papers) -> None:
    draft = papers.revision(papers.document(), "# A\n\n" + "\n".join("line" for _ in range(30)))
    browser = as_(papers, "author")
    form = browser.get(f"/document-revisions/{draft.number}/edit/?section=content").content.decode()
    box = re.search(r'<textarea name="text"[^>]*rows="(\d+)"', form)
    assert box and int(box.group(1)) > 30
    assert "A revision stays with its document" not in form and "/help/guide/writing/" in form
    assert browser.get("/help/guide/writing/").status_code == 200
    sent = {"text": "# Hello\n\n<script>alert(1)</script> **now**"}
    for head in ({}, {"HX-Request": "true"}):
        answer = browser.post("/preview/?of=text", sent, headers=head).content.decode()
        assert "<strong>now</strong>" in answer and "<script>alert" not in answer
    assert browser.post("/preview/?of=nothing", sent).status_code == 400
    assert Client().post("/preview/?of=text", sent).status_code == 302


def test_what_came_along_and_what_was_not_read_is_said(papers: Papers) -> None:
    document = papers.document(**READERS)
    draft = papers.do(papers.revision(document, quiz=QUIZ), "submit", "author")
    waits = papers.do(papers.do(draft, "sign_review", "keeper"), "approve", "approver")
    old = papers.do(waits, "make_effective", "approver")
    said = as_(papers, "author").post(f"/documents/{document.number}/next/", follow=True).content.decode()
    assert "The questions to readers came along" in said
    assert "The usual rule" in said
    papers.effective(papers.fresh(document), "New.")
    papers.tick()
    assert "0 of 2 have read and understood it." in page(papers, "keeper", f"/document-revisions/{old.number}/")


def test_after_the_first_signature_it_says_who_is_next(papers: Papers) -> None:
    waits = papers.do(papers.revision(papers.document()), "submit", "author")
    browser, address = as_(papers, "keeper"), f"/document-revisions/{waits.number}/do/sign_review/"
    asked = browser.get(address).content.decode()
    challenge = re.search(r'name="challenge" value="([^"]+)"', asked)
    from tests.factories.people import PASSWORD

    sent = {
        "rev": waits.rev,
        "username": "keeper",
        "password": PASSWORD,
        "challenge": challenge.group(1) if challenge else "",
    }
    said = browser.post(address, sent, follow=True).content.decode()
    assert "“Sign the review” is done on" in said and "It waits for:" in said


def test_the_home_page_says_of_how_many_it_shows_the_first(papers: Papers) -> None:
    for n in range(10):
        papers.effective(papers.document(**READERS, title=f"Rule {n}"))
    said = page(papers, "reader", "/")
    assert "Waiting for you 8 of 10" in said and "2 Acknowledgements" in said


def test_nobody_is_offered_what_answers_403(papers: Papers) -> None:
    papers.org.person("outside", "external_auditor")
    menu = as_(papers, "outside").get("/").content.decode()
    assert 'href="/reading/"' not in menu and 'href="/people/"' not in menu
    assert 'href="/reading/"' in as_(papers, "keeper").get("/").content.decode()
