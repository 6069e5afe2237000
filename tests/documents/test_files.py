"""A revision as a file: what it may not carry, what is read of it, and what stands in front of it once it is over."""

from typing import Any

import pytest
from django.test import Client

from documents.files import words_of_file
from qms.attachments.models import Attachment
from qms.attachments.store import path_of
from qms.lib.errors import Invalid, TooLarge, Unmet, WrongType
from qms.registers import registry
from tests.documents.made import Papers, docx, pdf, xlsx, zipped

DDE = '<w:p><w:r><w:instrText>DDEAUTO c:\\cmd "/c calc"</w:instrText></w:r></w:p>'


def with_file(papers: Papers, document: Any, name: str, data: bytes) -> Any:
    draft = papers.revision(document, "")
    how = papers.how("author")
    return registry["document-revisions"].attach(draft, name=name, data=data, rev=draft.rev, **how)


def effective(papers: Papers, document: Any, name: str, data: bytes) -> Any:
    record = papers.do(with_file(papers, document, name, data), "submit", "author")
    record = papers.do(papers.do(record, "sign_review", "keeper"), "approve", "approver")
    return papers.do(record, "make_effective", "approver")


def browser(papers: Papers, who: str) -> Client:
    made = Client()
    made.force_login(papers.org[who])
    return made


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", docx("Release of models", "The approver releases."), "The approver releases."),
        ("a.xlsx", xlsx(("step", "who"), ("release", "the approver")), "release\tthe approver"),
        ("a.pdf", pdf("The approver releases."), "The approver releases."),
    ],
)
def test_the_words_of_a_file_are_read_found_and_signed(papers: Papers, name: str, data: bytes, words: str) -> None:
    draft = with_file(papers, papers.document(), name, data)
    assert words in words_of_file.of_revision(draft)
    assert "approver" in draft.entry.text
    submitted = papers.do(draft, "submit", "author")
    assert submitted.file_hash == submitted.entry.attached["files"][0]["sha256"]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.docx", docx("x", more={"word/vbaProject.bin": "macro"}), "holds macros. Save it without them"),
        ("a.docm", docx("x"), "can hold macros"),
        ("a.docx", docx("x", more={"word/activeX/activeX1.xml": "<a/>"}), "holds macros"),
        ("a.docx", docx("x", more={"word/embeddings/oleObject1.bin": "x"}), "embedded object"),
        ("a.docx", docx("x", external="attachedTemplate"), "takes content from another place (attachedTemplate"),
        ("a.docx", docx("x", external="image"), "takes content from another place (image: http://example.org/x"),
        ("a.docx", docx("x").replace(b"PK", b"PX", 1), "not what “.docx” says"),
        ("a.docx", zipped({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "damaged"),
        ("a.docx", zipped({"word/other.xml": "<a/>"}), "damaged"),
        ("a.pdf", pdf("x", script="app.alert"), "runs a program"),
        ("a.pdf", b"%PDF-1.4\nnothing", "cannot be read"),
    ],
)
def test_what_a_controlled_file_may_not_carry_is_refused(papers: Papers, name: str, data: bytes, sentence: str) -> None:
    document = papers.document()
    with pytest.raises(WrongType) as caught:
        with_file(papers, document, name, data)
    assert sentence in str(caught.value)
    assert not Attachment.objects.exists()


def test_a_field_that_fetches_is_refused_and_a_link_that_is_clicked_is_not(papers: Papers) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:document {space}><w:body>{DDE}</w:body></w:document>"
    with pytest.raises(WrongType, match="fetches content from elsewhere"):
        with_file(papers, papers.document(), "a.docx", zipped({"word/document.xml": body}))
    assert with_file(papers, papers.document(), "b.docx", docx("x", external="hyperlink")).file_hash


def test_a_part_that_unpacks_without_end_is_refused(papers: Papers, monkeypatch: pytest.MonkeyPatch) -> None:
    from documents.files import office

    monkeypatch.setattr(office, "MOST_PART", 1000)
    with pytest.raises(TooLarge):
        with_file(papers, papers.document(), "a.docx", docx("x" * 2000))


def test_a_revision_is_one_file_or_a_text(papers: Papers) -> None:
    draft = with_file(papers, papers.document(), "a.pdf", pdf("One."))
    revisions = registry["document-revisions"]
    with pytest.raises(Invalid, match="take “a.pdf” off first"):
        revisions.attach(draft, name="b.pdf", data=pdf("Two."), rev=draft.rev, **papers.how("author"))
    draft = revisions.edit(draft, rev=draft.rev, text="And a text.", **papers.how("author"))
    with pytest.raises(Unmet, match="a text and a file"):
        papers.do(draft, "submit", "author")


@pytest.mark.requirement("Q9-06")
def test_the_file_of_a_superseded_revision_is_never_handed_out_without_a_word(papers: Papers) -> None:
    document = papers.document()
    data = pdf("The old way.")
    old = effective(papers, document, "old.pdf", data)
    pk = old.entry.attached["files"][0]["id"]
    reader = browser(papers, "reader")
    assert b"".join(reader.get(f"/files/{pk}/").streaming_content) == data
    papers.clock(days=1)
    new = effective(papers, papers.fresh(document), "new.pdf", pdf("The new way."))
    for who in ("reader", "keeper"):
        page = browser(papers, who).get(f"/files/{pk}/")
        assert page.status_code == 409
        said = page.content.decode()
        assert f"{old.number} is not in force" in said and f"/document-revisions/{new.number}/" in said
        assert ("original=yes" in said) == (who == "keeper")
    assert reader.get(f"/files/{pk}/?original=yes").status_code == 403
    for who in ("keeper", "auditor"):
        answer = browser(papers, who).get(f"/files/{pk}/?original=yes")
        assert b"".join(answer.streaming_content) == data
    api = f"/api/v1/document-revisions/{old.number}/files/{pk}/"
    refused = reader.get(api)
    assert refused.status_code == 409 and new.number in refused.content.decode()
    assert reader.get(f"{api}?original=yes").status_code == 409
    assert b"".join(browser(papers, "auditor").get(f"{api}?original=yes").streaming_content) == data


@pytest.mark.requirement("Q9-06")
def test_a_superseded_revision_opens_with_a_watermark_and_the_way_to_the_effective_one(papers: Papers) -> None:
    document = papers.document()
    old = papers.effective(document)
    new = papers.effective(papers.fresh(document), "The new way.")
    page = browser(papers, "reader").get(f"/document-revisions/{old.number}/").content.decode()
    assert 'class="watermark"' in page and "Superseded" in page
    assert f'href="/document-revisions/{new.number}/"' in page
    page = browser(papers, "reader").get(f"/document-revisions/{new.number}/").content.decode()
    assert 'class="watermark"' not in page


@pytest.mark.requirement("Q9-06")
def test_a_print_says_whose_uncontrolled_copy_it_is_and_that_it_is_superseded(papers: Papers) -> None:
    from tests.printing.pdfs import text

    document = papers.document()
    old = papers.effective(document)
    new = papers.effective(papers.fresh(document), "The new way.")
    said = text(browser(papers, "reader").get(f"/document-revisions/{old.number}/print/").content)
    assert "Uncontrolled copy" in said and "Reader Example" in said
    assert "superseded" in said.lower() and new.number in said and "The approver releases." in said
    said = text(browser(papers, "reader").get(f"/documents/{document.number}/print/").content)
    assert "The new way." in said and new.number in said


def test_a_blob_that_is_missing_from_disk_is_said(papers: Papers) -> None:
    held = effective(papers, papers.document(), "a.pdf", pdf("Here."))
    kept = held.entry.attached["files"][0]
    path_of(kept["sha256"]).unlink()
    reader = browser(papers, "reader")
    page = reader.get(f"/files/{kept['id']}/")
    assert page.status_code == 404 and "There is no such file" in page.content.decode()
    assert reader.get(f"/api/v1/document-revisions/{held.number}/files/{kept['id']}/").status_code == 404
    assert reader.get(f"/document-revisions/{held.number}/").status_code == 200


@pytest.mark.parametrize("who", ["reader", "keeper"])
def test_html_and_scripts_in_markdown_are_shown_as_signs(papers: Papers, who: str) -> None:
    said = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    held = papers.effective(papers.document(), said)
    for address in (f"/document-revisions/{held.number}/", f"/documents/{held.document.number}/"):
        page = browser(papers, who).get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page and "javascript:alert" not in page.replace("(javascript:alert(1))", "")
        assert "<img src=x" not in page
