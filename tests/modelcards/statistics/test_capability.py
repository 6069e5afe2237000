"""Capability, run lengths, and whether columns are what they are taken for."""

import pytest

from modelcards.statistics.capability import capability
from modelcards.statistics.chart import build
from modelcards.statistics.numbers import deviation
from modelcards.statistics.observations import subgroups
from modelcards.statistics.plausible import mapping_doubts
from modelcards.statistics.run_length import average_run_length
from qms.lib.errors import Invalid
from tests.modelcards.statistics import vectors


@pytest.mark.requirement("SPC-01")
def test_t1_capability_of_piston_rings() -> None:
    limits = build("xbar_r", subgroups(vectors.RINGS)).limits
    made = capability(mean=limits.centre, sigma=limits.sigma or 0, lower=73.95, upper=74.05)
    found = [round(v or 0, 4) for v in (made.cp, made.cpl, made.cpu, made.cpk, made.cpm)]
    assert found == [1.7033, 1.7433, 1.6632, 1.6632, 1.6911]


@pytest.mark.requirement("SPC-01")
def test_t11_nist_capability() -> None:
    made = capability(mean=16, sigma=2, lower=8, upper=20)
    assert [round(v or 0, 4) for v in (made.cp, made.cpk, made.cpu, made.cpl)] == [1.0, 0.6667, 0.6667, 1.3333]


@pytest.mark.requirement("SPC-01")
def test_performance_takes_the_overall_deviation() -> None:
    values = [v for row in vectors.RINGS for v in row]
    made = capability(mean=74, sigma=0.01, overall=deviation(values), lower=73.95, upper=74.05)
    assert made.pp == pytest.approx(0.1 / (6 * deviation(values))) and made.ppk == made.pp
    assert made.cp == pytest.approx(0.1 / 0.06)


def test_one_limit_gives_one_side_and_no_spread_gives_nothing() -> None:
    one = capability(mean=0.9, sigma=0.02, lower=0.85)
    assert (one.cp, one.cpu, one.cpm, one.pp) == (None, None, None, None)
    assert one.cpk == one.cpl == pytest.approx(0.8333, abs=1e-4)
    none = capability(mean=0.9, sigma=0, lower=0.8, upper=1.0)
    assert (none.cp, none.cpk, none.cpm) == (None, None, None)


@pytest.mark.parametrize(
    ("given", "words"),
    [({}, "lower or an upper"), ({"lower": 2, "upper": 1}, "not below"), ({"lower": 1, "upper": 1}, "not below")],
)
def test_specifications_that_make_no_sense_are_refused(given: dict, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        capability(mean=1, sigma=1, **given)
    with pytest.raises(Invalid, match="not negative"):
        capability(mean=1, sigma=-1, lower=0)


@pytest.mark.requirement("SPC-01")
@pytest.mark.parametrize(("shift", "n", "length"), [(0, 1, 370.4), (1, 1, 43.9), (1, 5, 4.5), (0.2, 5, 177.7)])
def test_t12_average_run_lengths(shift: float, n: int, length: float) -> None:
    assert round(average_run_length(shift, n=n), 1) == length
    assert average_run_length(-shift, n=n) == average_run_length(shift, n=n)


@pytest.mark.requirement("SPC-09")
def test_measurements_beside_their_sample_numbers_are_no_subgroups() -> None:
    diameters = [v for row in vectors.RINGS for v in row]
    samples = [float(i) for i, row in enumerate(vectors.RINGS, 1) for _v in row]
    found = mapping_doubts({"diameter": diameters, "sample": samples})
    assert any("“sample” counts the rows or groups" in said for said in found)
    assert any("diameter, sample differ by far more" in said for said in found)
    shuffled = samples[::2] + samples[1::2]
    assert len(mapping_doubts({"diameter": diameters, "sample": shuffled})) == 1


@pytest.mark.requirement("SPC-09")
def test_real_subgroups_raise_no_doubt() -> None:
    columns = {f"V{i + 1}": [row[i] for row in vectors.RINGS] for i in range(5)}
    assert mapping_doubts(columns) == []
    assert mapping_doubts({"a": [1.0, 2.0, None], "b": [None, None, None]}) == []
    assert mapping_doubts({"a": [5.0] * 9, "b": [5.0] * 9}) == []
