"""The table of action priorities: its counts, its order, the cells on which other tables go wrong, and refusals."""

from collections import Counter
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks.fmea import NotARank, action_priority, rpn

RANKS = range(1, 11)
ORDER = {"L": 0, "M": 1, "H": 2}
ranks = st.integers(1, 10)

#: (S, O, D) → priority, where thresholds, wrong bands and the risk priority number mislead.
TRAPS = {
    (10, 1, 10): "L", (9, 4, 1): "M", (9, 4, 2): "H", (9, 3, 4): "L", (9, 3, 5): "M", (9, 3, 7): "H", (8, 4, 6): "M",
    (8, 4, 7): "H", (7, 6, 1): "M", (7, 6, 2): "H", (6, 8, 4): "M", (6, 8, 5): "H", (5, 4, 6): "L", (5, 4, 7): "M",
    (3, 8, 4): "L", (3, 8, 5): "M", (10, 3, 4): "L", (6, 4, 5): "L",
}  # fmt: skip


def priority(s: int, o: int, d: int) -> str:
    return action_priority(severity=s, occurrence=o, detection=d)


@pytest.mark.requirement("FM-02")
def test_the_table_has_as_many_high_medium_and_low_cells_as_the_handbook() -> None:
    counts = Counter(priority(s, o, d) for s, o, d in product(RANKS, RANKS, RANKS))
    assert counts == {"H": 318, "M": 214, "L": 468}


@pytest.mark.requirement("FM-02")
@given(ranks, ranks, ranks, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_worse_rank_never_gives_a_lower_priority(s: int, o: int, d: int, ds: int, do: int, dd: int) -> None:
    worse = (min(s + ds, 10), min(o + do, 10), min(d + dd, 10))
    assert ORDER[priority(*worse)] >= ORDER[priority(s, o, d)]


@pytest.mark.requirement("FM-02")
def test_each_step_upwards_in_the_whole_table_keeps_or_raises_the_priority() -> None:
    steps = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
    broken = [
        (cell, step)
        for cell in product(RANKS, RANKS, RANKS)
        for step in steps
        if max(up := tuple(a + b for a, b in zip(cell, step, strict=True))) <= 10
        and ORDER[priority(*up)] < ORDER[priority(*cell)]
    ]
    assert broken == []


@pytest.mark.requirement("FM-02")
@given(ranks, ranks)
def test_what_hurts_nobody_and_what_never_happens_is_low(one: int, other: int) -> None:
    assert priority(1, one, other) == priority(one, 1, other) == "L"


@pytest.mark.requirement("FM-02")
@pytest.mark.parametrize(("ratings", "expected"), TRAPS.items())
def test_the_cells_on_which_other_tables_go_wrong(ratings: tuple[int, int, int], expected: str) -> None:
    assert priority(*ratings) == expected


@pytest.mark.requirement("FM-01")
def test_the_same_product_has_different_priorities() -> None:
    cells = [(10, 3, 4), (6, 4, 5), (3, 8, 5)]
    assert [rpn(severity=s, occurrence=o, detection=d) for s, o, d in cells] == [120, 120, 120]
    assert [priority(*c) for c in cells] == ["L", "L", "M"]


@given(ranks, ranks, ranks)
def test_the_number_is_the_product(s: int, o: int, d: int) -> None:
    assert rpn(severity=s, occurrence=o, detection=d) == s * o * d


@pytest.mark.requirement("FM-01")
@pytest.mark.parametrize("wrong", [None, True, False, 7.0, 7.5, "7", "", [7], Fraction(7), float("nan")])
@pytest.mark.parametrize("name", ["severity", "occurrence", "detection"])
@pytest.mark.parametrize("function", [action_priority, rpn])
def test_what_is_no_whole_number_is_refused_by_name(function: Any, name: str, wrong: Any) -> None:
    with pytest.raises(NotARank, match=f"{name} is .*; a rating is a whole number from 1 to 10"):
        function(**{"severity": 5, "occurrence": 5, "detection": 5, name: wrong})


@pytest.mark.requirement("FM-01")
@pytest.mark.parametrize("wrong", [0, -1, 11, 10**9])
@pytest.mark.parametrize("name", ["severity", "occurrence", "detection"])
def test_what_lies_off_the_scale_is_refused_by_name(name: str, wrong: int) -> None:
    with pytest.raises(NotARank, match=f"{name} is {wrong}; a rating is a whole number from 1 to 10"):
        action_priority(**{"severity": 5, "occurrence": 5, "detection": 5, name: wrong})
