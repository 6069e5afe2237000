"""A metric meets a threshold exactly, in one unit, or the question is handed back."""

from decimal import Decimal
from typing import Any

import pytest

from modelcards.cards.comparing import UnitNeeded, compare, meets
from modelcards.cards.metrics import Row, read_row
from qms.lib.errors import Invalid
from tests.modelcards.cards.reading import TODAY


def row(**raw: Any) -> Row:
    return read_row(raw, place="Row 1", today=TODAY)


@pytest.mark.parametrize(
    ("value", "threshold", "direction", "met"),
    [
        ("0.9", "0.9", "higher", True),
        ("0.8999999999999999999", "0.9", "higher", False),
        ("0.91", "0.9", "higher", True),
        ("0.3", "0.3", "lower", True),
        ("0.30000000000000000001", "0.3", "lower", False),
        ("0.1", "0.3", "lower", True),
        ("9" * 30 + "e-30", "1", "higher", False),
    ],
)
def test_comparison_is_exact(value: str, threshold: str, direction: str, met: bool) -> None:
    assert compare(value, threshold, direction) is met


@pytest.mark.parametrize("direction", ["", "up", "Higher"])
def test_nothing_is_met_without_a_direction(direction: str) -> None:
    with pytest.raises(Invalid, match="higher or lower"):
        compare("1", "0", direction)
    with pytest.raises(Invalid, match="higher or lower"):
        meets(row(type="something new", value="0.5"), "0.4")


@pytest.mark.parametrize("value", ["nan", "inf", "x"])
def test_no_number_is_never_met(value: str) -> None:
    with pytest.raises(ValueError):
        compare(value, "0", "higher")


@pytest.mark.parametrize(
    ("value", "threshold", "unit", "met"),
    [
        ("92.3%", "0.9", "", True),
        ("92.3%", "0.93", "", False),
        ("92.3%", "92%", "", True),
        ("92.3%", "93", "percent", False),
        ("0.923", "90%", "", True),
        ("0.923", "0.923", "fraction", True),
        ("0.923", "92.4", "percent", False),
    ],
)
def test_percent_and_fractions_are_one_scale(value: str, threshold: str, unit: str, met: bool) -> None:
    assert meets(row(type="accuracy", value=value), threshold, unit=unit) is met


@pytest.mark.requirement("MC-05")
@pytest.mark.parametrize(
    ("raw", "threshold", "unit"),
    [
        ({"type": "accuracy", "value": 92.3}, "0.9", ""),
        ({"type": "accuracy", "value": 92.3}, "0.9", "fraction"),
        ({"type": "accuracy", "value": 92.3}, "90", "percent"),
        ({"type": "accuracy", "value": 0.9}, "90", ""),
        ({"type": "wer", "value": 1.05}, "6", ""),
        ({"type": "kappa", "value": 45}, "0.4", ""),
        ({"type": "new", "value": 92.3, "direction": "higher"}, "0.9", ""),
        ({"type": "new", "value": 0.5, "direction": "lower"}, "5", ""),
        ({"type": "latency", "value": 12, "unit": "ms"}, "0.1", "s"),
        ({"type": "latency", "value": 12}, "10", "ms"),
    ],
)
def test_figures_in_different_units_are_asked_about(raw: dict[str, Any], threshold: str, unit: str) -> None:
    with pytest.raises(UnitNeeded, match="in which unit"):
        meets(row(**raw), threshold, unit=unit)


@pytest.mark.parametrize(
    ("raw", "threshold", "met"),
    [
        ({"type": "accuracy", "value": 92.3}, "90", True),
        ({"type": "bleu", "value": 27.3}, "28", False),
        ({"type": "loss", "value": 1.2}, "0.9", False),
        ({"type": "new", "value": 12, "direction": "lower"}, "15", True),
        ({"type": "mcc", "value": -0.2}, "0.4", False),
        ({"type": "latency", "value": 12, "unit": "ms"}, "15", None),
    ],
)
def test_figures_of_one_scale_need_no_unit(raw: dict[str, Any], threshold: str, met: bool | None) -> None:
    if met is None:
        assert meets(row(**raw), threshold, unit="ms")
    else:
        assert meets(row(**raw), threshold) is met


def test_bound_that_counts_is_the_unfavourable_one() -> None:
    accuracy = row(type="accuracy", value="0.92", lower="0.89", upper="0.95")
    assert meets(accuracy, "0.9") and not meets(accuracy, "0.9", by="bound") and meets(accuracy, "0.89", by="bound")
    errors = row(type="wer", value="0.05", lower="0.04", upper="0.06")
    assert meets(errors, "0.05") and not meets(errors, "0.05", by="bound") and meets(errors, "0.06", by="bound")


def test_bound_is_converted_like_the_value() -> None:
    accuracy = row(type="accuracy", value="92%", lower="89%", upper="95%")
    assert not meets(accuracy, "0.9", by="bound") and meets(accuracy, Decimal("0.88"), by="bound")


def test_bound_that_is_missing_is_asked_for() -> None:
    with pytest.raises(Invalid, match="no interval.*lower bound"):
        meets(row(type="accuracy", value="0.92", upper="0.95"), "0.9", by="bound")
