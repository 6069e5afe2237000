"""Constants are computed; the values are those of numerical integration, not of the misprinted tables."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from modelcards.statistics.constants import deviation_mean, factors, range_moments

#: n: d2, d3, c4, A2, D3, D4 to four decimals.
EXACT = {
    2: (1.1284, 0.8525, 0.7979, 1.8800, 0, 3.2665), 3: (1.6926, 0.8884, 0.8862, 1.0233, 0, 2.5746),
    4: (2.0588, 0.8798, 0.9213, 0.7286, 0, 2.2821), 5: (2.3259, 0.8641, 0.9400, 0.5768, 0, 2.1145),
    6: (2.5344, 0.8480, 0.9515, 0.4832, 0, 2.0038), 7: (2.7044, 0.8332, 0.9594, 0.4193, 0.0757, 1.9243),
    8: (2.8472, 0.8198, 0.9650, 0.3725, 0.1362, 1.8638), 9: (2.9700, 0.8078, 0.9693, 0.3367, 0.1840, 1.8160),
    10: (3.0775, 0.7971, 0.9727, 0.3083, 0.2230, 1.7770),
}  # fmt: skip


@pytest.mark.requirement("SPC-07")
@pytest.mark.parametrize("n", EXACT)
def test_constants_are_those_of_numerical_integration(n: int) -> None:
    made = factors(n, "exact")
    found = (made.d2, made.d3, made.c4, made.A2, made.D3, made.D4)
    assert [round(value, 4) for value in found] == list(EXACT[n])


@pytest.mark.requirement("SPC-07")
def test_constants_with_a_closed_form_agree_to_nine_digits() -> None:
    assert range_moments(2) == pytest.approx((2 / math.sqrt(math.pi), math.sqrt(2 - 4 / math.pi)), abs=1e-9)
    assert range_moments(3)[0] == pytest.approx(3 / math.sqrt(math.pi), abs=1e-9)
    assert deviation_mean(2) == pytest.approx(math.sqrt(2 / math.pi), abs=1e-15)


@pytest.mark.requirement("SPC-07")
def test_misprints_of_published_tables_are_not_repeated() -> None:
    assert factors(5, "exact").d3 == pytest.approx(0.8641, abs=5e-5)  # printed 0.8798
    assert pytest.approx(1.622, abs=5e-4) == factors(17, "exact").D4  # printed 1.662
    assert factors(23, "exact").d3 == pytest.approx(0.7159, abs=5e-5)  # printed 0.1759
    assert pytest.approx(1.744, abs=5e-4) == factors(11, "exact").D4  # printed 1.774


@pytest.mark.requirement("SPC-07")
def test_rounded_constants_are_those_of_printed_tables() -> None:
    by_hand = factors(5, "table")
    assert (by_hand.A2, by_hand.D3, by_hand.D4, by_hand.A3, by_hand.B4) == (0.577, 0, 2.114, 1.427, 2.089)
    assert (by_hand.d2, by_hand.d3, by_hand.c4) == (2.326, 0.864, 0.94)
    assert factors(2, "table").D4 == 3.267
    assert factors(5, "published").d2 == 2.326 and factors(2, "published").d2 == 1.128
    assert factors(5, "published").d3 == factors(5, "exact").d3


@settings(deadline=None, max_examples=25)
@given(some.integers(2, 40))
def test_constants_grow_and_shrink_as_they_must(n: int) -> None:
    small, large = factors(n, "exact"), factors(n + 1, "exact")
    assert small.d2 < large.d2 and small.c4 < large.c4 < 1
    assert small.A2 > large.A2 and small.D4 > large.D4 > 1
    assert small.D3 <= large.D3 < 1 and small.B3 <= large.B3 < 1


def test_a_single_value_has_no_range() -> None:
    with pytest.raises(ValueError, match="at least two"):
        range_moments(1)
    with pytest.raises(ValueError, match="at least two"):
        deviation_mean(1)
