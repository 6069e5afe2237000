"""The report on paper: every content it must have, in words that can be selected."""

from typing import Any

import pytest

from audits.services.fieldwork import answer_line, make_checklist
from qms.registers.prints import record_pdf
from tests.audits.conftest import Story
from tests.printing.pdfs import opened, text

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.requirement("AU-06")]
HEADINGS = (
    "Audit objectives", "Audit scope", "Audit client", "Audit team and participants of the auditee",
    "Opening and closing meeting", "Dates and locations", "Audit criteria", "Audit plan", "Summary and obstacles",
    "Findings and evidence", "Good practices", "Audit conclusions", "Degree of fulfilment of the criteria",
    "Unresolved diverging opinions", "Areas not covered", "Statement on sampling", "Follow-up plan", "Confidentiality",
    "Distribution", "Checklist", "Signatures",
)  # fmt: skip


@pytest.fixture
def audit(story: Story) -> Any:
    """A signed report with a disputed finding, a good practice, an answered question and both meetings."""
    org = story.org
    meeting = [{"person": org["auditee"].pk, "function": "Head of quality"}, {"function": "Union"}]
    plan = [{"when": "9:00", "what": "Planning of audits", "auditor": org["second"].pk, "method": "remote"}]
    found = story.on_site(opening=meeting, closing=meeting, plan=plan)
    lines = make_checklist(found, actor=org["lead"], at=story.clock())
    for line in lines:
        answer_line(line, rev=1, actor=org["lead"], at=story.clock(), answer="conforms", evidence="Plan of May 名前.")
    story.answered_finding(found, "major", "disputes")
    story.do(story.finding(found, "good_practice", title="Łukasz asks for causes"), "issue", "lead")
    return story.sign(story.report(found))


def test_the_report_has_every_content_under_its_heading_in_the_tags(story: Story, audit: Any) -> None:
    pdf = record_pdf(audit, actor=story.org["lead"], at=story.clock())
    said = text(pdf)
    reader = opened(pdf)
    whole = " ".join(" ".join((page.extract_text() or "").split()) for page in reader.pages)
    for heading in HEADINGS:
        assert heading in said, heading
        assert heading in whole, heading
    places = [said.index(heading) for heading in HEADINGS[:2]]
    assert places == sorted(places)
    assert reader.metadata is not None and audit.number in str(reader.metadata.title)


def test_the_report_says_what_was_found_disputed_and_signed(story: Story, audit: Any) -> None:
    said = text(record_pdf(audit, actor=story.org["lead"], at=story.clock()))
    for words in (
        "See whether 9.2 is met.", "Management", "Lead Example", "Second Example", "Hall 2", "Video call",
        "ISO 9001:2015 9.2.2", "Records are missing.", "Report 7 of May.", "We see it differently.", "Disputes",
        "Partly met", "Auditing is sampling", "One meeting fell out.", "Site SOUTH.", "Again in spring.", "Internal",
        "Łukasz asks for causes", "Plan of May 名前.", story.process.number, "I wrote this and stand for its content",
        "Lead auditor", "Union",
    ):  # fmt: skip
        assert words in said, words


def test_an_empty_report_says_that_nothing_was_said(story: Story) -> None:
    audit = story.plan(objectives="", scope="", criteria=[], locations=[])
    said = text(record_pdf(audit, actor=story.org["lead"], at=story.clock()))
    for heading in HEADINGS[:-1]:
        assert heading in said, heading


def test_a_changed_report_shows_that_its_signature_holds_no_more(story: Story, audit: Any) -> None:
    story.edit(audit.findings.get(grade="major"), "lead", evidence="Another.", reason="It was the wrong one.")
    said = text(record_pdf(story.fresh(audit), actor=story.org["lead"], at=story.clock()))
    assert "changed since" in said
