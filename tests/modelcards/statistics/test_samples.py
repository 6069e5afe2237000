"""Real files of other projects, with what their owners publish about them."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

File, Run, Sample = Callable[..., Path], Callable, Callable[[str], Path]
QCC, JASP = "luca-scr__qcc/data", "jasp-stats__jaspQualityControl/tests/testthat/datasets"
AIF = "Trusted-AI__AIF360/aif360/aif360-r/inst/extdata"
TITANIC = "NannyML__nannyml/nannyml/datasets/data"


@pytest.mark.requirement("SPC-01", "SPC-02")
def test_piston_rings_in_long_format_signal_where_the_vignette_does(run: Run, sample: Sample) -> None:
    path = sample(f"{QCC}/pistonrings.txt")
    chosen = ("--value", "diameter", "--group", "sample", "--phase-one", "trial")
    data = run("chart", "xbar_r", path, "--json", *chosen).data
    limits = data["limits"]
    assert (round(limits["centre"], 5), round(limits["sigma"], 9)) == (74.00118, 0.009785039)
    assert (round(limits["lcl"], 5), round(limits["ucl"], 4), limits["used"]) == (73.98805, 74.0143, 25)
    assert [s["label"] for s in data["signals"]] == ["37", "38", "39"] and len(data["points"]) == 40
    assert data["spread"]["limits"]["centre"] == pytest.approx(0.02276, abs=1e-9)


@pytest.mark.requirement("SPC-09")
def test_piston_rings_read_as_subgroups_of_two_are_doubted(run: Run, sample: Sample) -> None:
    path = sample(f"{QCC}/pistonrings.txt")
    ended = run("chart", "xbar_r", path, "--column", "diameter", "--column", "sample")
    assert ended.code == 0 and "differ by far more" in ended.out
    assert run("chart", "xbar_r", path).code == 2


def test_piston_rings_in_wide_format(run: Run, sample: Sample) -> None:
    path = sample("carlosqsilva__pyspc/pyspc/sampledata/pistonrings.csv")
    data = run("chart", "xbar_s", path, "--json", "--phase-one", 25).data
    assert [s["index"] for s in data["signals"]] == [37, 38, 39] and data["warnings"] == []


@pytest.mark.requirement("SPC-01")
def test_orange_juice_without_two_samples(run: Run, sample: Sample) -> None:
    path = sample(f"{QCC}/orangejuice.txt")
    data = run("chart", "p", path, "--json", "--phase-one", "trial", "--exclude", "15,23").data
    limits = data["limits"]
    assert (round(limits["centre"], 3), round(limits["lcl"], 8), round(limits["ucl"], 7)) == (
        0.215, 0.04070284, 0.3892972,
    )  # fmt: skip
    assert (len(data["points"]), limits["used"]) == (54, 28)


@pytest.mark.requirement("SPC-05")
def test_the_file_that_breaks_every_rule_breaks_every_rule_where_jasp_and_minitab_say(run: Run, sample: Sample) -> None:
    path = sample(f"{JASP}/controlChartRules/violatingAllindividualRules.csv")
    data = run("chart", "imr", path, "--json", "--rules", "nelson").data
    points = {n: [s["index"] for s in data["signals"] if n in s["rules"]] for n in range(1, 9)}
    assert points[1] == list(range(37, 46)) and points[5] == list(range(38, 45))
    assert points[6] == list(range(40, 45)) and points[7] == list(range(29, 37))
    assert all(points.values())
    assert [s["index"] for s in data["spread"]["signals"]] == [37, 45]


@pytest.mark.requirement("SPC-01", "SPC-03")
def test_counts_signal_where_jasp_says_and_more_defective_than_inspected_is_refused(run: Run, sample: Sample) -> None:
    path = sample(f"{JASP}/attributeCharts/SPC_NP.csv")
    data = run("chart", "c", path, "--json", "--count", "D").data
    assert [s["index"] for s in data["signals"]] == [1, 3, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 18, 19, 20]
    ended = run("chart", "np", path)
    assert ended.code == 2 and "line 3, column “D”: 59 defective items among 50 inspected" in ended.err


@pytest.mark.requirement("SPC-06")
def test_subgroups_with_missing_values(run: Run, sample: Sample) -> None:
    path = sample(f"{JASP}/variableChartsSubgroups/variableChartsSubgroupsWideFormatDebug.csv")
    columns = [w for n in ("dm1Missing1", "dm2", "dm3") for w in ("--column", n)]
    data = run("chart", "xbar_r", path, "--json", *columns).data
    assert data["points"][0]["n"] == 2 and data["points"][1]["n"] == 3 and data["limits"]["stepped"]


@pytest.mark.requirement("FA-01")
def test_predictions_of_aif360_by_sex(run: Run, sample: Sample, file: File) -> None:
    actual, predicted = (
        list(csv.DictReader(sample(f"{AIF}/{name}_data.csv").open())) for name in ("actual", "predicted")
    )
    rows = [f"{a['sex']},{a['income']},{p['income']}" for a, p in zip(actual, predicted, strict=True)]
    path = file("both.csv", "sex,truth,pred\n" + "\n".join(rows))
    asked = ("--truth", "truth", "--prediction", "pred", "--group", "sex")
    data = run("fairness", path, *asked, "--json").data
    female, male = data["groups"]
    assert female["selection_rate"] / male["selection_rate"] == pytest.approx(1.629, abs=1e-3)
    assert (female["true_positive_rate"], male["true_positive_rate"]) == (0.0, 0.5)
    assert female["false_positive_rate"] - male["false_positive_rate"] == pytest.approx(0.34901, abs=3e-4)
    assert data["equalized_odds_difference"] == 0.5 and data["pairs"][0]["flagged"] is True


@pytest.mark.requirement("DR-01", "DR-04")
def test_titanic_passengers_have_not_drifted_but_their_numbers_have(run: Run, sample: Sample) -> None:
    before, after = (sample(f"{TITANIC}/titanic_{n}.csv") for n in ("reference", "analysis"))
    data = run("drift", before, after, "--json").data
    assert [c["column"] for c in data["columns"] if c["drifted"]] == ["PassengerId"]
    assert {"Survived", "Name", "Ticket", "Cabin", "home.dest"} == set(data["not_compared"])
    assert data["tests"] == len(data["columns"]) == 10
    assert next(c for c in data["columns"] if c["column"] == "Age")["missing"] == [177, 86]


def test_a_file_of_texts_has_columns_to_compare(run: Run, sample: Sample) -> None:
    path = sample("evidentlyai__evidently/examples/datasets/bookings.csv")
    data = run("drift", path, path, "--json").data
    assert [c["column"] for c in data["columns"]] == ["label"] and set(data["not_compared"]) == {"query"}
