"""What a row of a mapping passes on: the table of standards/mapping.py, line by line."""

import pytest

from standards.mapping import FULL, NONE, PARTIAL, WEAK, inverse, is_weak, passes_on, together

TABLE = [
    ("equal", None, FULL, FULL), ("equal", 10, FULL, FULL), ("equal", WEAK, FULL, FULL),
    ("equal", WEAK - 1, PARTIAL, PARTIAL), ("equal", 1, PARTIAL, PARTIAL),
    ("superset", None, FULL, PARTIAL), ("superset", 10, FULL, PARTIAL), ("superset", WEAK - 1, PARTIAL, PARTIAL),
    ("subset", None, PARTIAL, FULL), ("subset", 10, PARTIAL, FULL), ("subset", WEAK - 1, PARTIAL, PARTIAL),
    ("intersects", None, PARTIAL, PARTIAL), ("intersects", 10, PARTIAL, PARTIAL), ("intersects", 1, PARTIAL, PARTIAL),
]  # fmt: skip


@pytest.mark.parametrize(("relation", "strength", "forwards", "backwards"), TABLE)
def test_a_row_passes_on_what_the_table_says(
    relation: str, strength: int | None, forwards: str, backwards: str
) -> None:
    assert passes_on(relation, strength) == forwards
    assert passes_on(relation, strength, backwards=True) == backwards
    assert is_weak(relation, strength) == (forwards != FULL)


@pytest.mark.parametrize("relation", ["equal", "superset", "subset", "intersects"])
def test_reading_a_relation_backwards_twice_gives_it_again(relation: str) -> None:
    assert inverse(inverse(relation)) == relation


def test_an_unknown_relation_passes_nothing_on_and_is_an_error() -> None:
    with pytest.raises(KeyError):
        passes_on("similar", 10)


def test_many_partial_rows_never_make_a_full_one() -> None:
    assert together([PARTIAL] * 20) == PARTIAL
    assert together([PARTIAL, FULL]) == FULL
    assert together([]) == NONE
