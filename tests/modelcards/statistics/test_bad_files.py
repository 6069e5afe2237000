"""Bad files and bad calls: exit code 2, a sentence with file, line and column, nothing written, never a stack trace."""

from collections.abc import Callable
from pathlib import Path

import pytest

File, Run = Callable[..., Path], Callable
ASKED = ("--truth", "truth", "--prediction", "pred", "--group")
GOOD = "truth,pred,g\n1,1,a\n0,1,b\n"


@pytest.mark.requirement("SPC-06")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "bad.csv: The file is empty."),
        ("   \n\n", "bad.csv: The file is empty."),
        ("x,y\n", "bad.csv: There are no rows under the headings."),
        ("x,y\n1,2\n3\n", "bad.csv, line 3: This row has 1 cells, the headings have 2."),
        ("x,y\n1,2\n3,4,5\n", "bad.csv, line 3: This row has 3 cells, the headings have 2."),
        ("x,y\n1,2\n3,NaN\n", "bad.csv, line 3, column “y”: NaN cannot be computed with."),
        ("x,y\n1,2\n-inf,4\n", "bad.csv, line 3, column “x”: -inf cannot be computed with."),
        ("x,y\n1,2\n3,Infinity\n", "bad.csv, line 3, column “y”: Infinity cannot be computed with."),
        ("x,y\n1,2\n3,four\n4,5\n", "bad.csv, line 3, column “y”: “four” is no number."),
        ("x,y\n1,2\n3,1e308\n", "bad.csv, line 3, column “y”: 1e308 is too large to compute with"),
        ("x,y\n1,2\n3,1e999\n", "bad.csv, line 3, column “y”: 1e999 is too large to compute with"),
        (f"x,y\n1,2\n3,{'9' * 400}\n", "bad.csv, line 3, column “y”: 9999"),
        ("x;y\n1;2\n3;4,5\n", "bad.csv, line 3, column “y”: “4,5” is no number. Write decimals with a point."),
        ("x,y\n1,2\n3,1_000\n", "bad.csv, line 3, column “y”: “1_000” is no number."),
        ("x,y\n1,2\n3,\u0663\n", "bad.csv, line 3, column “y”: “\u0663” is no number."),
        ('x,y\n1,2\n"3,4\n', "quotation mark"),
        (b"x,y\n1,2\n3,\xc3\xa4\n3,\xff\n", "bad.csv: Line 4 is not UTF-8 although the rest of the file is."),
        (b"x,y\n1,2\n3,\x004\n", "bad.csv, line 3: Cell 2 contains the control character U+0000"),
        (b"%PDF-1.7", "bad.csv: This is a PDF"),
        ("<html><body>no table</body></html>", "bad.csv: This file is a web page or program"),
        ("\n1,2\n3,4\n", "bad.csv: There are no headings on line 1."),
    ],
)
def test_bad_files_are_refused_with_their_place(run: Run, file: File, content: str | bytes, words: str) -> None:
    path, picture = file("bad.csv", content), file("bad.csv", content).with_name("never.svg")
    ended = run("chart", "xbar_r", path, "--svg", picture)
    assert (ended.code, ended.out) == (2, "") and words in ended.err and len(ended.err.splitlines()) == 1
    assert not picture.exists()
    for name, arguments in (("drift", [path, path]), ("fairness", [path])):
        columns = ["--truth", "x", "--prediction", "y", "--group", "x"] if name == "fairness" else []
        other = run(name, *arguments, *columns)
        assert other.code in (0, 2) and (other.code == 2) == bool(other.err)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chart", "imr", "PATH"], "Which column is charted? Say --value with one of: truth, pred, g"),
        (["chart", "imr", "PATH", "--value", "age"], "There is no column “age”. There are: truth, pred, g."),
        (["chart", "imr", "PATH", "--value", "g"], "line 2, column “g”: “a” is no number"),
        (["chart", "p", "PATH", "--count", "truth"], "Say how many were inspected"),
        (["chart", "xbar_r", "PATH", "--column", "truth"], "A subgroup needs two or more columns"),
        (["chart", "imr", "PATH", "--value", "truth", "--phase-one", "9"], "Phase I cannot have 9 points"),
        (["chart", "imr", "PATH", "--value", "truth", "--phase-one", "g"], "No row is true in this column"),
        (["chart", "imr", "PATH", "--value", "truth", "--exclude", "x"], "--exclude takes numbers of points"),
        (["chart", "imr", "PATH", "--value", "truth", "--exclude", "7"], "There is no point 7"),
        (["chart", "imr", "PATH", "--value", "truth", "--sigma=-1"], "The value for sigma is outside its range"),
        (["chart", "imr", "PATH", "--value", "truth", "--encoding", "klingon"], "There is no encoding “klingon”"),
        (["chart", "imr", "PATH", "--value", "truth", "--delimiter", "::"], "The delimiter is one character"),
        (["chart", "imr", "PATH", "--value", "truth", "--lsl", "1", "--usl", "0"], "is not below the upper one"),
        (["chart", "imr", "PATH", "--value", "truth", "--svg", "/nowhere/a.svg"], "the picture cannot be written"),
        (["chart", "imr", "PATH.csv"], "There is no such file."),
        (["drift", "PATH", "PATH", "--column", "age"], "There is no column “age”"),
        (["drift", "PATH", "PATH", "--bins", "1"], "--bins is 2 to 1000"),
        (["drift", "PATH", "PATH", "--moderate", "0.5"], "The thresholds have to be positive"),
        (["drift", "PATH", "PATH.csv"], "There is no such file."),
        (
            ["fairness", "PATH", "--truth", "truth", "--prediction", "pred", "--group", "sex"],
            "There is no column “sex”",
        ),
        (["fairness", "PATH", "--truth", "y", "--prediction", "pred", "--group", "g"], "There is no column “y”"),
        (
            ["fairness", "PATH", "--truth", "truth", "--prediction", "pred", "--group", "g", "--min-share", "x"],
            "--min-share takes a share",
        ),
    ],
)
def test_bad_calls_are_refused_in_a_sentence(run: Run, file: File, arguments: list[str], words: str) -> None:
    path = str(file("good.csv", GOOD))
    ended = run(*[a.replace("PATH", path) for a in arguments])
    assert (ended.code, ended.out) == (2, "") and words in ended.err and len(ended.err.splitlines()) == 1


def test_as_json_the_refusal_names_its_place(run: Run, file: File) -> None:
    ended = run("chart", "imr", file("a.csv", "x\n1\nnan\n"), "--json")
    assert ended.code == 2
    assert {k: ended.data[k] for k in ("file", "line", "column")} == {"file": "a.csv", "line": 3, "column": "x"}
    assert ended.data["sentences"] == [ended.err.strip()]


def test_headings_of_numbers_are_doubted(run: Run, file: File) -> None:
    ended = run("chart", "imr", file("a.csv", "74.1\n74.2\n74.3\n74.1\n"))
    assert ended.code == 0 and "The first line holds nothing but numbers" in ended.out
