"""Files as they come: headings in a fourth row, in other languages or missing; ragged rows; cells without ratings."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qms.imports.mapping import propose
from qms.imports.reading import open_table
from qms.imports.result import Result
from qms.imports.run import run_import
from qms.imports.targets import headings
from qms.lib.errors import Invalid
from qms.registers import registry
from qms.registers.tables import as_csv, as_xlsx
from tests.factories.fmea_worksheets import WorksheetRecipe
from tests.imports.conftest import sample  # noqa: F401  (a fixture)

HEADS = ["No", "Process step", "Failure mode", "Effect", "S", "Cause", "O", "Controls", "D", "RPN", "AP"]
ROW = ["1", "Reading", "Reads it wrongly", "Late answer", "8", "Bad print", "4", "Clerks", "6", "192", "M"]


def brought(recipe: WorksheetRecipe, sheet: Any, path: Path) -> Result:
    register = registry["fmea-lines"]
    table = open_table(path, known=headings(register))
    mapping = propose(register, table.columns, [row.cells for row in table.rows() if not row.problem])
    mapping.given = {"worksheet": sheet.number}
    return run_import(register, table, mapping, actor=recipe.org["risk"], at=recipe.clock())


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as a CSV or XLSX file."""

    def written(rows: list[list[str]], kind: str = "csv") -> Path:
        path = tmp_path / f"fmea.{kind}"
        path.write_bytes((as_csv if kind == "csv" else as_xlsx)(rows[0], rows[1:]))
        return path

    return written


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_headings_in_the_fourth_row(recipe: WorksheetRecipe, write: Callable[..., Path], kind: str) -> None:
    sheet, blank = recipe.sheet(), [""] * 10
    above = [["Process FMEA, reading of letters", *blank], ["Team: Amara, Bao", *blank], ["", *blank]]
    result = brought(recipe, sheet, write([*above, HEADS, ROW], kind))
    assert result.errors == [] and "The headings were found on line 4." in result.notes
    line = sheet.lines.get()
    assert (line.item, line.title, line.severity, line.occurrence, line.detection) == (*ROW[1:3], 8, 4, 6)
    assert (line.priority, line.detection_control, line.external_id) == ("M", "Clerks", f"{sheet.number}:1")


def test_ragged_rows_of_nine_to_eleven_cells_are_refused_by_row(
    recipe: WorksheetRecipe, write: Callable[..., Path]
) -> None:
    sheet, rows = recipe.sheet(), [[str(n), *ROW[1:]] for n in range(1, 7)]
    rows[1], rows[3], rows[4] = rows[1][:9], rows[3][:10], [*rows[4], "more"]
    result = brought(recipe, sheet, write([HEADS, *rows]))
    said = {problem.line: problem.message for problem in result.errors}
    assert said == {
        3: "This row has 9 cells, the headings have 11.", 5: "This row has 10 cells, the headings have 11.",
        6: "This row has 12 cells, the headings have 11.",
    }  # fmt: skip
    assert (result.valid, result.created, sheet.lines.count()) == (3, 0, 0), "all or none"


@pytest.mark.parametrize(
    "heads",
    [
        ["Bauteil", "Fehlerart", "Fehlerfolge", "Bedeutung", "Fehlerursache", "Auftreten", "Entdeckung"],
        ["Composant", "Mode de défaillance", "Effet", "Gravité", "Causes possibles", "Fréquence", "Détection"],
        ["COMPONENTE", "Modo de fallo", "Efecto", "Gravedad", "Causa", "Ocurrencia", "Detección"],
    ],
)
def test_headings_in_other_languages(recipe: WorksheetRecipe, write: Callable[..., Path], heads: list[str]) -> None:
    sheet = recipe.sheet()
    result = brought(recipe, sheet, write([heads, ["Scanner", "Blurred", "Misread", "7", "Dust", "5", "4"]]))
    line = sheet.lines.get()
    assert result.errors == [] and (line.item, line.title, line.effect, line.cause) == (
        "Scanner", "Blurred", "Misread", "Dust",
    )  # fmt: skip
    assert (line.severity, line.occurrence, line.detection, line.priority) == (7, 5, 4, "M")


def test_without_headings_it_says_so_and_guesses_nothing(recipe: WorksheetRecipe, write: Callable[..., Path]) -> None:
    sheet = recipe.sheet()
    with pytest.raises(Invalid, match="No column is mapped to a field"):
        brought(recipe, sheet, write([ROW, [*ROW[:2], "Reads it twice", *ROW[3:]]]))
    assert sheet.lines.count() == 0


def test_a_row_without_failure_mode_is_not_given_one(recipe: WorksheetRecipe, write: Callable[..., Path]) -> None:
    sheet = recipe.sheet()
    result = brought(recipe, sheet, write([HEADS, ROW, ["2", "Reading", "", *ROW[3:]]]))
    [problem] = result.errors
    assert (problem.line, problem.column, result.created) == (3, "Failure mode", 0)


def test_ratings_off_the_scale_are_named_with_row_and_column(
    recipe: WorksheetRecipe, write: Callable[..., Path]
) -> None:
    rows = [[*ROW[:4], wrong, *ROW[5:]] for wrong in ("0", "11", "7,5", "high")]
    result = brought(recipe, recipe.sheet(), write([HEADS, *[[str(n), *r[1:]] for n, r in enumerate(rows)]]))
    assert sorted((p.line, p.column) for p in result.errors) == [(2, "S"), (3, "S"), (4, "S"), (5, "S")]


@pytest.mark.requirement("FM-01")
def test_the_fmea_of_a_cooling_plant_without_ratings_goes_in_as_not_rated(
    recipe: WorksheetRecipe,
    sample: Callable[[str], Path],  # noqa: F811
) -> None:
    path = sample("registers/yaanst__CERN-DataCenter-Cooling-System/FMEA.xlsx")
    sheet = recipe.sheet(kind="design")
    result = brought(recipe, sheet, path)
    assert result.errors == [] and result.created == result.rows == 18
    lines = list(sheet.lines.order_by("pk"))
    first = lines[0]
    assert (first.item, first.function, first.title) == (
        "Temperature and humidity sensor", "Measuring temprature", "No output",
    )  # fmt: skip
    assert first.effect == "No measurment of the temperature" and "Global effect: If all temperature" in first.notes
    assert {line.priority for line in lines} == {"none"} and {line.rpn for line in lines} == {None}
    sheet = recipe.perform(recipe.fresh(sheet), "begin")
    assert "18 lines are not rated" in " ".join(
        str(said) for offer in recipe.register.offers(sheet, actor=recipe.org["author"], at=recipe.clock())
        for said in offer.reasons
    )  # fmt: skip
