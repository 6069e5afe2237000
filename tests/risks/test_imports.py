"""Risk files that people bring: English and German headings, values in their words, and real files where there are."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qms.imports.mapping import propose
from qms.imports.reading import open_table
from qms.imports.run import run_import
from qms.imports.targets import headings
from qms.lib.errors import Invalid, Unmet
from qms.registers import registry
from tests.risks.made import Story, pair

SAMPLES = os.environ.get("QMS_SAMPLES")
GERMAN = """Risikonummer;Bezeichnung;Kategorie;Ursache;Ereignis;Auswirkung;Behandlung;Maßnahmen;Wahrscheinlichkeit
R-1;Ausfall des Rechenzentrums;Betrieb;Stromausfall;Kein Modell antwortet;Kunden warten;vermindern;Zweiter Standort;3
R-2;Verzerrte Entscheidungen;Diskriminierung;Alte Daten;Gruppen werden benachteiligt;Klagen;vermeiden;Neue Daten;4
"""


def brought(story: Story, path: Path, as_text: tuple[str, ...] = ()) -> tuple[list[Any], Any]:
    """What became of a file by the columns that are proposed; columns `as_text` are kept as text instead."""
    story.matrices()
    risks = registry["risks"]
    table = open_table(path, known=headings(risks))
    mapping = propose(risks, table.columns, [row.cells for row in table.rows()])
    mapping = replace(mapping, columns={c: f for c, f in mapping.columns.items() if c not in as_text})
    result = run_import(risks, table, mapping, actor=story.org["quality"], at=story.clock())
    return list(risks.model.objects.order_by("pk")), result


def test_a_german_file_becomes_drafts_that_are_rated_here(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "risiken.csv"
    path.write_text(GERMAN, encoding="utf-8")
    found, result = brought(story, path)
    assert result.ok, result
    assert [(r.external_id, r.category, r.strategy, r.state) for r in found] == [
        ("R-1", "operational", "reduce", "draft"), ("R-2", "ai_groups", "avoid", "draft"),
    ]  # fmt: skip
    first = found[0]
    assert (first.title, first.event, first.plan) == (
        "Ausfall des Rechenzentrums", "Kein Modell antwortet", "Zweiter Standort",
    )  # fmt: skip
    assert "Kunden warten" in first.consequence and "Wahrscheinlichkeit" in first.notes
    assert first.cause == "Stromausfall", "what the file says besides is no cause"
    assert first.current_likelihood is None and first.matrix_id, "rated here, by the matrix in force"


FILE = """ID,Risk event,Cause,L,C,Response
A-1,"The model is trained on stale data, nobody sees it, and customers complain",Job fails,4,Major,accept
A-2,Labels are wrong,Tired people,2,3,reduce
"""


def mapped(story: Story, path: Path, values: dict[str, dict[str, str]], **columns: str) -> Any:
    """What becomes of a file whose columns somebody has mapped."""
    story.matrices()
    risks = registry["risks"]
    table = open_table(path, known=headings(risks))
    mapping = propose(risks, table.columns, [row.cells for row in table.rows()])
    mapping = replace(mapping, columns=mapping.columns | columns, values=values)
    return run_import(risks, table, mapping, actor=story.org["quality"], at=story.clock())


@pytest.mark.requirement("RM-01")
def test_ratings_of_a_file_are_taken_as_steps_of_the_matrix_in_force(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "risks.csv"
    path.write_text(FILE, encoding="utf-8")
    scales = {"L": "inherent_likelihood", "C": "inherent_consequence"}
    result = mapped(story, path, {"Response": {"accept": ""}}, **scales)
    assert result.ok, result
    first, second = registry["risks"].model.objects.order_by("pk")
    assert (first.inherent_likelihood, first.inherent_consequence, first.inherent_level) == (4, 4, "high")
    assert (second.inherent_likelihood, second.inherent_consequence, second.inherent_level) == (2, 3, "low")
    assert first.ratings[0]["matrix"] == first.matrix.number and first.ratings[0]["reason"].startswith("Imported")
    assert first.state == "draft" and first.current_likelihood is None
    assert first.title == first.event and second.title == "Labels are wrong"
    page = story.edit(first, "quality", category="ai_data", consequence="Wrong offers")
    rated = story.do(page, "assess", "quality", inherent_likelihood=4, inherent_consequence=4)
    assert rated.current_level == "high"


def test_half_a_rating_and_a_step_that_there_is_not_are_refused(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "risks.csv"
    path.write_text(FILE.replace(",2,3,", ",7,3,"), encoding="utf-8")
    half = mapped(story, path, {"Response": {"accept": ""}}, L="inherent_likelihood")
    assert not half.ok and "one of them is missing" in str(half.errors)
    off = mapped(story, path, {"Response": {"accept": ""}}, L="inherent_likelihood", C="inherent_consequence")
    assert off.unknown == {"L": ["7"]} and "“7” is no choice" in str(off.errors)


@pytest.mark.requirement("RM-05")
def test_a_lower_current_rating_of_a_file_takes_a_verified_control_too(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "risks.csv"
    path.write_text(FILE.replace("accept", "reduce"), encoding="utf-8")
    assert mapped(story, path, {}, L="current_likelihood", C="current_consequence").ok
    risk = story.edit(registry["risks"].model.objects.order_by("pk").first(), "quality", **RISK_WORDS)
    assert risk.current_level == "high"
    with pytest.raises(Unmet, match="falls only by a control"):
        story.do(risk, "assess", "quality", **pair("inherent", (5, 5)), **pair("current", (4, 4)))


@pytest.mark.requirement("RM-02")
def test_no_file_and_no_form_brings_an_accepted_risk(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "risks.csv"
    path.write_text(FILE, encoding="utf-8")
    refused = mapped(story, path, {})
    assert not refused.ok and refused.unknown == {"Response": ["accept"]}
    with pytest.raises(Invalid, match="Accepting is a signed decision"):
        story.risk(strategy="accept")
    with pytest.raises(Invalid, match="Accepting is a signed decision"):
        story.edit(story.risk(), "author", strategy="accept")


RISK_WORDS = {"category": "ai_data", "consequence": "Wrong offers", "cause": "A job fails"}


def sample(*parts: str) -> Path:
    if not SAMPLES:
        pytest.skip("QMS_SAMPLES names no folder: real risk files were not tried")
    return Path(SAMPLES, "registers", *parts)


#: File, how many risks it has at least, and the columns whose words are no choices here: people leave those as text.
FILES = [
    (("SG1unitis__risk-projekt", "risk_register.csv"), 10, ("risk_category",)),
    (("brkshnf-cmyk__federal-office-project-controls", "data", "risk_register.csv"), 5, ("Category",)),
    (("jshng-glasgow__SSI-Responsbile-AI-Risk-Register", "register", "risks.csv"), 5, ()),
    (("intuitem__ciso-assistant-community", "cli", "RA_sample.csv"), 3, ("treatment",)),
]


@pytest.mark.parametrize(("parts", "least", "as_text"), FILES)
def test_real_files_are_understood(story: Story, parts: tuple[str, ...], least: int, as_text: tuple[str, ...]) -> None:
    path = sample(*parts)
    if as_text:
        found, refused = brought(story, path)
        assert not found and set(refused.unknown) == set(as_text), (
            "words that are no choice are listed, nothing is kept"
        )
    found, result = brought(story, path, as_text)
    assert result.ok, result
    assert len(found) >= least and all(r.title.strip() for r in found)
    assert sum(bool(r.event or r.cause) for r in found) >= len(found) - 2
