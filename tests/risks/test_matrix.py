"""The arithmetic of a matrix: tables that are whole, tables with one planted fault, and what is looked up in them."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qms.lib.errors import Invalid
from risks.choices import LEVELS, RANKS
from risks.matrix import Level, Limit, Matrix, Step, appetite, authority, exceeds, fault, level_of

KEYS = [key for key, _word in LEVELS]
WORDS = {key: str(word) for key, word in LEVELS}


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """A table of any size without a fault: levels by thresholds over a sum, which never falls along an axis."""
    rows, columns = draw(st.integers(3, 10)), draw(st.integers(3, 10))
    edges = sorted(draw(st.lists(st.integers(2, rows + columns), min_size=4, max_size=4)))
    weight = draw(st.integers(1, 3))
    cells = tuple(
        tuple(KEYS[sum(r + (c * weight) // weight > edge for edge in edges)] for c in range(1, columns + 1))
        for r in range(1, rows + 1)
    )
    levels = tuple(Level(key, authority="approver", review_days=90, accept_days=90) for key in KEYS)
    return Matrix(scale("L", rows), scale("C", columns), levels, cells)


def scale(letter: str, steps: int) -> tuple[Step, ...]:
    return tuple(Step(f"{letter}{n}") for n in range(1, steps + 1))


def with_cell(matrix: Matrix, likelihood: int, consequence: int, key: str) -> Matrix:
    rows = [list(row) for row in matrix.cells]
    rows[likelihood - 1][consequence - 1] = key
    return replace(matrix, cells=tuple(map(tuple, rows)))


def planted(data: st.DataObject, matrix: Matrix) -> tuple[int, int]:
    """Any place on the scales."""
    return (
        data.draw(st.integers(1, len(matrix.likelihood))),
        data.draw(st.integers(1, len(matrix.consequence))),
    )


@pytest.mark.requirement("RM-06")
@given(matrices())
def test_the_look_up_is_total_and_never_falls_along_an_axis(matrix: Matrix) -> None:
    assert fault(matrix) is None
    for r in range(1, len(matrix.likelihood) + 1):
        for c in range(1, len(matrix.consequence) + 1):
            here = RANKS[level_of(matrix, r, c).key]
            assert level_of(matrix, r, c).key == matrix.cells[r - 1][c - 1], "a look-up, nothing computed"
            for r2 in range(r, len(matrix.likelihood) + 1):
                for c2 in range(c, len(matrix.consequence) + 1):
                    assert RANKS[level_of(matrix, r2, c2).key] >= here


@pytest.mark.requirement("RM-06")
@given(matrices(), st.data())
def test_any_planted_fall_is_found(matrix: Matrix, data: st.DataObject) -> None:
    """A cell that is lowered below one that it dominates, or raised above one that dominates it."""
    r, c = planted(data, matrix)
    key = data.draw(st.sampled_from(KEYS))
    changed = with_cell(matrix, r, c, key)
    falls = any(
        RANKS[changed.cells[r2 - 1][c2 - 1]] < RANKS[changed.cells[r1 - 1][c1 - 1]]
        for r1 in range(1, len(matrix.likelihood) + 1)
        for c1 in range(1, len(matrix.consequence) + 1)
        for r2 in range(r1, len(matrix.likelihood) + 1)
        for c2 in range(c1, len(matrix.consequence) + 1)
    )
    assert bool(fault(changed)) == falls


@given(matrices(), st.data())
def test_a_hole_is_named_by_row_and_column(matrix: Matrix, data: st.DataObject) -> None:
    r, c = planted(data, matrix)
    assert fault(with_cell(matrix, r, c, "")) == f"The cell L{r} ({r}) × C{c} ({c}) is empty."


@given(matrices(), st.data())
def test_a_missing_or_surplus_row_is_found(matrix: Matrix, data: st.DataObject) -> None:
    assert "is empty" in (fault(replace(matrix, cells=matrix.cells[:-1])) or "")
    assert "more cells" in (fault(replace(matrix, cells=(*matrix.cells, matrix.cells[-1]))) or "")
    wide = (*matrix.cells[:-1], (*matrix.cells[-1], KEYS[-1]))
    assert "more cells" in (fault(replace(matrix, cells=wide)) or "")


@given(matrices(), st.data())
def test_a_level_that_the_matrix_lacks_is_found(matrix: Matrix, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(KEYS))
    assume(any(key in row for row in matrix.cells))
    fewer = replace(matrix, levels=tuple(level for level in matrix.levels if level.key != key))
    assert WORDS[key] in (fault(fewer) or "")


@given(matrices(), st.integers(-3, 30), st.integers(-3, 30))
def test_a_rating_off_the_scale_is_refused_with_its_bounds(matrix: Matrix, r: int, c: int) -> None:
    rows, columns = len(matrix.likelihood), len(matrix.consequence)
    if 1 <= r <= rows and 1 <= c <= columns:
        assert level_of(matrix, r, c)
        return
    with pytest.raises(Invalid) as caught:
        level_of(matrix, r, c)
    assert ("likelihood" in caught.value.fields) == (not 1 <= r <= rows)
    assert ("consequence" in caught.value.fields) == (not 1 <= c <= columns)


@pytest.mark.parametrize("value", [True, "3", 2.5, None])
def test_only_whole_numbers_are_ratings(value: object) -> None:
    matrix = Matrix(scale("L", 3), scale("C", 3), (), ())
    with pytest.raises(Invalid, match="is not on the scale"):
        level_of(matrix, value, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(("rows", "said"), [(2, "likelihood has 2 steps; it takes 3 to 10"), (11, "has 11 steps")])
def test_a_scale_has_three_to_ten_steps(rows: int, said: str) -> None:
    assert said in (fault(Matrix(scale("L", rows), scale("C", 5), (), ())) or "")


def test_labels_levels_and_days_are_checked() -> None:
    five = Matrix(scale("L", 3), scale("C", 3), (), ())
    assert "“L1” twice" in (fault(replace(five, likelihood=(Step("L1"), Step("l1"), Step("L3")))) or "")
    assert "at least two levels" in (fault(five) or "")
    low, high = Level("low", review_days=30, accept_days=30), Level("high", review_days=30, accept_days=30)
    assert "“Low” stands there twice" in (fault(replace(five, levels=(low, low))) or "")
    assert "whole numbers from 1" in (fault(replace(five, levels=(low, replace(high, review_days=0)))) or "")
    odd = replace(five, levels=(low, high), appetite=(Limit("critical"),))
    assert "names the level “critical”" in (fault(odd) or "")
    assert "two things" in (fault(replace(odd, appetite=(Limit("low"), Limit("high")))) or "")


LADDER = Matrix(
    scale("L", 3), scale("C", 3),
    tuple(
        Level(key, authority=role, review_days=30, accept_days=30)
        for key, role in (("low", "quality_manager"), ("high", "approver"), ("critical", "executive"))
    ),
    (), (Limit("high"), Limit("low", "legal"), Limit("critical", "", "LAB"), Limit("low", "legal", "HQ")),
)  # fmt: skip


@pytest.mark.requirement("RM-02")
def test_who_accepts_a_level_accepts_those_below_it() -> None:
    assert authority(LADDER, "critical") == ("executive",)
    assert authority(LADDER, "high") == ("approver", "executive")
    assert authority(LADDER, "low") == ("quality_manager", "approver", "executive")


@pytest.mark.parametrize(
    ("category", "units", "highest"),
    [
        ("operational", ["LINE", "HQ"], "high"), ("legal", ["SOUTH"], "low"), ("legal", ["LAB", "HQ"], "critical"),
        ("legal", ["TEAM", "HQ"], "low"), ("operational", ["TEAM", "LAB", "HQ"], "critical"),
    ],
)  # fmt: skip
def test_the_nearest_unit_sets_the_appetite_and_then_the_category(
    category: str, units: list[str], highest: str
) -> None:
    limit = appetite(LADDER, category, units)
    assert limit is not None and limit.key == highest
    assert exceeds(LADDER.levels[2], limit) == (highest != "critical")


def test_without_a_limit_nothing_exceeds_it() -> None:
    assert appetite(replace(LADDER, appetite=()), "legal", []) is None
    assert not exceeds(LADDER.levels[2], None)
