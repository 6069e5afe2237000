"""What the lead signed holds as long as it stands as it was signed, and no longer."""

from typing import Any

import pytest

from audits.services.fieldwork import add_scope, answer_line, make_checklist
from audits.services.raising import raise_nonconformity
from qms.registers import registry
from qms.registers.signing import signatures_of
from tests.audits.conftest import Story

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.requirement("AU-06")]
REASON = "The auditee found an error."


@pytest.fixture
def signed(story: Story) -> Any:
    """A signed report over one finding and one answer."""
    audit = story.on_site()
    line = make_checklist(audit, actor=story.org["lead"], at=story.clock(), keys=["iso9001-2015:7.2"])[0]
    answer_line(line, rev=1, actor=story.org["lead"], at=story.clock(), answer="conforms", evidence="Seen.")
    story.answered_finding(audit, "minor", "disputes")
    return story.sign(story.report(audit))


def valid(story: Story, audit: Any) -> bool:
    return signatures_of(story.fresh(audit))[-1][1]


def test_editing_a_finding_breaks_the_signature_and_editing_it_back_mends_it(story: Story, signed: Any) -> None:
    finding = signed.findings.get()
    assert valid(story, signed)
    story.edit(finding, "lead", statement="Records are late.", reason=REASON)
    assert not valid(story, signed)
    story.edit(finding, "lead", statement="Records are missing.", reason=REASON)
    assert valid(story, signed)


@pytest.mark.parametrize(
    "change", [{"grade": "major"}, {"evidence": "Another."}, {"title": "Else"}, {"criterion": ["iso9001-2015:7.2"]}]
)
def test_whatever_the_report_says_of_a_finding_is_signed(story: Story, signed: Any, change: dict[str, Any]) -> None:
    story.edit(signed.findings.get(), "lead", reason=REASON, **change)
    assert not valid(story, signed)


def test_the_report_itself_and_its_scope_are_signed(story: Story, signed: Any) -> None:
    story.edit(signed, "lead", conclusions="All is well.", reason=REASON)
    assert not valid(story, signed)
    story.edit(signed, "lead", conclusions="The process works in part.", reason=REASON)
    assert valid(story, signed)
    other = story.new_process("Purchasing", owner="auditee")
    add_scope(story.fresh(signed), [other.number], rev=None, actor=story.org["lead"], at=story.clock())
    assert not valid(story, signed)


def test_withdrawing_a_finding_breaks_the_signature(story: Story, signed: Any) -> None:
    story.do(signed.findings.get(), "withdraw", "lead", reason=REASON)
    assert not valid(story, signed)


def test_later_steps_leave_the_signature_valid(story: Story, signed: Any) -> None:
    finding = signed.findings.get()
    audit = story.do(signed, "follow", "lead")
    raise_nonconformity(finding, actor=story.org["lead"], at=story.clock())
    story.edit(finding, "lead", response_due=None, reason=REASON)
    story.edit(audit, "manager", lead=story.org["second"].pk, team=[story.org["lead"].pk], reason="The lead retires.")
    story.edit(audit, "manager", lead=story.org["lead"].pk, team=[story.org["second"].pk], reason="He came back.")
    assert valid(story, audit)


def test_what_is_signed_names_finding_response_and_answer(story: Story, signed: Any) -> None:
    from qms.lifecycle import Scope

    scope: Scope = registry["audits"].lifecycle.transitions["sign"].signs.scope
    content = scope.of(story.fresh(signed), {})
    by_number = {child["number"]: child for child in content["children"]}
    assert by_number["FND-2026-0001"]["response_text"] == "We see it differently."
    assert by_number["AUD-2026-0001-L01"]["answer"] == "conforms"
    assert by_number[story.process.number]["kind"] == "concerns"
    assert content["fields"]["fulfilment"] == "partly"
