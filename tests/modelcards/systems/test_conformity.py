"""The way to conformity follows from the answers, and the dates from data."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from modelcards.aiact.answers import Answer
from modelcards.aiact.classify import classify
from modelcards.aiact.conformity import Route, routes
from modelcards.aiact.dates import LIMITS, REGIMES, SHIPPED, read
from modelcards.aiact.option import NONE
from modelcards.checks import check_dates

YES = Answer(("yes",))


def ways(harmonised: str = "", provider: bool = True, **changed: Any) -> list[Route]:
    no = {key: Answer((NONE,)) for key in ("scope", "prohibited", "annex_i", "annex_iii", "transparency", "gpai")}
    answers = {**no, **changed}
    return routes(answers, classify(answers), harmonised=harmonised, provider=provider)


@pytest.mark.requirement("EUA-43")
@pytest.mark.parametrize(
    ("use", "harmonised", "key", "ref"),
    [
        ("iii-1a", "", "notified", "Annex VII"),
        ("iii-1b", "partly", "notified", "Annex VII"),
        ("iii-1c", "no", "notified", "Annex VII"),
        ("iii-1a", "full", "internal", "Annex VI"),
        ("iii-2", "", "internal", "Annex VI"),
        ("iii-8b", "no", "internal", "Annex VI"),
    ],
)
def test_uses_go_by_internal_control_but_biometrics_only_with_harmonised_standards(
    use: str, harmonised: str, key: str, ref: str
) -> None:
    (route,) = ways(harmonised, annex_iii=Answer((use,)), profiling=YES)
    assert route.key == key and ref in route.ref and len(route.steps) >= 3


@pytest.mark.requirement("EUA-43")
def test_products_go_the_way_of_their_own_law() -> None:
    assert [r.ref for r in ways(annex_i=Answer(("A-medical",)), assessed=YES)] == ["Art. 43(3)"]
    assert [r.ref for r in ways(annex_i=Answer(("B-machinery",)), assessed=YES)] == ["Art. 2(2)"]
    both = ways(
        annex_i=Answer(("A-toys", "A-ppe", "B-rail")), assessed=YES, annex_iii=Answer(("iii-4a",)), profiling=YES
    )
    assert [r.key for r in both] == ["sector", "outside", "internal"]


@pytest.mark.requirement("EUA-43")
def test_only_high_risk_systems_are_assessed_and_only_by_their_provider() -> None:
    assert ways() == [] and ways(transparency=Answer(("50-1",))) == [] and ways(prohibited=Answer(("5-a",))) == []
    assert ways(annex_iii=Answer(("iii-4a",))) == [], "not classified yet"
    (kept,) = ways(provider=False, annex_iii=Answer(("iii-4a",)), profiling=YES)
    assert kept.steps == () and "provider" in str(kept.note)


# Dates are data


def test_every_regime_and_limit_is_named_with_its_source() -> None:
    dates = read()
    assert set(dates.starts) == set(REGIMES) and set(dates.limits) == set(LIMITS)
    assert all(start.source for start in dates.starts.values())
    assert dates.limits == {"log_months": 6, "keep_years": 10}


def test_a_moved_date_is_moved_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "dates.toml"
    file.write_text(SHIPPED.read_text().replace("on = 2027-12-02", "on = 2029-01-01"))
    answers = {
        **{key: Answer((NONE,)) for key in ("scope", "prohibited", "annex_i", "transparency", "gpai")},
        "annex_iii": Answer(("iii-5b",)), "profiling": YES,
    }  # fmt: skip
    assert classify(answers, dates=read(str(file))).applies_from == datetime.date(2029, 1, 1)
    assert classify(answers).applies_from == datetime.date(2027, 12, 2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[[date]]", "[[day]]"), "does not say “prohibited”"),
        (("on = 2027-12-02", 'on = "soon"'), "“on” of annex_iii is no date"),
        (("value = 6", "value = 0.5"), "“log_months” is no whole number"),
        (("checked_on", "[["), "is no TOML"),
    ],
)
def test_a_wrong_file_is_explained_at_start(tmp_path: Path, settings: Any, change: tuple[str, str], said: str) -> None:
    file = tmp_path / "dates.toml"
    file.write_text(SHIPPED.read_text().replace(*change))
    settings.QMS_AIACT_DATES = str(file)
    (error,) = check_dates(None)
    assert said in error.msg and error.hint
    settings.QMS_AIACT_DATES = str(tmp_path / "missing.toml")
    assert "missing.toml" in check_dates(None)[0].msg
    settings.QMS_AIACT_DATES = ""
    assert check_dates(None) == []
