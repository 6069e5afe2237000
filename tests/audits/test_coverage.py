"""The programme's matrix: what was audited, what is planned, what nobody has looked at, and how often it should be."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.queries.coverage import Coverage, coverage_of, only_never
from audits.queries.crossing import crossing_of
from audits.queries.frequencies import frequencies
from audits.services.fieldwork import answer_line, make_checklist
from qms.registers import registry
from tests.audits.conftest import PLANNED, REASON, Story

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.requirement("AU-01")]


def coverage(story: Story, who: str = "manager") -> Coverage:
    return coverage_of(story.programme, story.org[who])


def standing(found: Coverage, key: str) -> tuple[str, str, str]:
    cell = next(row.standing for row in found.rows if row.key == key)
    return cell.kind, cell.sign, cell.label


def test_clauses_and_processes_nobody_audits_stand_out_by_colour_sign_and_word(story: Story) -> None:
    found = coverage(story)
    assert standing(found, "iso9001-2015:9.2") == ("bad", "✕", "Never audited")
    assert standing(found, story.process.number) == ("bad", "✕", "Never audited")
    assert found.never == len(found.rows)
    assert {row.key for row in found.rows} >= {"iso9001-2015:4.1", "iso9001-2015:10.3"}
    assert "iso9001-2015:9.2.2" not in {row.key for row in found.rows}


def test_an_audit_counts_as_done_from_its_signed_report_on(story: Story) -> None:
    audit = story.plan()
    assert standing(coverage(story), "iso9001-2015:9.2") == ("plan", "○", "Planned 7 Dec 2026")
    for verb in ("confirm", "start"):
        audit = story.do(audit, verb, "lead")
        assert standing(coverage(story), "iso9001-2015:9.2")[0] == "plan"
    audit = story.report(audit)
    assert standing(coverage(story), story.process.number)[0] == "plan"
    audit = story.sign(audit)
    found = coverage(story)
    assert standing(found, "iso9001-2015:9.2") == ("good", "●", "Audited 23 Nov 2026")
    assert standing(found, story.process.number)[0] == "good"
    assert standing(found, "iso9001-2015:9.3")[0] == "bad"
    assert [row.key for row in only_never(found).rows] == [r.key for r in found.rows if r.standing.kind == "bad"]


def test_a_clause_whose_question_was_dropped_was_not_audited(story: Story) -> None:
    audit = story.on_site()
    for line in make_checklist(audit, actor=story.org["lead"], at=story.clock()):
        if line.criterion == ["iso9001-2015:7.2"]:
            story.do(line, "drop", "lead", reason="The trainer is on leave.")
        else:
            answer_line(line, rev=1, actor=story.org["lead"], at=story.clock(), answer="conforms")
    story.sign(story.report(audit))
    assert standing(coverage(story), "iso9001-2015:7.2")[0] == "bad"
    assert standing(coverage(story), "iso9001-2015:9.2")[0] == "good"


def test_a_cell_says_what_was_found_and_leads_to_the_audit(story: Story) -> None:
    audit = story.on_site()
    story.answered_finding(audit, "major")
    story.sign(story.report(audit))
    cells = {row.key: row.cells[0] for row in coverage(story).rows}
    assert cells["iso9001-2015:9.2"].sign == "▲" and "major" in cells["iso9001-2015:9.2"].label
    assert cells["iso9001-2015:7.2"].sign == "●"
    assert cells["iso9001-2015:9.2"].href == "/audits/AUD-2026-0001/"


def test_a_cancelled_audit_covers_nothing_and_stays_with_its_first_date_and_reason(story: Story) -> None:
    story.do(story.plan(), "cancel", "manager", reason=REASON)
    found = coverage(story)
    assert standing(found, "iso9001-2015:9.2")[0] == "bad"
    audit = found.audits[0]
    assert (audit.first_planned_from, audit.moved_because) == (PLANNED, REASON)


def test_a_process_is_crossed_with_the_chapters_it_fulfils(story: Story) -> None:
    story.sign(story.report(story.on_site(criteria=["iso9001-2015:9.2.2"])))
    chapters, rows = crossing_of(story.programme, story.org["manager"])
    cells = {chapter.ref: cell for chapter, cell in zip(chapters, rows[0].cells, strict=True)}
    assert (cells["9"].kind, cells["9"].label) == ("good", "audited 2026")
    assert (cells["7"].kind, cells["7"].label) == ("bad", "never audited")
    assert cells["8"].kind == ""


def test_a_process_that_was_never_audited_is_due_first(story: Story) -> None:
    story.new_process("Purchasing", owner="auditee", importance="low")
    audit = story.on_site()
    story.answered_finding(audit, "major")
    story.sign(story.report(audit))
    today = story.clock.last.date()
    found = frequencies(story.org["manager"], today=today)
    assert [(f.process.title, f.proposal.months, f.last) for f in found] == [
        ("Purchasing", 24, None), ("Internal audits", 6, today),
    ]  # fmt: skip
    assert found[1].proposal.due == datetime.date(2027, 5, 23)


def test_a_changed_process_is_audited_sooner(story: Story) -> None:
    story.sign(story.report(story.on_site()))
    story.clock(days=3)
    story.edit(story.process, "manager", purpose="It does more now.", reason="It took over another task.")
    found = frequencies(story.org["manager"], today=story.clock.last.date())
    assert found[0].proposal.months == 8 and "changed" in " ".join(found[0].proposal.because)


def test_the_home_page_counts_what_was_never_audited(story: Story) -> None:
    register, today = registry["programmes"], story.clock.last.date()
    tile = register.tiles(story.org["manager"], today)[0]
    assert tile["value"] == len(coverage(story).rows)
    assert tile["url"] == f"/programmes/{story.programme.number}/coverage/?only=never"
    assert register.tiles(story.org["stranger"], today)[0]["value"] is None


def test_who_does_not_see_every_audit_is_not_told_what_was_never_audited(story: Story) -> None:
    register, today = registry["programmes"], story.clock.last.date()
    author = story.org["author"]
    assert register.tiles(author, today)[0]["value"] == len(coverage(story).rows)
    story.org.person("chief", "quality_manager", unit="HQ", home="HQ")
    registry["audits"].create(
        actor=story.org["chief"], at=story.clock(), title="Audit of the board", programme=story.programme,
        unit=story.org.units["HQ"], planned_from=today, planned_to=today,
    )  # fmt: skip
    assert register.tiles(story.org["author"], today)[0]["value"] is None


def test_the_matrix_takes_as_many_queries_for_three_audits_as_for_one(story: Story) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            coverage_of(story.programme, manager)
        return len(taken)

    manager: Any = story.org["manager"]
    story.sign(story.report(story.on_site()))
    queries()  # what the actor reaches is read once per request
    one = queries()
    for _n in range(2):
        story.sign(story.report(story.on_site()))
    assert queries() == one
