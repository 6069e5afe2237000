"""The calculations: clauses, frequency, grades, samples."""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from audits.clauses import numbered, touches
from audits.frequency import Result, propose
from audits.grading import proposals
from audits.sampling import draw
from qms.lib.errors import Invalid

DAY = datetime.date(2026, 11, 23)


def day(months_ago: int) -> datetime.date:
    return datetime.date(2026 - months_ago // 12, 12 - months_ago % 12, 1)


@pytest.mark.parametrize(
    ("key", "clause"),
    [
        ("iso9001-2015:9.2.2.f", "iso9001-2015:9.2.2"),
        ("iso9001-2015:9.3.2.c.1", "iso9001-2015:9.3.2"),
        ("iso9001-2015:9.2.2", "iso9001-2015:9.2.2"),
        ("iso42001-2023:A.6.2.4", "iso42001-2023:A.6.2.4"),
    ],
)
def test_a_point_belongs_to_its_numbered_clause(key: str, clause: str) -> None:
    assert numbered(key) == clause


def test_a_row_is_touched_by_what_is_below_and_above_it_but_not_by_a_neighbour() -> None:
    row = "iso9001-2015:9.2"
    assert touches(row, ["iso9001-2015:9.2.2.f"]) and touches(row, ["iso9001-2015:9"])
    assert not touches(row, ["iso9001-2015:9.20", "iso9001-2015:9.3", "iso42001-2023:9.2"])


@pytest.mark.requirement("AU-01")
@pytest.mark.parametrize(
    ("importance", "past", "changed", "months"),
    [
        ("high", [], False, 6),
        ("normal", [], True, 12),
        ("low", [], False, 24),
        ("normal", [Result(day(3), majors=1)], False, 6),
        ("high", [Result(day(3), majors=2)], True, 3),
        ("normal", [Result(day(3), minors=2)], False, 8),
        ("normal", [Result(day(3), minors=1)], False, 12),
        ("normal", [Result(day(3)), Result(day(15))], False, 18),
        ("low", [Result(day(3)), Result(day(30))], False, 36),
        ("normal", [Result(day(3)), Result(day(15), majors=1)], False, 12),
        ("normal", [Result(day(3))], True, 8),
    ],
)
def test_the_frequency_follows_importance_results_and_changes(
    importance: str, past: list[Result], changed: bool, months: int
) -> None:
    assert propose(importance, past, changed=changed, today=DAY).months == months


def test_a_process_that_was_never_audited_is_due_today_and_says_so() -> None:
    found = propose("high", [], changed=False, today=DAY)
    assert found.due == DAY
    assert "never audited" in found.because[-1]


def test_the_next_audit_is_counted_from_the_last_one_whatever_the_order_given() -> None:
    past = [Result(datetime.date(2026, 8, 31)), Result(datetime.date(2025, 1, 1), majors=1)]
    assert propose("high", past, changed=False, today=DAY).due == datetime.date(2027, 2, 28)


def graded(grade: str, clause: str, number: str = "FND-1") -> Any:
    return SimpleNamespace(grade=grade, criterion=[clause], number=number)


@pytest.mark.requirement("AU-05")
def test_several_minors_on_one_clause_propose_a_major() -> None:
    clause = "iso9001-2015:9.2.2"
    minors = [graded("minor", f"{clause}.{letter}", f"FND-{letter}") for letter in "abc"]
    found = proposals([*minors, graded("minor", "iso9001-2015:7.2")], enough=3)
    assert [(p.clause, p.numbers) for p in found] == [(clause, ["FND-a", "FND-b", "FND-c"])]


@pytest.mark.parametrize("enough", [0, 3])
def test_nothing_is_proposed_below_the_number_beside_a_major_or_when_switched_off(enough: int) -> None:
    clause = "iso9001-2015:9.2.2"
    minors = [graded("minor", f"{clause}.a") for _n in range(enough - 1 if enough else 5)]
    assert proposals(minors, enough=enough) == []
    assert proposals([*minors, graded("minor", clause), graded("major", f"{clause}.b")], enough=enough) == []


@pytest.mark.requirement("AU-04")
def test_a_sample_can_be_drawn_again() -> None:
    assert draw(200, 5, "2026-audit-9") == ["66", "72", "104", "127", "176"] == draw(200, 5, "2026-audit-9")
    assert draw(200, 5, "another") != draw(200, 5, "2026-audit-9")


def test_a_sample_of_named_items_keeps_their_order_and_takes_none_twice() -> None:
    items = [f"record {n}" for n in range(30)]
    drawn = draw(items, 10, "x")
    assert len(set(drawn)) == 10
    assert drawn == [item for item in items if item in drawn]
    assert draw(items, 30, "x") == items


@pytest.mark.parametrize(
    ("population", "size"), [(0, 1), (5, 6), (5, 0), ([], 1), (["a", "a"], 1), (["", "  "], 1), (2_000_000, 3)]
)
def test_a_sample_that_cannot_be_drawn_is_refused_at_its_field(population: Any, size: int) -> None:
    with pytest.raises(Invalid) as refused:
        draw(population, size, "x")
    assert set(refused.value.fields) <= {"population", "size"}
