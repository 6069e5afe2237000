"""XLSX, row by row. The archive is measured before anything is unpacked; formulas are never computed."""

import datetime
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid, TooLarge, WrongType

from .limits import MOST_COLUMNS, MOST_IN_ROW, MOST_LINES, MOST_MEMBERS, MOST_RATIO, MOST_STRINGS, MOST_UNPACKED, SMALL
from .rows import Row, checked


def check_archive(path: Path) -> None:
    """Raises WrongType for what is no plain workbook, TooLarge for one that unpacks beyond limits."""
    try:
        with zipfile.ZipFile(path) as archive:
            members, comment = archive.infolist(), archive.comment
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise WrongType(_("This workbook is damaged and cannot be opened. Save it again as XLSX.")) from None
    names = [m.filename.lower() for m in members]
    size, unpacked = path.stat().st_size, sum(m.file_size for m in members)
    strings = sum(m.file_size for m in members if m.filename.lower().endswith("sharedstrings.xml"))
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or strings > MOST_STRINGS:
        raise TooLarge(_("This workbook unpacks to more than is taken. Save the sheet as CSV."))
    if unpacked > SMALL and unpacked > MOST_RATIO * size:
        raise TooLarge(_("This workbook unpacks to more than %d times its size and was not opened.") % MOST_RATIO)
    if len(set(names)) < len(names) or any(m.flag_bits & 1 for m in members) or comment or _trailing(path):
        raise WrongType(_("This file is not a plain workbook. Save it again as XLSX."))
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise WrongType(_("This file is an archive, not an XLSX workbook."))
    if any("vbaproject" in n for n in names):
        raise WrongType(_("This workbook holds macros. Save it without them as XLSX."))


def _trailing(path: Path) -> bool:
    """Whether anything follows the archive's end: a file that is two things at once."""
    with path.open("rb") as file:
        file.seek(-22, 2)
        return file.read(4) != b"PK\x05\x06"


@contextmanager
def _opened(path: Path, *, strings: bool) -> Iterator[tuple[Any, dict[str, Any]]]:
    """openpyxl's reader with only those parts read that a table needs, and the sheets by name.

    Its load_workbook would read every sheet from end to end once, to learn its size.
    """
    from openpyxl.reader.excel import ExcelReader  # takes a quarter of a second: only for those who need it
    from openpyxl.styles.stylesheet import apply_stylesheet

    file = path.open("rb")  # a stored upload has no name ending, and openpyxl judges a path by it
    try:
        reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        reader.read_manifest()
        if strings:
            reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        found = [(s, rel) for s, rel in reader.parser.find_sheets() if rel.target in reader.valid_files]
    except Exception as error:  # openpyxl lets through whatever its parser trips over
        file.close()
        raise WrongType(_("This workbook cannot be read: %s") % str(error)[:200]) from None
    with file, reader.archive:
        yield reader, {sheet.name: (sheet, rel) for sheet, rel in found if "chartsheet" not in rel.Type}


def find_sheet(path: Path, wished: str = "") -> tuple[str, list[str]]:
    """The sheet to read, the first visible one unless another is wished for, and the names of all visible ones."""
    with _opened(path, strings=False) as (_reader, sheets):
        names = [name for name, (sheet, _rel) in sheets.items() if (sheet.state or "visible") == "visible"]
    if wished and wished not in sheets:
        named = {"name": wished, "all": ", ".join(names)}
        raise Invalid(_("There is no sheet “%(name)s”. There are: %(all)s.") % named)
    if not names:
        raise Invalid(_("The workbook has no visible sheet."))
    return wished or names[0], names


def read_sheet(path: Path, name: str) -> Iterator[Row]:
    """Every row of a sheet as text. A formula counts as the value stored with it; without one the row has a problem."""
    with _opened(path, strings=True) as (reader, sheets):
        try:
            for line, cells, problem in _parsed(reader, sheets[name][1].target):
                if line > MOST_LINES:
                    raise TooLarge(_("The sheet has more than %d rows.") % MOST_LINES)
                yield _row(line, cells, problem)
        except (TooLarge, GeneratorExit):
            raise
        except Exception as error:
            raise WrongType(_("This workbook cannot be read: %s") % str(error)[:200]) from None


def _parsed(reader: Any, member: str) -> Iterator[tuple[int, list[dict[str, Any]], str]]:
    """Row by row by openpyxl's own parser of a row, without the emptied rows that its loop leaves in memory."""
    from defusedxml.ElementTree import iterparse
    from openpyxl.worksheet._reader import DATA_TAG, ROW_TAG, WorkSheetParser

    book, data, count = reader.wb, None, 0
    parser = WorkSheetParser(
        None, reader.shared_strings, data_only=True, epoch=book.epoch, date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )  # fmt: skip
    with reader.archive.open(member) as source:
        for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                data = element if element.tag == DATA_TAG else data
                count += 1
                if count > MOST_IN_ROW:
                    raise TooLarge(_("A row of the sheet has too many cells."))
            elif element.tag == ROW_TAG:
                problem = _without_value(element)
                yield *parser.parse_row(element), problem
                element.clear() if data is None else data.clear()
                parser.row_dimensions.clear()
                count = 0


def _without_value(row: Any) -> str:
    from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG

    for cell in row:
        if cell.find(FORMULA_TAG) is not None and not cell.findtext(VALUE_TAG):
            said = _("Cell %s is a formula without a stored value. Open the file in a spreadsheet and save it.")
            return said % cell.get("r", "")
    return ""


def _row(line: int, cells: list[dict[str, Any]], problem: str) -> Row:
    texts: dict[int, str] = {}
    for cell in cells:
        if text := _text(cell["value"]):
            texts[cell["column"]] = text
        if cell["data_type"] == "e":
            problem = problem or _("A cell holds the error %s instead of a value.") % cell["value"]
    width = min(max(texts, default=0), MOST_COLUMNS + 1)
    row = checked(line, [texts.get(place, "") for place in range(1, width + 1)])
    return row._replace(problem=row.problem or problem)


def _text(value: Any) -> str:
    """A cell's value as the text that a CSV file would hold; dates as 2026-04-03."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
        case datetime.datetime():
            return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
        case _:
            return str(value)
