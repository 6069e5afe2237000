"""The small bar: a value, its interval, its threshold, and the same in words."""

import re

import pytest

from qms.charts.interval import interval_bar


def place(svg: str, name: str) -> float:
    found = re.search(rf'class="{name}"[^>]*?(?:cx="|d="M)([\d.]+)', svg)
    assert found, svg
    return float(found[1])


def test_the_bar_says_the_same_in_words() -> None:
    said = interval_bar(0.94, low=0.92, high=0.96, threshold=0.9, met=True, unit="share")
    assert 'aria-label="0.94 share, interval 0.92 to 0.96, threshold 0.9 met"' in said
    assert "threshold 0.9 not met" in interval_bar(0.88, threshold=0.9, met=False)
    assert 'aria-label="0.5"' in interval_bar(0.5)


def test_met_and_missed_differ_in_more_than_colour() -> None:
    met, missed = (interval_bar(0.9, threshold=0.9, met=m) for m in (True, False))
    fills = [re.findall(r'class="value".*?stroke="(#\w+)".*?fill="(#\w+)"', bar)[0] for bar in (met, missed)]
    assert fills[0][0] == fills[0][1] and fills[1][0] != fills[1][1]  # filled, hollow


def test_places_are_in_order_on_the_scale() -> None:
    said = interval_bar(0.94, low=0.92, high=0.96, threshold=0.9)
    assert place(said, "track") < place(said, "threshold") < place(said, "range") < place(said, "value")
    assert place(interval_bar(0), "value") == place(interval_bar(0), "track")


@pytest.mark.parametrize("value", [-5.0, 1e100, 92.3])
def test_the_scale_widens_for_what_lies_outside(value: float) -> None:
    said = interval_bar(value, threshold=0.9)
    assert 6 <= place(said, "value") <= 154 and 6 <= place(said, "threshold") <= 154


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_finite_number_is_not_drawn(value: float) -> None:
    said = interval_bar(0.5, low=value, high=0.9, threshold=value)
    assert 'class="range"' not in said and 'class="threshold"' not in said
