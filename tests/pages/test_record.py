"""The record page and its tabs: history, links, files, discussion; downloads."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms.attachments.models import Attachment
from tests.factories.people import Clock, Organisation
from tests.pages.conftest import Opened

TABS = ("", "history/", "links/", "files/", "signatures/", "comment/")


def test_every_tab_answers(sign_in: Opened, written: Any) -> None:
    client = sign_in("author")
    for tab in TABS:
        answer = client.get(f"/trials/{written.number}/{tab}")
        assert answer.status_code == 200 and answer["Cache-Control"] == "no-store", tab
        assert "style=" not in answer.content.decode() and " onclick" not in answer.content.decode()


def test_record_page_costs_the_same_queries_with_one_and_three_of_everything(
    sign_in: Opened, trials: Any, trial: Any, org: Organisation, clock: Clock
) -> None:
    client, record = sign_in("author"), trial

    def more(n: int) -> Any:
        nonlocal record
        for _step in range(n):
            other = trials.create(actor=org["author"], at=clock(), title="Other")
            record = trials.link(
                record, kind="concerns", target=other.number, rev=record.rev, actor=org["author"], at=clock()
            )
            record = trials.attach(record, name="a.txt", data=b"text", rev=record.rev, actor=org["author"], at=clock())
        steps = [{"what": "x", "who": org[name].pk} for name in ("author", "approver", "stranger")[:n]]
        record = trials.edit(
            record, rev=record.rev, actor=org["author"], at=clock(), steps=steps, team=[s["who"] for s in steps]
        )
        client.get(f"/trials/{record.number}/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/trials/{record.number}/").status_code == 200
        return len(asked)

    assert more(1) == more(3)


def test_history_shows_old_and_new_by_word_with_reason_and_person(
    sign_in: Opened, trials: Any, written: Any, org: Organisation, clock: Clock
) -> None:
    trials.edit(
        written, rev=written.rev, actor=org["author"], at=clock(), reason="A word was wrong", note="A second note."
    )
    page = sign_in("author").get(f"/trials/{written.number}/history/").content.decode()
    assert "<del>first</del><ins>second</ins>" in page and "A word was wrong" in page and "Author Example" in page


def test_as_of_shows_what_was_in_force(
    sign_in: Opened, trials: Any, trial: Any, org: Organisation, clock: Clock
) -> None:
    trials.edit(trial, rev=1, actor=org["author"], at=clock(days=3), note="A later note.")
    client = sign_in("author")
    assert "A first note." in client.get(f"/trials/{trial.number}/history/?as_of=2026-11-24").content.decode()
    assert "A later note." in client.get(f"/trials/{trial.number}/history/?as_of=2026-11-26T23:00:00Z").content.decode()
    assert client.get(f"/trials/{trial.number}/history/?as_of=2020-01-01").status_code == 404
    assert client.get(f"/trials/{trial.number}/history/?as_of=yesterday").status_code == 400


@pytest.mark.requirement("P11-10e-5")
def test_ledger_is_filtered_exported_and_hides_what_is_not_visible(sign_in: Opened, written: Any) -> None:
    client = sign_in("author")
    page = client.get(f"/ledger/?record={written.number}&person=author&from=2026-11-23&to=2026-11-23").content.decode()
    assert page.count(f'<span class="mono">{written.number}</span>') == 3
    assert client.get("/ledger/?recrod=x").status_code == 400
    exported = client.get(f"/ledger/?record={written.number}&format=csv").content.decode()
    assert exported.count(written.number) == 3
    assert written.number not in sign_in("stranger").get("/ledger/").content.decode()


def test_file_is_kept_downloaded_safely_and_taken_off_with_a_reason(
    sign_in: Opened, trials: Any, trial: Any, org: Organisation
) -> None:
    client, address = sign_in("author"), f"/trials/{trial.number}/files/"
    sent = {"rev": 1, "file": SimpleUploadedFile("log.txt", b"run 4411")}
    assert client.post(address, sent).status_code == 302
    file = Attachment.objects.get()
    answer = client.get(f"/files/{file.pk}/")
    assert b"".join(answer.streaming_content) == b"run 4411"
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert sign_in("stranger").get(f"/files/{file.pk}/").status_code == 404
    assert client.post(address, {"rev": 2, "detach": file.pk, "reason": "no"}).status_code == 422
    assert client.post(address, {"rev": 2, "detach": file.pk, "reason": "This was the wrong log"}).status_code == 302
    assert trials.get(trial.number, org["author"]).entry.attached["files"] == []


def test_file_of_a_wrong_type_is_refused_with_a_sentence(sign_in: Opened, trial: Any) -> None:
    sent = {"rev": 1, "file": SimpleUploadedFile("photo.png", b"<html>")}
    answer = sign_in("author").post(f"/trials/{trial.number}/files/", sent)
    assert answer.status_code == 415 and "is not what" in answer.content.decode() and not Attachment.objects.exists()


def test_link_is_added_seen_from_both_ends_and_taken_back(
    sign_in: Opened, trials: Any, trial: Any, org: Organisation, clock: Clock
) -> None:
    other = trials.create(actor=org["author"], at=clock(), title="Other end")
    client, address = sign_in("author"), f"/trials/{trial.number}/links/"
    assert client.post(address, {"rev": 1, "kind": "raises", "target": "TRI-1999-0001"}).status_code == 422
    assert client.post(address, {"rev": 1, "kind": "raises", "target": other.number}).status_code == 302
    assert "raised by" in client.get(f"/trials/{other.number}/links/").content.decode()
    link = client.get(address).context["near"][0]
    assert client.post(address, {"rev": 2, "unlink": link.pk, "reason": "Linked by mistake"}).status_code == 302
    assert not client.get(address).context["near"]


def test_comment_is_kept_and_leaves_the_revision(sign_in: Opened, trials: Any, trial: Any, org: Organisation) -> None:
    client, address = sign_in("author"), f"/trials/{trial.number}/comment/"
    assert client.post(address, {"text": "  "}).status_code == 422
    assert client.post(address, {"text": "Have a look, @approver"}).status_code == 302
    assert "@approver" in client.get(address).content.decode()
    assert trials.get(trial.number, org["author"]).rev == 1
    assert "mentioned you" in sign_in("approver").get("/notices/").content.decode()


def test_number_finds_the_record(sign_in: Opened, trial: Any) -> None:
    assert sign_in("author").get(f"/r/{trial.number}")["Location"] == f"/trials/{trial.number}/"
    assert sign_in("stranger").get(f"/r/{trial.number}").status_code == 404


def test_next_step_stands_in_the_head_of_every_tab(sign_in: Opened, written: Any) -> None:
    client, here = sign_in("approver"), f"/trials/{written.number}/"
    for tab in ("", "history/", "links/", "files/", "signatures/", "comment/"):
        page = client.get(here + tab).content.decode()
        assert f'class="button first" href="{here}do/approve/"' in page, tab
    was = client.get(f"{here}history/?as_of={written.created_at:%Y-%m-%d}").content.decode()
    assert "do/approve/" not in was, "nothing is done to a record as it was"


def test_what_is_empty_is_named_in_one_line(sign_in: Opened, trials: Any, org: Organisation, clock: Any) -> None:
    record = trials.create(actor=org["author"], at=clock(), title="Just begun", note="A note.")
    page = sign_in("author").get(f"/trials/{record.number}/").content.decode()
    vacant = re.search(r'class="meta vacancies">([^<]+)<', page)
    assert vacant and "Size" in vacant.group(1) and "Note" not in vacant.group(1)
    assert not re.search(r"<dd[^>]*>–</dd>", page.partition("<aside")[0])


def test_history_says_links_in_words_and_leads_to_the_other_end(
    sign_in: Opened, trials: Any, trial: Any, org: Organisation, clock: Any
) -> None:
    other = trials.create(actor=org["author"], at=clock(), title="The one before")
    trials.link(trial, kind="recurs", target=other.entry, rev=trial.rev, actor=org["author"], at=clock())
    page = sign_in("author").get(f"/trials/{trial.number}/history/").content.decode()
    assert "is a recurrence of" in page and f'href="/r/{other.number}"' in page and "recurs TRI" not in page
