"""The report on paper: every content it must have, in words that can be selected."""

import re
from typing import Any

import pytest

from audits.sampling import draw
from audits.services.fieldwork import answer_line, draw_sample, make_checklist
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


@pytest.mark.requirement("AU-04")
def test_the_report_says_what_was_sampled_so_that_a_reader_draws_the_same_again(story: Story) -> None:
    """By its number a population needs no list; where the items were listed, their order stands in the report."""
    audit = story.on_site()
    counted, listed, *_rest = make_checklist(audit, actor=story.org["lead"], at=story.clock())
    people = [f"名前 {n}" for n in range(1, 13)]
    given = {"rev": 1, "actor": story.org["lead"]}
    draw_sample(counted, at=story.clock(), of="Releases of 2026", population=87, size=9, **given)
    draw_sample(listed, at=story.clock(), of="Trained people", listed="\n".join(people), size=4, seed="a1", **given)
    said = text(record_pdf(story.fresh(audit), actor=story.org["lead"], at=story.clock()))
    assert said.count("Samples drawn") == 1
    row = re.search(r"L01 Releases of 2026 (\d+) Drawn by chance (\d+) ([0-9a-f]{8}) ((?:\d+; )+\d+)", said)
    assert row is not None, said
    assert row[4].split("; ") == draw(int(row[1]), int(row[2]), row[3]) and len(row[4].split("; ")) == 9
    assert f"L02 Trained people 12 Drawn by chance 4 a1 {'; '.join(draw(people, 4, 'a1'))}" in said
    assert f"All items, in their order L02 Trained people {'; '.join(people)}" in said


def test_a_large_sample_is_printed_whole_under_repeated_heads(story: Story) -> None:
    audit = story.on_site()
    line = make_checklist(audit, actor=story.org["lead"], at=story.clock())[0]
    draw_sample(line, rev=1, actor=story.org["lead"], at=story.clock(), of="Releases", population=9999, size=900)
    drawn = story.fresh(line).samples[0]["drawn"].split("\n")
    said = text(record_pdf(story.fresh(audit), actor=story.org["lead"], at=story.clock()))
    part = said[said.index("Samples drawn") :]
    assert len(drawn) == 900 and set(drawn) <= set(re.findall(r"\d+", part))
    assert part.count("Items drawn") > 1 and "Releases (continued) 9999" in part


def test_a_finding_shows_the_samples_of_its_question(story: Story) -> None:
    audit = story.on_site()
    line, other, *_rest = make_checklist(audit, actor=story.org["lead"], at=story.clock())
    given = {"rev": 1, "actor": story.org["lead"], "population": 50, "size": 3}
    draw_sample(line, at=story.clock(), of="Reports of May", **given)
    draw_sample(other, at=story.clock(), of="Courses of June", **given)
    story.finding(audit, "minor", line=story.fresh(line))
    said = text(record_pdf(story.fresh(audit), actor=story.org["lead"], at=story.clock()))
    findings, _heading, checklist = said.partition("Audit conclusions")
    assert "Samples drawn for this question" in findings and "L01 Reports of May 50" in findings
    assert "Courses of June" not in findings and "L02 Courses of June 50" in checklist


def test_what_the_signature_covers_of_an_answer_is_in_the_report(story: Story) -> None:
    audit = story.on_site()
    line = make_checklist(audit, actor=story.org["lead"], at=story.clock())[0]
    answer_line(
        line, rev=1, actor=story.org["lead"], at=story.clock(), answer="conforms", evidence="Plan of May.",
        asked="Head of the laboratory", note="Shown on screen.", files=[("photo.txt", b"seen")],
    )  # fmt: skip
    said = text(record_pdf(story.fresh(audit), actor=story.org["lead"], at=story.clock()))
    for words in ("Asked: Head of the laboratory", "Note: Shown on screen.", "photo.txt (SHA-256"):
        assert words in said, words
