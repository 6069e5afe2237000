"""The sheet: cells saved one by one, rows pasted after a try, tables out and in again, pages of a hundred."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qms.imports.mapping import propose
from qms.imports.reading import open_table
from qms.imports.run import run_import
from qms.imports.targets import headings
from qms.imports.work import work_off
from qms.registers import registry
from qms.registers.prints.record import body_html
from risks.fmea_paste import paste
from risks.fmea_words import CELLS
from tests.conformance.world import nothing_changes
from tests.factories.fmea_worksheets import HIGH, LOW, WorksheetRecipe

ROW = ["Reader", "Read a letter", "Reads it wrongly", "Late answer", "8", "Bad print", "Limit", "4", "Clerks", "6"]


def cell(client: Client, line: Any, field: str, value: str, rev: int | None = None) -> Any:
    sent = {"line": line.number, "field": field, "value": value, "rev": line.rev if rev is None else rev}
    return client.post(f"/fmea-worksheets/{line.worksheet.number}/sheet/cell/", sent)


def tsv(*rows: list[str]) -> str:
    return "".join("\t".join(row) + "\r\n" for row in rows)


def pasted(recipe: WorksheetRecipe, sheet: Any, text: str, *, write: bool = True) -> Any:
    return paste(sheet, text, actor=recipe.org["author"], at=recipe.clock(), write=write)


def content(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.lines.order_by("pk").values_list(*CELLS, "priority", "rpn"))


@pytest.mark.requirement("FM-01")
def test_a_cell_is_saved_and_the_server_says_what_follows(recipe: WorksheetRecipe, browser_of: Any) -> None:
    line, author = recipe.line(recipe.sheet(), severity=9, occurrence=6), browser_of("author")
    said = cell(author, line, "detection", "5").json()
    assert (said["ok"], said["rev"], said["priority"], said["word"], said["rpn"]) == (True, 2, "H", "High", 270)
    assert "Needs an action with owner and date" in said["said"]
    assert cell(author, line, "cause", "  Faint <b>print</b> ", rev=2).json()["values"]["cause"] == "Faint <b>print</b>"
    assert (
        "Faint &lt;b&gt;print&lt;/b&gt;"
        in author.get(f"/fmea-worksheets/{line.worksheet.number}/sheet/").content.decode()
    )


def test_the_numbers_above_the_sheet_are_asked_for_again_after_a_save(recipe: WorksheetRecipe, browser_of: Any) -> None:
    line, author = recipe.line(recipe.sheet(), severity=9, occurrence=6), browser_of("author")
    here = f"/fmea-worksheets/{line.worksheet.number}/sheet/counts/"
    before = author.get(here).json()
    assert "1 not rated" in before["html"] and "1 high" not in before["html"]
    cell(author, line, "detection", "5")
    after = author.get(here).json()
    assert "1 high" in after["html"] and "not rated" not in after["html"] and after["done"] == "0 of 1 lines answered"
    assert browser_of("stranger").get(here).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "status", "said"),
    [
        ("severity", "11", 422, "whole number from 1 to 10"),
        ("severity", "7.5", 422, "whole number from 1 to 10"),
        ("severity", "=1+1", 422, "whole number from 1 to 10"),
        ("title", "", 422, "cannot be blank"),
        ("title", "x" * 201, 422, "200 characters"),
        ("priority", "L", 400, "no column of the sheet"),
        ("rev", "3", 400, "no column of the sheet"),
        ("cause", "a\x00b", 422, "U+0000"),
    ],
)
def test_a_cell_is_refused_with_a_sentence_and_nothing_changes(
    recipe: WorksheetRecipe, browser_of: Any, field: str, value: str, status: int, said: str
) -> None:
    line, author = recipe.line(recipe.sheet(), **HIGH), browser_of("author")
    with nothing_changes():
        answer = cell(author, line, field, value)
    assert answer.status_code == status and said in " ".join(answer.json()["sentences"])


def test_who_comes_second_is_told_and_overwrites_nothing(recipe: WorksheetRecipe, browser_of: Any) -> None:
    line, author, risk = recipe.line(recipe.sheet(), **HIGH), browser_of("author"), browser_of("risk")
    assert cell(risk, line, "cause", "First").json()["ok"]
    answer = cell(author, line, "cause", "Second")
    assert answer.status_code == 412 and "was changed meanwhile" in answer.json()["sentences"][0]
    assert recipe.fresh(line).cause == "First"


def test_strangers_and_readers_change_nothing(recipe: WorksheetRecipe, browser_of: Any) -> None:
    recipe.org.person("reader", "reader")
    line, other = recipe.line(recipe.sheet(), **HIGH), recipe.line(recipe.sheet(), **HIGH)
    with nothing_changes():
        assert cell(browser_of("stranger"), line, "cause", "x").status_code == 404
        assert cell(browser_of("reader"), line, "cause", "x").status_code == 403
        wrong = {"line": other.number, "field": "cause", "value": "x", "rev": 1}
        here = f"/fmea-worksheets/{line.worksheet.number}/sheet/"
        assert browser_of("author").post(f"{here}cell/", wrong).status_code == 404, "a line of another sheet"
        assert browser_of("reader").post(f"{here}paste/", {"rows": tsv(ROW), "do": "apply"}).status_code == 403
        assert browser_of("reader").post(here, {"title": "A new one"}).status_code == 403
    page = browser_of("reader").get(here).content.decode()
    assert "These lines are read here" in page and "data-fmea" not in page


def test_a_line_is_added_by_its_failure_mode(recipe: WorksheetRecipe, browser_of: Any) -> None:
    sheet, author = recipe.sheet(), browser_of("author")
    here = f"/fmea-worksheets/{sheet.number}/sheet/"
    assert author.post(here, {"title": "Reads it twice"}).status_code == 302
    assert author.post(here, {"title": " "}).status_code == 422
    assert list(sheet.lines.values_list("number", "title")) == [(f"{sheet.number}-L001", "Reads it twice")]


def test_rows_without_headings_are_read_in_the_order_of_the_sheet(recipe: WorksheetRecipe) -> None:
    sheet = recipe.sheet()
    found = pasted(recipe, sheet, tsv(ROW, ["", "", "Not rated yet", "", "", "", "", "", "", ""]))
    assert (found.result.created, found.headed) == (2, False)
    first, second = content(sheet)
    assert first == (*ROW[:4], 8, *ROW[5:7], 4, ROW[8], 6, "M", 192)
    assert (second[2], second[-2:]) == ("Not rated yet", ("none", None))


@pytest.mark.parametrize(
    "heads",
    [
        ["Failure mode", "S", "O", "D", "Cause"],
        ["Fehlerart", "Bedeutung", "Auftreten", "Entdeckung", "Fehlerursache"],
        ["Mode de défaillance", "Gravité", "Fréquence", "Détection", "Causes possibles"],
        ["modo de fallo", "gravedad", "ocurrencia", "detección", "causa"],
    ],
)
def test_headings_in_any_order_and_language(recipe: WorksheetRecipe, heads: list[str]) -> None:
    sheet = recipe.sheet()
    found = pasted(
        recipe, sheet, tsv([*heads, "AP", "Colour"], ["Reads it wrongly", "8", "4", "6", "Dust", "H", "blue"])
    )
    assert found.headed and found.result.created == 1
    line = sheet.lines.get()
    assert (line.title, line.severity, line.occurrence, line.detection, line.cause) == (
        "Reads it wrongly",
        8,
        4,
        6,
        "Dust",
    )
    assert line.priority == "M", "what follows is worked out, not read"
    assert "Colour: blue" in line.notes and "H" not in line.notes


def test_all_that_is_wrong_with_a_row_is_said_at_once(recipe: WorksheetRecipe) -> None:
    row = [*ROW[:4], "11", *ROW[5:7], "0", ROW[8], "x"]
    [shown] = pasted(recipe, recipe.sheet(), tsv(row), write=False).rows
    assert {column for column, _said in shown.said} == {"Severity", "Occurrence", "Detection"}


@pytest.mark.requirement("FM-01")
def test_one_refused_row_and_none_goes_in_each_with_row_column_and_reason(
    recipe: WorksheetRecipe, browser_of: Any
) -> None:
    sheet, author = recipe.sheet(), browser_of("author")
    bad = [
        [*ROW[:4], "11", *ROW[5:]], [*ROW[:2], "", *ROW[3:]], [*ROW[:7], "often", *ROW[8:]], [*ROW, "more"], ROW[:9],
    ]  # fmt: skip
    with nothing_changes():
        found = pasted(recipe, sheet, tsv(ROW, *bad))
    assert (found.result.created, found.result.refused, found.ok) == (0, len(bad), False)
    said = {row.line: row.said for row in found.rows}
    assert said[1] == [] and said[2] == [("Severity", "A rating is a whole number from 1 to 10.")]
    assert said[3] == [("Failure mode", "This field cannot be blank.")]
    assert said[4] == [("Occurrence", "“often” is no number.")]
    assert said[5] == [("", "This row has 11 cells, the headings have 10.")]
    assert said[6] == [("", "This row has 9 cells, the headings have 10.")]
    page = author.post(f"/fmea-worksheets/{sheet.number}/sheet/paste/", {"rows": tsv(ROW, *bad), "do": "apply"})
    assert page.status_code == 422 and "so none goes in" in page.content.decode()


@pytest.mark.parametrize("formula", ["=CMD|'/c calc'!A0", "+1+1", "@SUM(A1)", "-2+3", '=HYPERLINK("http://x")'])
def test_a_formula_is_text_and_leaves_harmless(recipe: WorksheetRecipe, browser_of: Any, formula: str) -> None:
    sheet = recipe.sheet()
    pasted(recipe, sheet, tsv([formula, *ROW[1:5], f'"{formula.replace(chr(34), chr(34) * 2)}"', *ROW[6:]]))
    line = sheet.lines.get()
    assert (line.item, line.cause) == (formula, formula)
    here = f"/fmea-worksheets/{sheet.number}/sheet/table/?format=csv"
    assert f"'{formula[:3]}" in browser_of("author").get(here).content.decode("utf-8-sig")


def test_the_same_rows_pasted_twice_go_in_once_and_into_another_sheet_again(recipe: WorksheetRecipe) -> None:
    sheet, other = recipe.sheet(), recipe.sheet()
    assert pasted(recipe, sheet, tsv(ROW)).result.created == 1
    again = pasted(recipe, sheet, tsv(ROW))
    assert (again.result.created, again.result.skipped, again.ok) == (0, 1, False)
    assert pasted(recipe, other, tsv(ROW)).result.created == 1


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [("", 422, "Nothing was pasted"), ("x" * 1_000_001, 413, "too much at once"), ("\t\t\n" * 3, 422, "Nothing was")],
)
def test_what_cannot_be_pasted_says_so(
    recipe: WorksheetRecipe, browser_of: Any, text: str, status: int, said: str
) -> None:
    sheet = recipe.sheet()
    page = browser_of("author").post(f"/fmea-worksheets/{sheet.number}/sheet/paste/", {"rows": text, "do": "try"})
    assert page.status_code == status and said in page.content.decode()


def test_more_than_a_thousand_rows_are_not_pasted_at_once(recipe: WorksheetRecipe, browser_of: Any) -> None:
    rows = tsv(*[[*ROW[:2], f"Mode {n}", *ROW[3:]] for n in range(1001)])
    sheet = recipe.sheet()
    page = browser_of("author").post(f"/fmea-worksheets/{sheet.number}/sheet/paste/", {"rows": rows, "do": "try"})
    assert page.status_code == 413 and "At most 1000 rows" in page.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_in_again_the_same(
    recipe: WorksheetRecipe, browser_of: Any, kind: str, tmp_path: Path
) -> None:
    sheet, copy, register = recipe.sheet(), recipe.sheet(), registry["fmea-lines"]
    recipe.line(sheet, **HIGH, item="=A1", cause="Two\nlines", effect='A "quoted" one; with, signs', notes="A remark")
    recipe.line(sheet, title="Łukasz liest 名前 – “falsch”", severity=3)
    path = tmp_path / f"sheet.{kind}"
    path.write_bytes(browser_of("author").get(f"/fmea-worksheets/{sheet.number}/sheet/table/?format={kind}").content)
    table = open_table(path, known=headings(register))
    mapping = propose(register, table.columns, [r.cells for r in table.rows()])
    mapping.given = {"worksheet": copy.number}
    result = run_import(register, table, mapping, actor=recipe.org["risk"], at=recipe.clock())
    assert result.errors == [] and result.created == 2
    assert content(copy) == content(sheet)
    assert list(copy.lines.values_list("notes", flat=True).order_by("pk")) == ["A remark", ""]
    mapping.given = {"worksheet": sheet.number}
    back = run_import(register, table, mapping, actor=recipe.org["risk"], at=recipe.clock())
    assert (back.created, back.skipped) == (0, 2), "a table that comes back to its own sheet adds nothing"


def test_a_long_sheet_has_pages_and_costs_the_same(recipe: WorksheetRecipe, browser_of: Any) -> None:
    sheet, author = recipe.sheet(), browser_of("author")
    here = f"/fmea-worksheets/{sheet.number}/sheet/"

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert author.get(here).status_code == 200
        return len(seen)

    recipe.line(sheet, **LOW)
    one = cost()
    pasted(recipe, sheet, tsv(*[[*ROW[:2], f"Mode {n}", *ROW[3:]] for n in range(120)]))
    recipe.action(sheet.lines.order_by("pk").last())
    assert cost() <= one + 2, "actions are read at once for all lines"
    assert "Page 1 of 2" in author.get(here).content.decode()
    second = author.get(f"{here}?page=2").content.decode()
    assert second.count("<tr id=") == 21 and "Mode 119" in second
    assert author.get(f"{here}?show=M").content.decode().count("<tr id=") == 100
    for wrong in ("page=0", "page=x", "show=all&page=-1", "show=X", "nonsense=1"):
        assert author.get(f"{here}?{wrong}").status_code == 400, wrong


def test_without_script_it_is_a_table_with_a_link_to_a_form_in_each_row(
    recipe: WorksheetRecipe, browser_of: Any
) -> None:
    line = recipe.line(recipe.sheet(), **HIGH)
    page = browser_of("author").get(f"/fmea-worksheets/{line.worksheet.number}/sheet/").content.decode()
    assert f'href="/fmea-lines/{line.number}/edit/"' in page and "style=" not in page
    assert browser_of("author").get(f"/fmea-lines/{line.number}/edit/").status_code == 200
    assert ">120<" in page and "Why priority, and not the number?" in page


def test_an_import_by_api_says_into_which_worksheet(recipe: WorksheetRecipe, browser_of: Any) -> None:
    sheet, risk = recipe.sheet(), browser_of("risk")
    file = SimpleUploadedFile("fmea.csv", b"Failure mode,S,O,D\nReads it wrongly,8,4,6\n", "text/csv")
    begun = risk.post(f"/fmea-worksheets/{sheet.number}/sheet/import/", {"file": file})
    assert begun.status_code == 302
    run = risk.get(f"/api/v1{begun['Location']}").json()
    assert run["mapping"]["given"] == {"worksheet": sheet.number}
    assert f"Every row has “{sheet.number}” as its worksheet." in risk.get(begun["Location"]).content.decode()
    assert run["mapping"]["columns"] == {"Failure mode": "title", "S": "severity", "O": "occurrence", "D": "detection"}
    columns = f"/api/v1{begun['Location']}columns/"
    refused = risk.put(columns, {"given": {"nonsense": "x"}}, "application/json")
    assert refused.status_code == 422 and "There is no field “nonsense”" in refused.content.decode()
    assert risk.put(columns, {}, "application/json").status_code == 202
    work_off(at=timezone.now())
    assert risk.post(f"/api/v1{begun['Location']}confirm/").status_code == 202
    work_off(at=timezone.now())
    assert content(sheet)[0][2:5] == ("Reads it wrongly", "", 8)


def test_on_paper_the_lines_stand_with_their_priority(recipe: WorksheetRecipe, browser_of: Any) -> None:
    sheet = recipe.sheet()
    recipe.line(sheet, **HIGH, cause="=HYPERLINK(1)")
    recipe.line(sheet, title="Not rated yet")
    paper = body_html(recipe.fresh(sheet), actor=recipe.org["author"])
    assert "High, RPN 270" in paper and "Not rated" in paper and "=HYPERLINK(1)" in paper
    assert browser_of("author").get(f"/fmea-worksheets/{sheet.number}/print/").content[:5] == b"%PDF-"


@pytest.mark.requirement("FM-03")
def test_the_list_leads_to_what_management_looks_at(recipe: WorksheetRecipe, browser_of: Any) -> None:
    recipe.line(recipe.sheet(), **HIGH)
    author, here = browser_of("author"), "/fmea-worksheets/management-review/"
    assert here in author.get("/fmea-worksheets/").content.decode()
    page = author.get(here).content.decode()
    assert "A letter is read wrongly" in page and "9 · 6 · 5" in page and "Needs an action" in page
    assert "A letter is read wrongly" not in browser_of("stranger").get(here).content.decode()
    assert author.get(f"{here}?nonsense=1").status_code == 400


@pytest.mark.requirement("FM-01")
def test_by_api_a_line_is_added_rated_and_refused_by_field(recipe: WorksheetRecipe, browser_of: Any) -> None:
    sheet, author = recipe.sheet(), browser_of("author")
    values = {"worksheet": sheet.number, "title": "Reads it wrongly", "severity": 9, "occurrence": 4, "detection": 1}
    made = author.post("/api/v1/fmea-lines/", values, "application/json")
    assert made.status_code == 201, made.content
    assert (made.json()["priority"], made.json()["rpn"], made.json()["worksheet"]) == ("M", 36, sheet.number)
    with nothing_changes():
        for wrong in (True, 7.5, 11, 0, "seven", [7]):
            answer = author.post("/api/v1/fmea-lines/", {**values, "severity": wrong}, "application/json")
            assert answer.status_code == 422 and "severity" in answer.content.decode(), (wrong, answer.content)
        for wrong in ({"priority": "L"}, {"severity_after": 1}, {"rpn": 1}):
            assert author.post("/api/v1/fmea-lines/", {**values, **wrong}, "application/json").status_code == 400
        missing = author.post("/api/v1/fmea-lines/", {"title": "Of no sheet"}, "application/json")
        assert missing.status_code == 422 and "worksheet" in missing.content.decode()
