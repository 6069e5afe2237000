"""What an auditor gets who asks for everything about a document: its signed revisions, their files, who has read."""

import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qms.packs.files import path_of
from qms.packs.order import Order
from qms.packs.orders import place
from qms.packs.selection import with_companions
from qms.packs.work import work_off
from tests.documents.made import Papers, docx

READERS: dict[str, Any] = {"reader_units": ["NORTH"], "reader_roles": ["reader"]}


@pytest.mark.requirement("P11-10b")
def test_a_pack_of_a_document_has_its_signed_revisions_their_files_and_who_has_read(papers: Papers) -> None:
    from qms.registers import registry

    document = papers.document(**READERS)
    register = registry["document-revisions"]
    draft = register.create(document=document, change_summary="First.", **papers.how("author"))
    draft = register.attach(draft, name="release.docx", data=docx("Who releases."), rev=None, **papers.how("author"))
    waits = papers.do(papers.do(draft, "submit", "author"), "sign_review", "keeper")
    held = papers.do(papers.do(waits, "approve", "approver"), "make_effective", "approver")
    papers.do(papers.asked(held, "reader"), "acknowledge", "reader")

    auditor = papers.org["auditor"]
    browser = Client()
    browser.force_login(auditor)
    page = browser.get(f"/packs/new/?record={document.number}").content.decode()
    assert "4 records: 1 Document, " in page and "1 Revision" in page and "2 Acknowledgements" in page
    pack = place(Order.read({"records": document.number}), actor=auditor, at=timezone.now())
    work_off(at=timezone.now())
    pack.refresh_from_db()
    path = path_of(pack)
    assert path is not None, pack.error
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        told = json.loads(archive.read(f"records/document-revisions/{held.number}.json"))
    assert [s["meaning"] for s in told["signatures"]] == ["authorship", "review", "approval"]
    assert any(name.endswith("/release.docx") for name in names)
    assert f"records/acknowledgements/{held.number}-A1.pdf" in names
    assert pack.counts["signatures"] == 3 and pack.counts["files"] == 1


def test_what_belongs_to_it_is_found_in_a_fixed_number_of_queries(
    papers: Papers, django_assert_num_queries: Any
) -> None:
    made = [papers.effective(papers.document(**READERS, title=f"No {n}")) for n in range(3)]
    with django_assert_num_queries(3):
        found = with_companions([one.document_id for one in made])
    assert {one.pk for one in made} < found and len(found) == 3 * (1 + 1 + 2)
