"""The calculators, as pages and by API: the same results as the commands, and nothing kept."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from qms.attachments.models import Attachment, Blob
from qms.records.models import LedgerRow
from tests.conformance.world import World
from tests.modelcards.monitors.made import VISCOSITY

#: Fairlearn's user guide: DPD 0.25, DPR 2/3, EOD 1, EOR 0.
GUIDE = "y,p,g\n" + "\n".join(
    f"{y},{p},{g}" for y, p, g in zip("011110101000111111", "001011100111100110", "bbabbcccaacabccbcc", strict=True)
)
SERIES = "viscosity\n" + "\n".join(map(str, VISCOSITY))
AGES = "age,city\n" + "\n".join(f"{20 + n % 40},{'AB'[n % 2]}" for n in range(400))
OLDER = "age,city\n" + "\n".join(f"{35 + n % 40},{'AB'[n % 2]}" for n in range(400))


def file(text: str, name: str = "data.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def by_command(tmp_path: Path, name: str, *arguments: str, **files: str) -> dict[str, Any]:
    """What the command prints as JSON."""
    paths = []
    for stem, text in files.items():
        path = tmp_path / f"{stem}.csv"
        path.write_text(text)
        paths.append(str(path))
    out = io.StringIO()
    given = [*([arguments[0]] if name == "chart" else []), *paths, *arguments[1 if name == "chart" else 0 :], "--json"]
    call_command(name, *given, stdout=out)
    return json.loads(out.getvalue())


def without_files(data: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in data.items() if k not in ("file", "baseline", "current")}


@pytest.fixture
def nothing_kept(world: World) -> Any:
    """No row, file or event is left behind."""
    before = LedgerRow.objects.count(), Attachment.objects.count(), Blob.objects.count()
    yield
    assert (LedgerRow.objects.count(), Attachment.objects.count(), Blob.objects.count()) == before


@pytest.mark.requirement("SPC-01")
def test_a_chart_is_the_same_as_page_by_api_and_by_command(world: World, tmp_path: Path, nothing_kept: None) -> None:
    client = world.client("author")
    sent = {"kind": "imr", "rules": "western_electric", "lsl": "32", "usl": "36"}
    by_api = client.post("/api/v1/tools/chart/", {**sent, "file": file(SERIES)})
    assert by_api.status_code == 200, by_api.content
    data = by_api.json()
    arguments = ("imr", "--rules", "western_electric", "--lsl", "32", "--usl", "36")
    assert without_files(data) == without_files(by_command(tmp_path, "chart", *arguments, data=SERIES))
    assert [s["index"] for s in data["signals"]] == [4] and data["capability"]["cp"]
    page = client.post("/tools/chart/", {**sent, "file": file(SERIES)}).content.decode()
    assert "<svg" in page and "35.61" in page and "Capability" in page


@pytest.mark.requirement("DR-01", "DR-02", "DR-03", "DR-04")
def test_drift_is_the_same_as_page_by_api_and_by_command(world: World, tmp_path: Path, nothing_kept: None) -> None:
    client = world.client("author")
    by_api = client.post("/api/v1/tools/drift/", {"baseline": file(AGES), "current": file(OLDER)})
    data = by_api.json()
    assert without_files(data) == without_files(by_command(tmp_path, "drift", a=AGES, b=OLDER))
    assert [(c["column"], c["drifted"]) for c in data["columns"]] == [("age", True), ("city", False)]
    page = client.post("/tools/drift/", {"baseline": file(AGES), "current": file(OLDER)}).content.decode()
    assert "2 tests, corrected for their number by holm" in page and "without drift" in page and "KS distance" in page


@pytest.mark.requirement("FA-01", "FA-02", "FA-04", "FA-05")
def test_fairness_is_the_same_as_page_by_api_and_by_command(world: World, tmp_path: Path, nothing_kept: None) -> None:
    client = world.client("author")
    sent = {"truth": "y", "prediction": "p", "group": "g"}
    data = client.post("/api/v1/tools/fairness/", {**sent, "file": file(GUIDE)}).json()
    arguments = ("--truth", "y", "--prediction", "p", "--group", "g")
    assert without_files(data) == without_files(by_command(tmp_path, "fairness", *arguments, data=GUIDE))
    assert data["demographic_parity_difference"] == 0.25 and data["equalized_odds_ratio"] == 0
    assert "rows" in data and not any(isinstance(v, list) and len(v) == 18 for v in data.values()), "counts, no rows"
    page = client.post("/tools/fairness/", {**sent, "file": file(GUIDE)}).content.decode()
    assert "29 CFR 1607.4 D" in page and "0.2500" in page and "fair</span>" not in page


@pytest.mark.requirement("FA-03")
def test_several_groups_are_compared_alone_and_together(world: World, nothing_kept: None) -> None:
    rows = "y,p,g,h\n" + "\n".join(f"{n % 2},{n % 3 == 0:d},{'ab'[n % 2]},{'xy'[n // 2 % 2]}" for n in range(80))
    data = world.boss.post(
        "/api/v1/tools/fairness/", {"truth": "y", "prediction": "p", "group": "g, h", "min_n": "30", "file": file(rows)}
    ).json()
    assert [part["columns"] for part in data["by_column"]] == [["g"], ["h"]] and data["columns"] == ["g", "h"]
    assert all(g["too_small"] for g in data["groups"]) and {p["flagged"] for p in data["pairs"]} <= {None}


@pytest.mark.parametrize(
    ("tool", "sent", "said"),
    [
        ("chart", {"kind": "imr", "file": "x\n1\nNaN"}, "line 3, column “x”: NaN"),
        ("chart", {"kind": "imr"}, "file"), ("chart", {"kind": "pie", "file": "x\n1"}, "pie"),
        ("chart", {"kind": "imr", "file": "x\n1\n2\n3", "weight": "2", "exclude": "9"}, "lambda"),
        ("chart", {"kind": "imr", "file": "x\n1\n2\n3", "exclude": "a"}, "numbers of points"),
        ("chart", {"kind": "c", "file": "x\n1\n2\n3", "lsl": "1"}, "Capability is for measurements"),
        ("chart", {"kind": "imr", "file": "x\n1\n2", "width": "NaN"}, "width"),
        ("drift", {"baseline": "a\n1\n2", "current": "b\n1\n2"}, "No column"),
        ("drift", {"baseline": "a\n1"}, "current"),
        ("drift", {"baseline": "a\n1\n2", "current": "a\n1\n2", "moderate": "0.5"}, "thresholds"),
        ("fairness", {"truth": "y", "prediction": "p", "group": "colour", "file": GUIDE}, "no column “colour”"),
        (
            "fairness", {"truth": "y", "prediction": "p", "group": "g", "min_share": "2", "file": GUIDE},
            "between 0 and 1",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_on_the_page_and_by_api(
    world: World, nothing_kept: None, tool: str, sent: dict[str, str], said: str
) -> None:
    def body() -> dict[str, Any]:
        return {k: file(v) if k in ("file", "baseline", "current") else v for k, v in sent.items()}

    by_api = world.boss.post(f"/api/v1/tools/{tool}/", body())
    assert by_api.status_code == 422 and said in by_api.json()["detail"], by_api.content
    page = world.boss.post(f"/tools/{tool}/", body())
    assert page.status_code == 422 and (said in page.content.decode() or "required" in page.content.decode())


def test_an_unknown_option_is_refused(world: World) -> None:
    answer = world.boss.post("/api/v1/tools/chart/", {"kind": "imr", "file": file(SERIES), "rule": "nelson"})
    assert answer.status_code == 400 and "“rule” is no option here" in answer.json()["detail"]


def test_the_calculators_are_in_the_menu_and_ask_to_sign_in(world: World) -> None:
    from django.test import Client

    assert '<a href="/tools/">Calculators' in world.boss.get("/").content.decode()
    for path in ("/tools/", "/tools/chart/", "/tools/drift/", "/tools/fairness/"):
        assert '<a href="/tools/" aria-current="page">Calculators' in world.boss.get(path).content.decode(), path
    for tool in ("chart", "drift", "fairness"):
        assert world.boss.get(f"/tools/{tool}/").status_code == 200
        assert Client().get(f"/tools/{tool}/").status_code == 302
        assert Client().post(f"/api/v1/tools/{tool}/").status_code in (401, 403)
