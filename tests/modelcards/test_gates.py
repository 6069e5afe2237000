"""The gates of a policy over plain data: every way to a pass that is none is tried."""

from types import SimpleNamespace
from typing import Any

import pytest

from modelcards.gates import Facts, Gate, judge

SHA = "ab" * 32


def policy(**given: Any) -> Any:
    usual = {
        "required": [], "thresholds": [], "fairness": [], "datasets_needed": False, "verified_only": False,
        "smallest_n": None,
    }  # fmt: skip
    return SimpleNamespace(**{**usual, **given})


def limit(**given: Any) -> dict[str, Any]:
    usual = {"metric": "accuracy", "slice": "", "direction": "higher", "limit": "0.9", "unit": "fraction"}
    return {**usual, "by": "point", "fixed_on": "2026-03-01", **given}


def metric(**given: Any) -> dict[str, Any]:
    usual = {"type": "accuracy", "value": "0.92", "unit": "fraction", "direction": "higher", "date": "2026-03-02"}
    return {k: v for k, v in {**usual, **given}.items() if v is not None}


def only(policy: Any, *metrics: dict[str, Any], **facts: Any) -> Gate:
    """The one gate that is not about datasets."""
    found = [g for g in judge(policy, Facts(facts.pop("texts", {}), metrics, **facts)) if g.key != "datasets"]
    assert len(found) == 1
    return found[0]


@pytest.mark.requirement("EUA-9")
def test_threshold_that_was_fixed_before_the_test_and_is_met_passes() -> None:
    assert only(policy(thresholds=[limit()]), metric()).result == "passed"


@pytest.mark.requirement("EUA-9")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"value": "0.899999999999999999"}, "misses"),
        ({"date": None}, "no date"),
        ({"date": "2026-03-01"}, "not after the threshold was fixed"),
        ({"date": "2026-02-28"}, "not after the threshold was fixed"),
        ({"type": "f1"}, "no such metric"),
        ({"slice": "women"}, "no such metric"),
        ({"value": "92.3", "unit": None}, "Say in which unit"),
        ({"value": "0.95", "unit": "points"}, "unit"),
    ],
)
def test_what_does_not_meet_the_threshold_is_failed_with_the_reason(changed: dict[str, Any], said: str) -> None:
    gate = only(policy(thresholds=[limit()]), metric(**changed))
    assert gate.result == "failed"
    assert said in gate.reason, gate.reason


def test_the_worst_of_several_rows_decides() -> None:
    gate = only(policy(thresholds=[limit()]), metric(dataset="a"), metric(dataset="b", value="0.5"))
    assert gate.result == "failed" and "0.5 misses 0.9" in gate.reason


def test_percent_and_fraction_are_compared_in_one_unit() -> None:
    assert only(policy(thresholds=[limit()]), metric(value="92.3", unit="percent")).result == "passed"
    assert only(policy(thresholds=[limit()]), metric(value="89.9", unit="percent")).result == "failed"


def test_a_limit_judged_by_the_bound_needs_the_interval_and_its_worse_end() -> None:
    by_bound = policy(thresholds=[limit(by="bound")])
    assert only(by_bound, metric(value="0.95")).result == "failed"
    assert only(by_bound, metric(value="0.95", lower="0.89", upper="0.99")).result == "failed"
    assert only(by_bound, metric(value="0.95", lower="0.91", upper="0.99")).result == "passed"
    lower = policy(thresholds=[limit(metric="ece", direction="lower", limit="0.05", by="bound")])
    ece = metric(type="ece", direction="lower", value="0.04", lower="0.03", upper="0.06")
    assert only(lower, ece).result == "failed"


@pytest.mark.requirement("MC-05")
def test_a_metric_that_no_attached_file_shows_does_not_count_where_only_verified_ones_do() -> None:
    strict = policy(thresholds=[limit()], verified_only=True)
    assert only(strict, metric()).result == "failed"
    assert only(strict, metric(file=SHA)).result == "failed"
    assert only(strict, metric(file=SHA), files=frozenset({SHA})).result == "passed"


def test_a_metric_over_too_few_cases_does_not_count() -> None:
    counted = policy(thresholds=[limit()], smallest_n=1000)
    assert only(counted, metric()).result == "failed"
    assert only(counted, metric(n=999)).result == "failed"
    assert only(counted, metric(n=1000)).result == "passed"


def test_fairness_that_is_absent_is_not_passed() -> None:
    row = {"measure": "demographic_parity_ratio", "attribute": "sex", "limit": "0.8", "fixed_on": "2026-03-01"}
    fair = policy(fairness=[row])
    assert "absent is not passed" in only(fair).reason
    assert only(fair, {"type": "demographic_parity_ratio", "slice": "sex", "date": "2026-03-02"}).result == "failed"
    measured = {"type": "demographic_parity_ratio", "slice": "sex", "date": "2026-03-02", "direction": "higher"}
    assert only(fair, {**measured, "value": "0.79"}).result == "failed"
    assert only(fair, {**measured, "value": "0.8"}).result == "passed"


@pytest.mark.requirement("MC-04")
@pytest.mark.parametrize("text", ["", "N/A", "-", "TBD", "[More Information Needed]", "\u200b \u2060", "None"])
def test_a_section_with_a_placeholder_is_empty(text: str) -> None:
    gate = only(policy(required=["primary_uses"]), texts={"primary_uses": text})
    assert gate.result == "failed"


def test_a_section_that_says_something_is_passed_and_one_that_no_schema_knows_is_not() -> None:
    said = {"primary_uses": "Finds loose bolts in pictures.", "gone": "text"}
    assert only(policy(required=["primary_uses"]), texts=said).result == "passed"
    assert only(policy(required=["gone"]), texts=said).result == "failed"


def test_datasets_are_recorded_approved_and_without_a_failed_check() -> None:
    def result(needed: bool, *datasets: tuple[str, str]) -> str:
        return judge(policy(datasets_needed=needed), Facts({}, [], datasets=datasets))[-1].result

    assert result(True) == "failed"
    assert result(False) == "n/a"
    assert result(True, ("DAT-0001", "")) == "passed"
    assert result(False, ("DAT-0001", ""), ("DAT-0002", "it is “Draft”, not approved.")) == "failed"
