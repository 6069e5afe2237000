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
from qms.registers import registry
from tests.risks.made import Story

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
    assert "Kunden warten" in first.consequence and "Wahrscheinlichkeit" in first.cause
    assert first.current_likelihood is None and first.matrix_id, "rated here, by the matrix in force"


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
