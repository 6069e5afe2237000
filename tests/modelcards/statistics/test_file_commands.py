"""`manage.py drift` and `manage.py fairness` over files."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

File, Run = Callable[..., Path], Callable


def table(*columns: tuple[str, list]) -> str:
    names, values = zip(*columns, strict=True)
    rows = zip(*values, strict=True)
    return ",".join(names) + "\n" + "".join(",".join(str(v) for v in row) + "\n" for row in rows)


@pytest.fixture
def moved(file: File) -> tuple[Path, Path]:
    """A baseline, and a current file whose scores moved and whose colours did not."""
    chance = random.Random(7)

    def made(name: str, shift: float) -> Path:
        scores = [round(chance.gauss(shift, 1), 4) for _ in range(600)]
        colours = [chance.choice(["red", "blue"]) for _ in range(600)]
        keys = [f"key {i}" for i in range(600)]
        return file(name, table(("score", scores), ("colour", colours), ("name", keys)))

    return made("before.csv", 0), made("after.csv", 0.8)


@pytest.mark.requirement("DR-01", "DR-02", "DR-03", "DR-04")
def test_drift_has_one_line_per_column_with_effect_chance_and_number_of_tests(run: Run, moved: tuple) -> None:
    out = run("drift", *moved).out.splitlines()
    assert out[0].startswith("2 tests, correction: holm; PSI below 0.1 none, from 0.25 significant")
    assert out[1].startswith("score: DRIFT, PSI 0.") and "without drift 0.03 at n 600 and 600" in out[1]
    assert "KS D 0." in out[1] and "adjusted p < 1e-12" in out[1]
    assert out[2].startswith("colour: no drift") and "KS" not in out[2]
    assert out[3] == "name: not compared, holds names: 600 different values in 600 rows"


@pytest.mark.requirement("DR-01", "DR-04")
def test_drift_as_json(run: Run, moved: tuple) -> None:
    data = run("drift", *moved, "--json", "--correction", "bonferroni", "--boundary", "lower").data
    score, colour = data["columns"]
    assert (score["column"], score["compared"], score["level"], score["drifted"]) == (
        "score", "numbers", "significant", True,
    )  # fmt: skip
    assert (colour["compared"], colour["ks"], colour["drifted"]) == ("categories", None, False)
    assert data["tests"] == 2 and data["correction"] == "bonferroni" and data["floor"] == 0.0001
    assert data["thresholds"] == {"moderate": 0.1, "significant": 0.25, "boundary": "lower"}
    assert score["psi_without_drift"] == pytest.approx(9 * (1 / 600 + 1 / 600)) and score["n"] == [600, 600]


def test_drift_of_a_file_with_itself_is_nothing(run: Run, moved: tuple) -> None:
    data = run("drift", moved[0], moved[0], "--json").data
    assert [(c["psi"], c["drifted"]) for c in data["columns"]] == [(0.0, False)] * 2


def test_numbers_can_be_compared_as_categories_and_columns_chosen(run: Run, file: File) -> None:
    path = file("a.csv", table(("code", [1, 2, 3] * 20), ("x", list(range(60)))))
    data = run("drift", path, path, "--json", "--column", "code", "--categorical", "code").data
    assert [(c["column"], c["compared"]) for c in data["columns"]] == [("code", "categories")]


@pytest.mark.parametrize("bad", ["NaN", "inf", "1e308", "oops"])
def test_a_column_of_numbers_holds_numbers_in_both_files(run: Run, file: File, bad: str) -> None:
    good = file("a.csv", table(("k", ["v"] * 40), ("x", list(range(40)))))
    worse = file("b.csv", table(("k", ["v"] * 40), ("x", [*range(39), bad])))
    for pair in ((good, worse), (worse, good)):
        ended = run("drift", *pair)
        assert ended.code == 2 and "b.csv, line 41, column “x”:" in ended.err


def test_columns_of_one_file_alone_are_named(run: Run, file: File) -> None:
    before, after = file("a.csv", "x,old\n1,2\n2,3\n"), file("b.csv", "x,new\n1,2\n2,3\n")
    data = run("drift", before, after, "--json").data
    assert data["not_compared"] == {"old": "only in the baseline", "new": "only in the current file"}
    assert run("drift", before, file("c.csv", "z\n1\n")).code == 2


def outcomes(*groups: tuple[str, int, int], positive: str = "1", negative: str = "0") -> str:
    """Rows of groups with so many predicted positive of so many; half of each are truly positive."""
    rows = [
        (positive if i % 2 else negative, positive if i < selected else negative, name)
        for name, selected, n in groups
        for i in range(n)
    ]
    return "truth,pred,sex\n" + "".join(",".join(row) + "\n" for row in rows)


ASKED = ("--truth", "truth", "--prediction", "pred", "--group", "sex")


@pytest.mark.requirement("FA-02", "FA-03", "FA-04")
def test_fairness_flags_pairs_strictly_below_four_fifths(run: Run, file: File) -> None:
    path = file("a.csv", outcomes(("w", 60, 100), ("x", 45, 100), ("y", 48, 100), ("z", 51, 100), ("few", 1, 2)))
    data = run("fairness", path, *ASKED, "--json").data
    assert [(p["group"], p["exact"], p["flagged"], p["result"]) for p in data["pairs"]] == [
        ("few", "5/6", None, "too small"), ("x", "3/4", True, "flagged"), ("y", "4/5", False, "not flagged"),
        ("z", "17/20", False, "not flagged"),
    ]  # fmt: skip
    assert {p["reference"] for p in data["pairs"]} == {"w"} and "no proof" in data["note"]
    out = run("fairness", path, *ASKED).out
    assert "x against w: ratio 0.75, flagged" in out and "few against w: ratio 0.8333333, too small" in out
    assert "screening rule of US employment law" in out.splitlines()[-1]


@pytest.mark.requirement("FA-05")
def test_an_undefined_rate_reads_undefined(run: Run, file: File) -> None:
    path = file("a.csv", "truth,pred,sex\n" + "1,1,a\n0,0,a\n" * 20 + "0,1,b\n0,0,b\n" * 20)
    out = run("fairness", path, *ASKED).out
    assert "b: n 40, selected 0.5, TPR undefined, FPR 0.5" in out
    assert "equalised odds: difference undefined, ratio undefined" in out


def test_several_group_columns_give_each_and_their_intersection(run: Run, file: File) -> None:
    rows = "".join(f"{i % 2},{(i * 7) % 3 % 2},{'mf'[i % 2]},{'yo'[i // 2 % 2]}\n" for i in range(80))
    path = file("a.csv", "truth,pred,sex,age\n" + rows)
    data = run("fairness", path, *ASKED, "--group", "age", "--json").data
    assert data["columns"] == ["sex", "age"]
    assert [g["group"] for g in data["groups"]] == ["f · o", "f · y", "m · o", "m · y"]
    assert [c["columns"] for c in data["by_column"]] == [["sex"], ["age"]]


def test_other_labels_need_the_positive_one_named(run: Run, file: File) -> None:
    path = file("a.csv", outcomes(("a", 5, 10), ("b", 5, 10), positive="hired", negative="rejected"))
    ended = run("fairness", path, *ASKED)
    assert ended.code == 2 and "line 2, column “truth”: “rejected” does not say" in ended.err
    assert run("fairness", path, *ASKED, "--positive", "hired", "--json").data["groups"][0]["selected"] == 5
    assert "No row has the positive value" in run("fairness", path, *ASKED, "--positive", "won").err


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1,,a", "line 42, column “pred”: The value is missing"),
        (",1,a", "line 42, column “truth”: The value is missing"),
        ("1,0.73,a", "line 42, column “pred”: “0.73” does not say whether"),
        ("1,nan,a", "line 42, column “pred”: “nan” does not say whether"),
    ],
)
def test_outcomes_that_are_none_are_refused(run: Run, file: File, row: str, words: str) -> None:
    ended = run("fairness", file("a.csv", outcomes(("a", 5, 20), ("b", 5, 20)) + row + "\n"), *ASKED)
    assert ended.code == 2 and words in ended.err


def test_rows_without_a_group_are_a_group_and_names_are_no_groups(run: Run, file: File) -> None:
    text = outcomes(("a", 5, 20), ("b", 5, 20))
    data = run("fairness", file("a.csv", text + "1,1,\n" * 5), *ASKED, "--json").data
    assert [g["group"] for g in data["groups"]] == ["a", "b", "not stated"]
    many = "truth,pred,sex\n" + "".join(f"1,1,person {i}\n" for i in range(600))
    assert "There are 600 groups" in run("fairness", file("a.csv", many), *ASKED).err
