"""`manage.py chart`: what it prints, what it draws, and how it ends."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.modelcards.statistics import vectors

ROOT = Path(__file__).resolve().parents[3]
File, Run = Callable[..., Path], Callable


def wide(rows: list[list[float]]) -> str:
    return "V1,V2,V3,V4,V5\n" + "".join(",".join(map(str, row)) + "\n" for row in rows)


def column(name: str, values: list[float]) -> str:
    return f"{name}\n" + "".join(f"{v:g}\n" for v in values)


@pytest.mark.requirement("SPC-01", "SPC-02")
def test_json_holds_limits_points_signals_and_options(run: Run, file: File) -> None:
    rows = vectors.RINGS + [[m] * 5 for m in vectors.RINGS_LATER.values()]
    data = run("chart", "xbar_r", file("rings.csv", wide(rows)), "--json", "--phase-one", 25).data
    assert (data["kind"], data["rule_set"], len(data["points"])) == ("xbar_r", "limits", 28)
    limits = data["limits"]
    assert (round(limits["lcl"], 5), round(limits["ucl"], 4), limits["used"]) == (73.98805, 74.0143, 25)
    assert limits["options"]["constants"] == "published" and not limits["stepped"]
    assert [s["index"] for s in data["signals"]] == [26, 27, 28]
    assert data["signals"][0] == {"index": 26, "label": "26", "value": 74.0166, "rules": [1]}
    assert data["points"][25]["phase"] == 2 and data["points"][24]["phase"] == 1
    assert data["spread"]["kind"] == "r" and round(data["spread"]["limits"]["centre"], 5) == 0.02276


@pytest.mark.parametrize(
    ("kind", "text", "options", "signals"),
    [
        ("imr", column("viscosity", vectors.VISCOSITY), [], [4]),
        ("p", column("D", vectors.JUICE), ["--n", "50"], [15, 23]),
        ("np", column("D", vectors.JUICE), ["--n", "50"], [15, 23]),
        ("c", column("defects", vectors.CIRCUITS), [], [6, 20]),
        ("u", column("defects", vectors.COMPUTERS), ["--n", "5"], []),
        (
            "ewma",
            column("flow", vectors.NIST_EWMA),
            ["--lambda", "0.3", "--target", "50", "--sigma", "2.0539", "--asymptotic"],
            [],
        ),
        (
            "cusum",
            column("mass", vectors.NIST_CUSUM),
            ["--target", "325", "--k", "0.3175", "--h", "4.1959", "--units", "data"],
            list(range(14, 21)),
        ),
        ("xbar_s", wide(vectors.RINGS), ["--rules", "nelson"], []),
    ],
)
def test_every_kind_of_chart(
    run: Run, file: File, tmp_path: Path, kind: str, text: str, options: list[str], signals: list[int]
) -> None:
    picture = tmp_path / "chart.svg"
    ended = run("chart", kind, file("data.csv", text), "--json", "--svg", picture, *options)
    assert ended.code == 0 and [s["index"] for s in ended.data["signals"]] == signals
    words = "".join(ElementTree.parse(picture).getroot().itertext())
    assert ended.data["title"] in words and "rules" in words or "limits" in words
    said = run("chart", kind, file("data.csv", text), *options)
    assert ended.data["title"] in said.out and f"{len(signals)} signal" in said.out


@pytest.mark.requirement("SPC-05")
def test_text_names_the_rule_set_and_every_broken_rule(run: Run, file: File) -> None:
    path = file("a.csv", column("x", [0.5] * 8 + [-0.5]))
    out = run("chart", "imr", path, "--target", 0, "--sigma", 1, "--rules", "western_electric").out
    assert "Western Electric rules" in out
    assert "point 8, 0.5: rule 4: 8 points in a row on one side of the centre line" in out


def test_counts_and_sizes_are_found_by_name_and_place(run: Run, file: File) -> None:
    text = "day,inspected,defectives\n" + "".join(f"D{i},50,{d:g}\n" for i, d in enumerate(vectors.JUICE, 1))
    data = run("chart", "p", file("a.csv", text), "--json").data
    assert [s["label"] for s in data["signals"]] == ["D15", "D23"]
    assert any("“day” is read as the name of the points" in note for note in data["notes"])
    unnamed = "a,b\n" + "".join(f"{d:g},50\n" for d in vectors.JUICE)
    assert [s["index"] for s in run("chart", "p", file("a.csv", unnamed), "--json").data["signals"]] == [15, 23]


def test_one_measurement_a_row_with_its_group_and_phase(run: Run, file: File) -> None:
    rows = [f"{v},{i},{'TRUE' if i <= 25 else 'FALSE'}" for i, row in enumerate(vectors.RINGS, 1) for v in row]
    rows += [f"{m},{i},FALSE" for i, m in vectors.RINGS_LATER.items() for _n in range(5)]
    path = file("long.csv", "diameter,sample,trial\n" + "\n".join(rows))
    chosen = ("--value", "diameter", "--group", "sample", "--phase-one", "trial")
    data = run("chart", "xbar_r", path, "--json", *chosen, "--lsl", 73.95, "--usl", 74.05).data
    assert [s["label"] for s in data["signals"]] == ["37", "38", "39"]
    assert round(data["capability"]["cpk"], 4) == 1.6632 and data["capability"]["target"] == 74.0


@pytest.mark.requirement("SPC-09")
def test_a_wrong_mapping_is_warned_about(run: Run, file: File) -> None:
    rows = [f"{v},{i}" for i, row in enumerate(vectors.RINGS, 1) for v in row]
    ended = run("chart", "xbar_r", file("long.csv", "diameter,sample\n" + "\n".join(rows)))
    assert ended.code == 0 and "differ by far more" in ended.out and "counts the rows or groups" in ended.out


def test_excluded_points_are_drawn_but_do_not_count(run: Run, file: File) -> None:
    path = file("a.csv", column("D", vectors.JUICE))
    data = run("chart", "p", path, "--n", 50, "--exclude", "15,23", "--json").data
    assert round(data["limits"]["centre"], 3) == 0.215 and len(data["points"]) == 30
    assert [s["index"] for s in data["signals"]] == [15, 21, 23]


@pytest.mark.requirement("SPC-06")
def test_empty_cells_are_gaps(run: Run, file: File) -> None:
    data = run("chart", "imr", file("a.csv", "day,x\nMon,1\nTue,\nWed,2\nThu,4\n"), "--json").data
    assert [p["value"] for p in data["points"]] == [1, None, 2, 4]
    assert [p["value"] for p in data["spread"]["points"]] == [None, None, None, 2]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("semicolons.csv", "V1;V2\n1;2\n2;3\n3;5\n"), ("tabs.tsv", "V1\tV2\n1\t2\n2\t3\n3\t5\n"),
        ("blanks.txt", "V1 V2\n1  2\n2 3\n3   5\n"), ("mark.csv", b"\xef\xbb\xbfV1,V2\r\n1,2\r\n2,3\r\n3,5\r\n"),
        ("wide.csv", "V1,V2\n1,2\n2,3\n3,5\n".encode("utf-16")),
        ("quoted.csv", '"V1","V2"\n"1","2"\n"2","3"\n"3","5"\n'),
        ("sep.csv", "sep=;\nV1;V2\n1;2\n2;3\n3;5\n"), ("old.csv", "Länge,V2\n1,2\n2,3\n3,5\n".encode("cp1252")),
    ],
)  # fmt: skip
def test_files_as_programs_write_them(run: Run, file: File, name: str, content: str | bytes) -> None:
    ended = run("chart", "xbar_r", file(name, content), "--json")
    assert ended.code == 0 and [p["value"] for p in ended.data["points"]] == [1.5, 2.5, 4.0]


def test_from_the_shell_it_ends_with_2_and_one_sentence(file: File, tmp_path: Path) -> None:
    path = file("a.csv", "x\n1\nnan\n")
    for words in (["imr", str(path)], ["pie", str(path)], ["imr"], ["imr", str(path), "--sigma", "inf"]):
        done = subprocess.run(
            [sys.executable, "manage.py", "chart", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (2, "") and "Traceback" not in done.stderr
    said = subprocess.run(
        [sys.executable, "manage.py", "chart", "imr", path], cwd=ROOT, capture_output=True, text=True, check=False
    ).stderr
    assert said.splitlines() == [
        "a.csv, line 3, column “x”: nan cannot be computed with. Leave the cell empty where nothing was measured."
    ]
