"""The pages of this folder as people meet them: what they show, what they keep, what they refuse."""

import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audits.services.fieldwork import make_checklist
from qms.records.models import Entry
from tests.audits.conftest import Story
from tests.factories.people import Clock

pytestmark = pytest.mark.usefixtures("db")
OWN_PAGES = (
    "/programmes/{programme}/coverage/", "/audits/{audit}/checklist/", "/audits/{audit}/scope/",
    "/audits/{audit}/report/", "/audits/{audit}/major/?clause=iso9001-2015:9.2.2",
    "/checklist-lines/{line}/sample/", "/audits/{audit}/", "/findings/{finding}/", "/checklist-lines/{line}/",
)  # fmt: skip
Browse = Callable[[str], Client]


@pytest.fixture(autouse=True)
def an_hour_later(clock: Clock) -> Iterator[None]:
    """The pages read the server's clock, which may not lie before the last change."""
    with time_machine.travel(clock.last + datetime.timedelta(hours=1), tick=True):
        yield


@pytest.fixture
def as_(story: Story) -> Browse:
    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(story.org[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def audit(story: Story) -> Any:
    """In progress, with three questions."""
    found = story.on_site()
    make_checklist(found, actor=story.org["lead"], at=story.clock())
    return found


def text_of(answer: Any) -> str:
    return answer.content.decode()


def answer_url(line: Any) -> str:
    return f"/checklist-lines/{line.number}/answer/"


def test_the_coverage_page_names_what_was_never_audited(story: Story, as_: Browse) -> None:
    page = as_("manager").get(f"/programmes/{story.programme.number}/coverage/")
    assert page.status_code == 200
    assert "✕ Never audited" in text_of(page) and "9.2 Internal audit" in text_of(page)
    assert "never audited: due now" in text_of(page)
    assert as_("manager").get(f"/programmes/{story.programme.number}/coverage/?only=all").status_code == 400


@pytest.mark.requirement("AU-04")
def test_a_checklist_card_is_kept_without_script(story: Story, as_: Browse, audit: Any) -> None:
    line, client = audit.lines.first(), as_("second")
    assert "Who was asked" in text_of(client.get(f"/audits/{audit.number}/checklist/"))
    photo = SimpleUploadedFile("photo.txt", b"what was seen")
    said = {"rev": 1, "answer": "minor", "evidence": "Seen.", "asked": "Planner", "note": "Odd.", "file": photo}
    answer = client.post(answer_url(line), said)
    assert (answer.status_code, answer["Location"]) == (302, f"/audits/{audit.number}/checklist/#{line.number}")
    line = story.fresh(line)
    assert (line.answer, line.asked, line.rev) == ("minor", "Planner", 3)
    page = text_of(client.get(f"/audits/{audit.number}/checklist/"))
    assert "1 file" in page and 'value="minor" data-answer checked' in page


@pytest.mark.requirement("AU-04")
def test_a_script_is_told_the_new_revision_or_why_not(story: Story, as_: Browse, audit: Any) -> None:
    line, client, asks = audit.lines.first(), as_("lead"), {"Accept": "application/json"}
    kept = client.post(answer_url(line), {"rev": 1, "answer": "conforms"}, headers=asks)
    assert json.loads(kept.content) == {"ok": True, "rev": 2, "answer": "conforms"}
    for said, status in (({"rev": 1, "answer": "minor"}, 412), ({"rev": 2, "answer": "perhaps"}, 422), ({}, 422)):
        refused = client.post(answer_url(line), said, headers=asks)
        assert refused.status_code == status
        assert json.loads(refused.content)["sentences"]
    assert as_("auditee").post(answer_url(line), {"rev": 2, "answer": "minor"}, headers=asks).status_code == 403
    assert story.fresh(line).rev == 2


def test_a_checklist_is_made_and_read_on_its_page(story: Story, as_: Browse) -> None:
    audit = story.plan()
    client, url = as_("lead"), f"/audits/{audit.number}/checklist/"
    assert "Make the checklist" in text_of(client.get(url))
    assert client.post(url).status_code == 302
    page = text_of(client.get(url))
    assert "Answers are given while the audit is in progress." in page and "data-answer " not in page
    assert as_("auditee").post(url).status_code == 403


def test_a_finding_and_a_nonconformity_are_raised_by_one_press_each_and_twice_makes_one(
    story: Story, as_: Browse, audit: Any
) -> None:
    line, client = audit.lines.first(), as_("lead")
    url = f"/checklist-lines/{line.number}/finding/"
    assert client.post(url).status_code == 422
    client.post(answer_url(line), {"rev": 1, "answer": "major", "evidence": "Seen.", "note": "Not done."})
    assert client.post(url)["Location"] == "/findings/FND-2026-0001/" == client.post(url)["Location"]
    finding = audit.findings.get()
    client.post(f"/findings/{finding.number}/do/issue/", {"rev": 1, "response_due": "2026-12-20"})
    url = f"/findings/{finding.number}/nonconformity/"
    page = text_of(client.get(f"/findings/{finding.number}/"))
    assert "Raise nonconformity" in page
    assert client.post(url)["Location"] == client.post(url)["Location"]
    assert Entry.objects.filter(register="nonconformities").count() == 1
    assert "Raise nonconformity" not in text_of(client.get(f"/findings/{finding.number}/"))


@pytest.mark.requirement("AU-05")
def test_several_minors_are_shown_on_the_audit_and_raised_with_a_reason(story: Story, as_: Browse, audit: Any) -> None:
    for letter in "abc":
        story.finding(audit, "minor", f"iso9001-2015:9.2.2.{letter}")
    client, url = as_("lead"), f"/audits/{audit.number}/major/"
    assert "Several minors on one clause" in text_of(client.get(f"/audits/{audit.number}/"))
    said = {"clause": "iso9001-2015:9.2.2", "reason": ""}
    assert client.post(url, said).status_code == 422
    assert client.post(url, {**said, "reason": "Nobody plans the audits."}).status_code == 302
    assert audit.findings.filter(grade="major").count() == 1
    assert client.get(url + "?clause=iso9001-2015:9.2.2").status_code == 400


def test_a_sample_is_drawn_on_its_page(story: Story, as_: Browse, audit: Any) -> None:
    line, client = audit.lines.first(), as_("lead")
    url, said = f"/checklist-lines/{line.number}/sample/", {"rev": 1, "of": "Records", "size": 3, "population": 40}
    assert "between 1 and all" in text_of(client.post(url, {**said, "size": 50}))
    assert client.post(url, {**said, "seed": "s1"}).status_code == 302
    assert story.fresh(line).samples[0]["seed"] == "s1"
    assert "s1" in text_of(client.get(f"/audits/{audit.number}/checklist/"))


@pytest.mark.requirement("AU-02", "AU-03")
def test_processes_are_put_into_scope_and_a_conflict_shows(story: Story, as_: Browse) -> None:
    audit, own = story.plan(), story.new_process("Own work", owner="lead")
    client, url = as_("lead"), f"/audits/{audit.number}/scope/"
    assert own.number in text_of(client.get(url))
    assert client.post(url, {"rev": 1, "numbers": ["PRO-9999"]}).status_code == 422
    assert client.post(url, {"rev": 1, "numbers": [own.number]}).status_code == 302
    assert "Lead Example would audit own work" in text_of(client.get(f"/audits/{audit.number}/"))
    assert client.post(url, {"rev": 1, "numbers": [own.number]}).status_code == 422


def test_a_stranger_gets_from_every_page_the_answer_of_a_number_that_does_not_exist(
    story: Story, as_: Browse, audit: Any
) -> None:
    finding, line, client = story.finding(audit), audit.lines.first(), as_("stranger")
    real = {"audit": audit.number, "line": line.number, "finding": finding.number, "programme": "PRG-2026-0009"}
    none = {
        "audit": "AUD-2026-0009",
        "line": "AUD-2026-0009-L01",
        "finding": "FND-2026-0009",
        "programme": "PRG-2026-0009",
    }
    for page in OWN_PAGES:
        seen, absent = client.get(page.format(**real)), client.get(page.format(**none))
        assert seen.status_code == absent.status_code == 404, page
        assert audit.title not in text_of(seen)
    for address in (f"checklist-lines/{line.number}/answer/", f"findings/{finding.number}/nonconformity/"):
        assert client.post(f"/{address}", {"rev": 1, "answer": "minor"}).status_code == 404
    assert audit.number not in text_of(client.get("/search/?q=audit"))


def test_the_checklist_takes_as_many_queries_for_six_questions_as_for_three(
    story: Story, as_: Browse, audit: Any
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            client.get(f"/audits/{audit.number}/checklist/")
        return len(taken)

    client = as_("lead")
    queries()
    three = queries()
    story.edit(audit, "lead", criteria=["iso9001-2015:9.2", "iso9001-2015:7"], reason="The scope has grown.")
    assert len(make_checklist(story.fresh(audit), actor=story.org["lead"], at=story.clock())) > 3
    assert queries() == three


def test_home_counts_for_those_who_see_the_records_only(story: Story, as_: Browse) -> None:
    story.on_site()
    story.org.person("boss", "administrator", unit="HQ", home="HQ")
    page = as_("lead").get("/").content.decode()
    assert "Open audits" in page and "Never audited" in page
    boss = as_("boss").get("/").content.decode()
    assert 'class="tile"' not in boss and 'class="quiet"' not in boss, "there are records, but not for this person"


def test_all_that_is_wrong_with_a_new_audit_is_said_at_once(story: Story, as_: Browse) -> None:
    sent = {"title": "T" * 201, "planned_from": "2026-12-08", "planned_to": "2026-12-07", "lead": "nobody"}
    said = as_("lead").post("/audits/new/", sent)
    assert said.status_code == 422 and "3 things to put right" in text_of(said)
    assert "planned to end before it begins" in text_of(said) and "is nobody here" in text_of(said)


def test_a_new_audit_begins_in_the_programme_that_runs(story: Story, as_: Browse) -> None:
    page = text_of(as_("lead").get("/audits/new/"))
    assert f'<option value="{story.programme.pk}" selected>' in page and " autofocus" in page


def test_one_criterion_is_chosen_for_a_finding(story: Story, as_: Browse, audit: Any) -> None:
    finding = story.finding(audit)
    page = text_of(as_("lead").get(f"/findings/{finding.number}/edit/"))
    assert '<input type="radio" name="criterion"' in page and '<input type="checkbox" name="criterion"' not in page


def test_home_names_the_step_that_can_be_taken_or_what_it_waits_for(story: Story, as_: Browse, audit: Any) -> None:
    page = text_of(as_("lead").get("/"))
    row = page[page.index(audit.number) :].partition("</li>")[0]
    assert 'class="step"' not in row and "“Finish on site” waits: 3 questions" in row
    for line in audit.lines.all():
        story.do(line, "drop", "lead", reason="Not looked at this time.")
    page = text_of(as_("lead").get("/"))
    assert '<span class="step">Finish on site</span>' in page[page.index(audit.number) :].partition("</li>")[0]


def test_late_at_home_leads_to_what_is_late_a_planned_audit_too(story: Story, as_: Browse) -> None:
    late = story.plan(planned_from=story.clock.last.date(), planned_to=story.clock.last.date())
    with time_machine.travel(story.clock.last + datetime.timedelta(days=3), tick=True):
        assert 'href="/audits/?phase=all&amp;due=late">1 late</a>' in text_of(as_("manager").get("/"))
        assert late.number in text_of(as_("manager").get("/audits/?phase=all&due=late"))
