"""The rules by which a requirement is covered, partial, stale, missing or not applicable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.coverage.levels import (
    COVERED,
    LEVELS,
    MISSING,
    NOT_APPLICABLE,
    PARTIAL,
    STALE,
    Node,
    Tally,
    is_counted,
    levels,
    pass_on,
)

#: 9 ─┬─ 9.1
#:    └─ 9.2 ─┬─ a
#:            └─ b
TREE = [
    Node("9", "", assessable=False),
    Node("9.1", "9"),
    Node("9.2", "9"),
    Node("9.2.a", "9.2", point=True),
    Node("9.2.b", "9.2", point=True),
]
NOW, PART, OLD, LAPSED = Tally(current=1), Tally(in_part=1), Tally(stale=1), Tally(lapsed=2)


def of(spoken: dict[str, Tally], key: str, **more: object) -> str:
    return levels(TREE, spoken, **more)[key]  # type: ignore[arg-type]


@pytest.mark.requirement("Q9-02")
def test_nothing_linked_is_missing_and_never_all_of_nothing() -> None:
    assert set(levels(TREE, {}).values()) == {MISSING}
    assert levels([], {}) == {}


@pytest.mark.parametrize(("tally", "level"), [(NOW, COVERED), (PART, PARTIAL), (OLD, STALE), (LAPSED, STALE)])
def test_a_record_speaks_for_what_it_names_as_far_as_it_counts(tally: Tally, level: str) -> None:
    assert of({"9.1": tally}, "9.1") == level
    assert of({"9.1": tally}, "9.2") == MISSING


def test_naming_a_clause_speaks_for_its_points_and_naming_a_heading_in_part_for_what_is_below() -> None:
    assert of({"9.2": NOW}, "9.2.a") == COVERED
    assert of({"9": NOW}, "9.1") == of({"9": NOW}, "9.2.b") == PARTIAL
    assert of({"9": OLD}, "9.1") == STALE


def test_a_clause_is_covered_by_all_of_its_points_and_partial_by_some() -> None:
    assert of({"9.2.a": NOW}, "9.2") == PARTIAL
    assert of({"9.2.a": NOW, "9.2.b": NOW}, "9.2") == COVERED
    assert of({"9.2.a": OLD}, "9.2") == STALE
    assert of({"9.2.a": NOW}, "9.2.b") == MISSING, "a point says nothing of the one beside it"


def test_a_mapping_passes_on_no_more_than_it_says() -> None:
    assert pass_on(COVERED, whole=True) == COVERED
    assert pass_on(COVERED, whole=False) == PARTIAL
    assert pass_on(STALE, whole=False) == STALE and pass_on(MISSING, whole=True) == MISSING
    assert of({}, "9.1", passed={"9.1": [pass_on(COVERED, whole=False)]}) == PARTIAL


def test_what_is_excluded_is_not_applicable_with_everything_below_and_hinders_nothing() -> None:
    assert of({"9.1": NOW}, "9.1", excluded={"9"}) == NOT_APPLICABLE
    assert of({"9.2.a": NOW}, "9.2", excluded={"9.2.b"}) == COVERED


def test_sums_count_clauses_and_not_their_points() -> None:
    by_key = {n.key: n for n in TREE}
    assert [n.key for n in TREE if is_counted(n, by_key)] == ["9.1", "9.2"]
    alone = Node("IV.1", "IV", point=True)
    assert is_counted(alone, {"IV": Node("IV", "", assessable=False), "IV.1": alone})


tallies = st.builds(Tally, *[st.integers(0, 2)] * 4)
spoken = st.dictionaries(st.sampled_from([n.key for n in TREE]), tallies)


@given(spoken, st.sampled_from([n.key for n in TREE]))
def test_one_more_record_never_lowers_a_level(said: dict[str, Tally], key: str) -> None:
    rank = {level: n for n, level in enumerate(reversed(LEVELS[:4]))}
    before = levels(TREE, said)
    after = levels(TREE, {**said, key: said.get(key, Tally()) + NOW})
    assert all(rank[after[k]] >= rank[before[k]] for k in before)


@given(spoken)
def test_only_a_record_that_counts_now_covers(said: dict[str, Tally]) -> None:
    if not any(t.current for t in said.values()):
        assert COVERED not in levels(TREE, said).values()
