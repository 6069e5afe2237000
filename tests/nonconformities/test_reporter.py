"""Who reported a nonconformity follows it wherever it goes: each surface is asked as the reporter sees it."""

import io
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from qms.notices.models import Notice
from qms.registers import registry
from tests.nonconformities.made import Story

TITLE = "Recall fell below its limit"


@pytest.fixture
def moved(story: Story) -> Story:
    """Triaged, given to somebody else, and moved to a unit in which the reporter has no role."""
    story.triaged()
    story.attach("owner")
    story.edit("owner", unit=story.org.units["SOUTH"])
    return story


@pytest.fixture
def reporter(moved: Story) -> Client:
    client = Client()
    client.force_login(moved.org["reporter"])
    return client


def said(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"%PDF-"):
        return " ".join((page.extract_text() or "") for page in PdfReader(io.BytesIO(body)).pages)
    return str(body.decode())


def test_the_reporter_finds_it_in_lists_search_and_exports(moved: Story, reporter: Client) -> None:
    key, number = "nonconformities", moved.nc.number
    for url in (
        f"/{key}/", f"/{key}/?format=csv", f"/{key}/print/", f"/search/?q={number}", f"/palette/?q={number}",
        f"/api/v1/{key}/", f"/api/v1/search/?q={number}",
    ):  # fmt: skip
        answer = reporter.get(url)
        assert answer.status_code == 200 and number in said(answer).replace("\n", ""), url
    other = Client()
    other.force_login(moved.org["worker"])  # the same role in the same unit, but not the reporter
    assert number not in said(other.get(f"/{key}/"))


def test_the_reporter_reads_it_with_its_history_files_and_print(moved: Story, reporter: Client) -> None:
    here, number = f"/nonconformities/{moved.nc.number}/", moved.nc.number
    for url in [here + part for part in ("", "history/", "files/", "links/", "signatures/", "print/")] + [
        f"/api/v1{here}{part}" for part in ("", "history/", "files/", "transitions/", "print/")
    ]:
        assert reporter.get(url).status_code == 200, url
    assert TITLE in said(reporter.get(here)) and reporter.get(f"/r/{number}").status_code == 301
    file = moved.nc.entry.attachments.get()
    assert said(reporter.get(f"/files/{file.pk}/")) == "recall 0.71\n"


def test_the_reporter_may_comment_and_is_told_when_mentioned_but_changes_nothing(
    moved: Story, reporter: Client
) -> None:
    here = f"/nonconformities/{moved.nc.number}/"
    registry["nonconformities"].comment(
        moved.nc, actor=moved.org["owner"], at=moved.clock(), text="@reporter was it the evening run?"
    )
    assert Notice.objects.filter(user=moved.org["reporter"], rule__startswith="mention:").count() == 1
    assert reporter.post(f"{here}comment/", {"text": "Yes, the run of the 2nd."}).status_code == 302
    rev = moved.nc.rev
    answer = reporter.post(f"{here}edit/", {"rev": rev, "title": "Another", "reason": "I wrote it, after all."})
    assert answer.status_code == 403
    moved.nc.refresh_from_db()
    assert (moved.nc.rev, moved.nc.title) == (rev, TITLE)


def test_narrowed_to_named_people_it_is_hidden_from_the_reporter_too(moved: Story, reporter: Client) -> None:
    moved.edit("owner", audience="named")
    for url in (f"/nonconformities/{moved.nc.number}/", f"/api/v1/nonconformities/{moved.nc.number}/"):
        assert reporter.get(url).status_code == 404, url
    assert moved.nc.number not in said(reporter.get("/nonconformities/"))
