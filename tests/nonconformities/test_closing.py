"""Affected output and its concession, the short path, voiding, late entries, repetitions."""

import datetime
from typing import Any

import pytest

from qms.lib.errors import BadRequest, Forbidden, Invalid, ProofRefused, Unmet, WrongState
from qms.registers import registry
from qms.registers.signing import signatures_of
from tests.nonconformities.made import ANSWERS, CORRECTION, REASON, Story, nothing_changes

SHORT = {"severity": "minor", "short_rationale": "A single typing error in an internal draft."}


def output(story: Story, *dispositions: str, **more: Any) -> None:
    values = {"output": "40 offers", "dispositions": list(dispositions), "decided_by": story.org["approver"], **more}
    story.edit("owner", output_affected="yes", **values)


@pytest.mark.requirement("CA-09", "Q9-11")
@pytest.mark.parametrize("stage", ["reported", "triaged"])
def test_a_small_case_is_closed_without_corrective_action(story: Story, stage: str) -> None:
    getattr(story, stage)()
    story.edit("quality", **ANSWERS, **CORRECTION)
    story.do("close_short", "quality", **SHORT)
    assert (story.nc.state, story.nc.severity) == ("closed_short", "minor")
    assert [(s.verb, s.meaning, valid) for s, valid in signatures_of(story.nc)] == [("close_short", "approval", True)]


@pytest.mark.requirement("CA-09", "Q9-11")
@pytest.mark.parametrize(
    ("empty", "said"),
    [
        ({"correction": "n/a"}, "what corrected it"),
        ({"correction_on": None}, "what corrected it"),
        ({"similar": ""}, "similar cases"),
        ({"similar_text": ""}, "where was looked"),
        ({"risks": ""}, "risks and opportunities"),
        ({"consequences": " "}, "consequences"),
    ],
)
def test_the_short_path_needs_correction_and_answers(story: Story, empty: dict[str, Any], said: str) -> None:
    story.triaged()
    story.edit("owner", **{**ANSWERS, **CORRECTION, **empty})
    with nothing_changes(), pytest.raises(Unmet, match=said):
        story.do("close_short", "quality", **SHORT)


@pytest.mark.requirement("CA-09", "MK-06")
def test_the_short_path_needs_a_signed_rationale(story: Story) -> None:
    story.triaged().answered()
    for text in ("", "N/A because it is small", "small"):
        with nothing_changes(), pytest.raises((Unmet, Invalid)):
            story.do("close_short", "quality", **{**SHORT, "short_rationale": text})
    with nothing_changes(), pytest.raises(ProofRefused):
        story.do("close_short", "quality", **SHORT, proof=None)
    with nothing_changes(), pytest.raises(Forbidden):
        story.do("close_short", "owner", **SHORT)


@pytest.mark.requirement("CA-09")
def test_a_critical_case_does_not_go_the_short_way(story: Story) -> None:
    story.triaged().answered()
    with nothing_changes(), pytest.raises(Unmet, match="critical"):
        story.do("close_short", "quality", **{**SHORT, "severity": "critical"})


def test_what_came_back_does_not_go_the_short_way_and_is_not_voided(story: Story) -> None:
    story.found("not_effective").answered()
    story.do("new_cycle", "owner", due_on="2026-09-01")
    for verb, asked in (("close_short", SHORT), ("void", {"reason": REASON})):
        with nothing_changes(), pytest.raises(Unmet, match="through a cycle"):
            story.do(verb, "quality", **asked)


@pytest.mark.requirement("Q9-10")
@pytest.mark.parametrize("missing", [{"output": ""}, {"dispositions": []}, {"decided_by": None}])
def test_affected_output_names_what_becomes_of_it_and_who_decides(story: Story, missing: dict[str, Any]) -> None:
    story.triaged().answered()
    output(story, "rework", **missing)
    with nothing_changes(), pytest.raises(Unmet, match="affected output"):
        story.do("close_short", "quality", **SHORT)


@pytest.mark.requirement("Q9-10")
def test_every_disposition_of_the_standard_can_be_chosen(story: Story) -> None:
    story.triaged()
    output(story, "correct", "segregate", "return", "suspend", "rework", "use_as_is", "reject")
    with nothing_changes(), pytest.raises(Invalid):
        output(story, "ignore")


@pytest.mark.requirement("Q9-10")
def test_use_as_is_takes_the_signature_of_the_deciding_authority(story: Story) -> None:
    story.triaged().answered()
    output(story, "segregate", "use_as_is")
    with nothing_changes(), pytest.raises(Unmet, match="concession is not signed"):
        story.do("close_short", "quality", **SHORT)
    for who in ("quality", "approver2", "owner"):
        with nothing_changes(), pytest.raises(Forbidden):
            story.do("grant_concession", who, concession="Until March.")
    with nothing_changes(), pytest.raises(Unmet, match="until when"):
        story.do("grant_concession", "approver", concession="N/A")
    story.do("grant_concession", "approver", concession="The 40 offers stand until the end of March.")
    assert (story.nc.state, [s.verb for s, ok in signatures_of(story.nc) if ok]) == ("analysis", ["grant_concession"])
    story.edit("owner", output="400 offers")
    with nothing_changes(), pytest.raises(Unmet, match="concession is not signed as it stands"):
        story.do("close_short", "quality", **SHORT)
    story.edit("owner", output="40 offers")
    assert story.do("close_short", "quality", **SHORT).state == "closed_short"


@pytest.mark.requirement("Q9-10")
def test_a_plan_is_not_handed_in_before_the_concession_is_signed(story: Story) -> None:
    story.ready()
    output(story, "use_as_is")
    with nothing_changes(), pytest.raises(Unmet, match="concession"):
        story.do("submit_plan", "owner")


@pytest.mark.requirement("Q9-10")
def test_what_becomes_of_the_output_is_not_changed_after_the_analysis(story: Story) -> None:
    story.approved()
    with nothing_changes(), pytest.raises(WrongState, match="decided during the analysis"):
        output(story, "use_as_is")


def test_voiding_takes_a_reason_and_leaves_no_action_behind(story: Story) -> None:
    story.triaged()
    action = story.add_action("correction")
    with nothing_changes(), pytest.raises(Unmet, match="Still open: ACT-2026-0001"):
        story.do("void", "quality", reason=REASON)
    story.do("cancel", "quality", register="actions", record=action, reason=REASON)
    with nothing_changes(), pytest.raises(Invalid):
        story.do("void", "quality", reason="dup")
    with nothing_changes(), pytest.raises(Forbidden):
        story.do("void", "reporter", reason=REASON)
    assert story.do("void", "quality", reason="Reported twice, see NC-2026-0002.").state == "void"


@pytest.mark.requirement("P11-10e-6")
@pytest.mark.parametrize(
    ("found", "happened", "late"), [(29, None, False), (28, None, True), (31, 1, True), (31, 30, False)]
)
def test_a_late_entry_is_marked(story: Story, found: int, happened: int | None, late: bool) -> None:
    days = {"found_on": datetime.date(2025, 12, found), "occurred_on": happened and datetime.date(2025, 12, happened)}
    nc = registry["nonconformities"].create(actor=story.org["reporter"], at=story.clock(), title="T", **days)
    assert nc.late_entry is late


@pytest.mark.requirement("P11-10e-6")
@pytest.mark.parametrize("days", [{"found_on": "2026-01-06"}, {"found_on": "2026-01-01", "occurred_on": "2026-01-02"}])
def test_days_that_cannot_be_are_refused(story: Story, days: dict[str, str]) -> None:
    with nothing_changes(), pytest.raises(Invalid):
        registry["nonconformities"].create(actor=story.org["reporter"], at=story.clock(), title="T", **days)


@pytest.mark.parametrize(
    "field", ["effectiveness", "check_from", "past_cycles", "recurrences", "cycle", "state", "planners"]
)
def test_what_moves_record_cannot_be_given_beforehand(story: Story, field: str) -> None:
    with nothing_changes(), pytest.raises(BadRequest):
        registry["nonconformities"].create(
            actor=story.org["quality"], at=story.clock(), title="T", **{field: "effective"}
        )


@pytest.mark.requirement("CA-08")
def test_the_same_cause_in_the_same_place_is_proposed_as_a_repetition(story: Story) -> None:
    from nonconformities.panels import repetitions

    declared, quality = registry["nonconformities"], story.org["quality"]

    def case(code: str, place: str) -> Any:
        return declared.create(actor=quality, at=story.clock(), title=f"{code} {place}", cause_code=code, place=place)

    old = case("Stale data", "Release gate")
    story.clock(days=200)
    first, elsewhere, other = (
        case("stale data", "release gate"),
        case("Stale data", "Shop"),
        case("Typing", "Release gate"),
    )
    assert [n.number for n in repetitions(first, quality)] == [old.number]
    assert repetitions(elsewhere, quality) == repetitions(other, quality) == []
    assert repetitions(first, story.org["stranger"]) == []
    story.clock(days=200)
    last = case("Stale data", "Release gate")
    assert [n.number for n in repetitions(last, quality)] == [first.number]
    panels = {str(title) for title, _template, _context in declared.panels(last, quality)}
    assert "Same cause before" in panels


@pytest.mark.requirement("CA-08")
def test_the_same_cause_in_the_same_process_is_proposed(story: Story) -> None:
    from nonconformities.panels import repetitions

    declared, quality = registry["nonconformities"], story.org["quality"]
    process = registry["processes"].create(actor=quality, at=story.clock(), title="Training", purpose="Models.")
    common = {"actor": quality, "cause_code": "Stale data", "links": [("concerns", process.entry)]}
    one = declared.create(at=story.clock(), title="One", place="Here", **common)
    two = declared.create(at=story.clock(), title="Two", place="There", **common)
    assert [n.number for n in repetitions(two, quality)] == [one.number]
