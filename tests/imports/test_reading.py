"""Files of every kind become the same rows."""

import json
import random
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from qms.imports.reading import Options, open_table
from qms.lib.errors import Invalid, Refused, TooLarge, WrongType

File = Callable[..., Path]
TEXT = "Titel;Größe\nÄpfel;groß\nBirnen;klein\n"


def rows(path: Path, **options: object) -> list[list[str]]:
    return [r.cells for r in open_table(path, options=Options(**options)).rows()]  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encoding_is_found(file: File, encoding: str) -> None:
    table = open_table(file("a.csv", TEXT.encode(encoding)))
    assert table.columns == ("Titel", "Größe")
    assert [r.cells for r in table.rows()] == [["Äpfel", "groß"], ["Birnen", "klein"]]
    assert bool(table.notes) is (encoding == "cp1252")


def test_last_resort_encoding_is_said_with_a_line(file: File) -> None:
    table = open_table(file("a.csv", "a,b\nx,y\né,z\n".encode("cp1252")))
    assert "Windows-1252" in table.notes[0] and "line 3" in table.notes[0]


def test_mixed_encodings_are_refused_with_the_line(file: File) -> None:
    with pytest.raises(Invalid, match="Line 3 is not UTF-8"):
        open_table(file("a.csv", "a,b\né,ü\n".encode() + "é,x\n".encode("cp1252")))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found(file: File, delimiter: str) -> None:
    text = "\n".join(delimiter.join(r) for r in (["Name", "Cost"], ['"a, b; c"', "1"], ["d", "2"])) + "\n"
    assert rows(file("a.csv", text)) == [["a, b; c", "1"], ["d", "2"]]


def test_decimal_commas_do_not_look_like_delimiters(file: File) -> None:
    assert rows(file("a.csv", "a;b;c\n1,5;2,5;3\n4,5;5,5;6\n")) == [["1,5", "2,5", "3"], ["4,5", "5,5", "6"]]


def test_single_column_is_read(file: File) -> None:
    assert rows(file("a.csv", "Title\nOne, with a comma\nTwo\nThree\n"), delimiter=";") == [
        ["One, with a comma"], ["Two"], ["Three"]
    ]  # fmt: skip


def test_headings_in_row_four_under_blank_lines_are_found(file: File) -> None:
    text = "Incident report 2026,,\n\n,,\nNumber,Title,Date\nI-1,First,2026-01-02\nI-2,Second,2026-01-03\n"
    table = open_table(file("a.csv", text))
    assert table.columns == ("Number", "Title", "Date")
    assert [(r.line, r.cells[0]) for r in table.rows()] == [(5, "I-1"), (6, "I-2")]
    assert "line 4" in table.notes[0]


def test_missing_headings_are_said_and_named_by_letter(file: File) -> None:
    table = open_table(file("a.csv", "I-1,First,12\nI-2,Second,13\n"))
    assert table.columns == ("Column A", "Column B", "Column C")
    assert [r.line for r in table.rows()] == [1, 2]
    assert "No headings" in table.notes[0]


def test_known_headings_win_over_values(file: File) -> None:
    text = "Export,2026\nTitel,Datum\nA,2026-01-02\n"
    assert open_table(file("a.csv", text), known={"titel", "datum"}).header.line == 2


def test_repeated_and_empty_headings_become_distinct(file: File) -> None:
    assert open_table(file("a.csv", "Note,Note,\na,b,c\nd,e,f\n")).columns == ("Note", "Note (2)", "Column C")


def test_wished_heading_line_is_taken(file: File) -> None:
    table = open_table(file("a.csv", "x,y\na,b\nc,d\n"), options=Options(header=2))
    assert table.columns == ("a", "b") and [r.line for r in table.rows()] == [3]


def test_ragged_rows_are_reported_by_line(file: File) -> None:
    table = open_table(file("a.csv", "a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,,\n"))
    found = {r.line: r.problem for r in table.rows()}
    assert found[2] == found[5] == ""
    assert "2 cells" in found[3] and "4 cells" in found[4]


def test_quoted_line_ends_keep_physical_line_numbers(file: File) -> None:
    table = open_table(file("a.csv", 'a,b\r\n1,"one\r\ntwo\nthree"\r\n2,x\r\n'))
    assert [(r.line, r.cells) for r in table.rows()] == [(2, ["1", "one\r\ntwo\nthree"]), (5, ["2", "x"])]


def test_wrong_quotes_are_reported_by_line_and_reading_goes_on(file: File) -> None:
    found = list(open_table(file("a.csv", 'a,b\n1,2\n3,"x"y\n5,6\n')).rows())
    assert [r.line for r in found] == [2, 3, 4]
    assert "quotation" in found[1].problem and found[2].cells == ["5", "6"]


def test_open_quote_is_refused_with_its_line(file: File) -> None:
    with pytest.raises(Invalid, match="line 3"):
        rows(file("a.csv", 'a,b\n1,2\n3,"never closed\n5,6\n'))


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x85"])
def test_control_characters_are_refused_with_the_line(file: File, sign: str) -> None:
    found = list(open_table(file("a.csv", f"a,b\n1,2\n3,x{sign}y\n")).rows())
    assert found[0].problem == "" and f"U+{ord(sign):04X}" in found[1].problem and found[1].line == 3


@pytest.mark.parametrize("name", ["comma_in_quotes", "empty", "empty_crlf", "newlines_crlf", "quotes_and_newlines"])
def test_acid_test_files_are_read_exactly(sample: Callable[[str], Path], file: File, name: str) -> None:
    folder = "conformance/max-mapper__csv-spectrum"
    data = sample(f"{folder}/csvs/{name}.csv").read_bytes()
    if name.endswith("crlf") and b"\r" not in data:
        data = data.replace(b"\n", b"\r\n")  # what the file's name says; some copies lost it
    table = open_table(file("a.csv", data))
    wanted = json.loads(sample(f"{folder}/json/{name}.json").read_text())
    assert [dict(zip(table.columns, r.cells, strict=True)) for r in table.rows()] == wanted


# Workbooks


def book(fill: Callable[[Workbook], None]) -> bytes:
    made, out = Workbook(), BytesIO()
    fill(made)
    made.save(out)
    return out.getvalue()


def test_workbook_cells_are_read_as_text(file: File) -> None:
    import datetime

    def fill(b: Workbook) -> None:
        b.active.append(["Title", "Date", "Hours", "Ratio", "Yes"])
        b.active.append(["=A1", datetime.date(2026, 4, 3), 12.0, 0.5, True])
        b.active["A2"].data_type = "s"
        b.active.append([])
        b.active.append(["B", datetime.datetime.fromisoformat("2026-04-03T10:30"), 3, None, False])

    table = open_table(file("a.xlsx", book(fill)))
    assert [(r.line, r.cells) for r in table.rows()] == [
        (2, ["=A1", "2026-04-03", "12", "0.5", "true"]),
        (4, ["B", "2026-04-03 10:30:00", "3", "", "false"]),
    ]


def test_formula_counts_as_its_stored_value_and_is_never_computed(file: File) -> None:
    def fill(b: Workbook) -> None:
        b.active.append(["Title", "Sum"])
        b.active.append(["A", "=1+1"])

    found = list(open_table(file("a.xlsx", book(fill))).rows())
    assert "B2" in found[0].problem and "without a stored value" in found[0].problem
    data = edited(book(fill), "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>2</v>", b"<v />", b"<v>2</v>")
    assert [r.cells for r in open_table(file("b.xlsx", data)).rows()] == [["A", "2"]]


def test_merged_cells_and_second_sheets_are_no_obstacle(file: File) -> None:
    def fill(b: Workbook) -> None:
        b.active.title = "Incidents"
        b.active.append(["Report", None, None])
        b.active.merge_cells("A1:C1")
        b.active.append(["Number", "Title", "Who"])
        b.active.append(["1", "First", "x"])
        b.create_sheet("Notes").append(["Something"])

    table = open_table(file("a.xlsx", book(fill)))
    assert table.columns == ("Number", "Title", "Who")
    assert "“Incidents” is read" in table.notes[0]
    assert open_table(file("a.xlsx", book(fill)), options=Options(sheet="Notes")).sheet == "Notes"


def edited(data: bytes, member: str, *pairs: bytes) -> bytes:
    """The archive with byte strings of one member replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info.filename)
            if info.filename == member:
                for was, now in zip(pairs[::2], pairs[1::2], strict=True):
                    content = content.replace(was, now)
            new.writestr(info.filename, content)
    return out.getvalue()


def plain(b: Workbook) -> None:
    b.active.append(["Title", "Date"])
    b.active.append(["A", "2026-01-01"])


def test_wrong_dimension_does_not_blow_rows_up(file: File) -> None:
    data = edited(book(plain), "xl/worksheets/sheet1.xml", b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert rows(file("a.xlsx", data)) == [["A", "2026-01-01"]]


def test_zip_bomb_is_not_opened(file: File) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/workbook.xml", "x")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(TooLarge, match="times its size"):
        open_table(file("a.xlsx", out.getvalue()))


def test_archive_with_too_many_members_is_not_opened(file: File) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(1001):
            archive.writestr(f"xl/{n}", "")
    with pytest.raises(TooLarge):
        open_table(file("a.xlsx", out.getvalue()))


def test_entities_in_a_workbook_are_refused(file: File) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    data = edited(book(plain), "xl/worksheets/sheet1.xml", b"<worksheet", bomb + b"<worksheet")
    with pytest.raises(WrongType):
        rows(file("a.xlsx", data))


def test_what_is_no_table_is_refused(file: File) -> None:
    workbook = book(plain)
    cases = {
        "a.csv": workbook,
        "b.xlsx": b"a,b\n1,2\n",
        "c.csv": b"%PDF-1.4 a,b",
        "d.csv": b"<html><table><tr><td>a</td></tr></table>",
        "e.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
        "f.exe": b"MZ",
        "g.docx": workbook,
        "h.xlsx": workbook + b"<script>alert(1)</script>",
        "i.xlsx": edited(workbook, "xl/workbook.xml")[:-30],
        "j.csv": b"\x89PNG\r\n\x1a\n,b",
    }
    for name, data in cases.items():
        with pytest.raises(WrongType):
            rows(file(name, data))


def test_workbook_with_macros_is_refused(file: File) -> None:
    out = BytesIO(book(plain))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", "x")
    with pytest.raises(WrongType, match="macros"):
        open_table(file("a.xlsx", out.getvalue()))


@pytest.mark.parametrize("data", [b"", b"\n\n", b",,\n,,\n"])
def test_empty_file_is_refused(file: File, data: bytes) -> None:
    with pytest.raises(Invalid):
        open_table(file("a.csv", data))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "member"])
def test_damaged_files_are_refused_and_never_crash(file: File, kind: str) -> None:
    chance = random.Random(20261123)
    whole = b'id;"t;i\n""tle"";";x\n1;"\xc3\xa4";3\n' * 20 if kind == "csv" else book(plain)
    for n in range(150):
        data = bytearray(whole)
        if kind == "member":
            with zipfile.ZipFile(BytesIO(whole)) as archive:
                name = chance.choice(archive.namelist())
                inside = bytearray(archive.read(name))
            for _ in range(chance.randint(1, 8)):
                inside[chance.randrange(len(inside))] = chance.randrange(256)
            data = bytearray(replaced(whole, name, bytes(inside)))
        else:
            for _ in range(chance.randint(1, 8)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        path = file(f"{n}.{'csv' if kind == 'csv' else 'xlsx'}", bytes(data))
        try:
            sum(1 for _row in open_table(path).rows())
        except Refused as refused:
            assert refused.all_sentences()


def replaced(data: bytes, member: str, content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
    return out.getvalue()
