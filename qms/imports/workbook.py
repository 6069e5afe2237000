"""XLSX, row by row. The archive is measured before anything is unpacked; formulas are never computed."""

import datetime
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid, TooLarge, WrongType

from .limits import MOST_LINES, MOST_MEMBERS, MOST_RATIO, MOST_STRINGS, MOST_UNPACKED, SMALL
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
def _opened(path: Path, *, data_only: bool) -> Iterator[Any]:
    from openpyxl import load_workbook  # takes a quarter of a second: only for those who need it

    try:
        book = load_workbook(path, read_only=True, data_only=data_only, keep_links=False)
    except Exception as error:  # openpyxl lets whatever its parser trips over through
        raise WrongType(_("This workbook cannot be read: %s") % str(error)[:200]) from None
    try:
        yield book
    finally:
        book.close()


def find_sheet(path: Path, wished: str = "") -> tuple[str, list[str]]:
    """The sheet to read, the first visible one unless another is wished for, and the names of all visible ones."""
    with _opened(path, data_only=True) as book:
        names = [s.title for s in book.worksheets if getattr(s, "sheet_state", "visible") == "visible"]
        if wished and wished not in book.sheetnames:
            named = {"name": wished, "all": ", ".join(names)}
            raise Invalid(_("There is no sheet “%(name)s”. There are: %(all)s.") % named)
        if not names:
            raise Invalid(_("The workbook has no visible sheet."))
        return wished or names[0], names


def read_sheet(path: Path, sheet: str) -> Iterator[Row]:
    """Every row of a sheet as text. A formula counts as the value stored with it; without one the row has a problem."""
    with _opened(path, data_only=True) as book:
        values = _rows(book[sheet], values_only=True)
        if not _has_formulas(path, book[sheet]):
            for line, cells in enumerate(values, 1):
                yield _row(line, cells)
            return
        with _opened(path, data_only=False) as formulas:
            pairs = zip(values, _rows(formulas[sheet], values_only=False), strict=False)
            for line, (cells, sources) in enumerate(pairs, 1):
                yield _row(line, cells, _without_value(cells, sources))


def _rows(sheet: Any, *, values_only: bool) -> Iterator[Any]:
    sheet.reset_dimensions()  # what the file says of its size may be wrong by a million
    try:
        for line, row in enumerate(sheet.iter_rows(values_only=values_only), 1):
            if line > MOST_LINES:
                raise TooLarge(_("The sheet has more than %d rows.") % MOST_LINES)
            yield row
    except (TooLarge, GeneratorExit):
        raise
    except Exception as error:
        raise WrongType(_("This workbook cannot be read: %s") % str(error)[:200]) from None


def _has_formulas(path: Path, sheet: Any) -> bool:
    tail = b""
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as file:
        while chunk := file.read(1024**2):
            if b"<f" in tail + chunk or b":f" in tail + chunk:
                return True
            tail = chunk[-1:]
    return False


def _without_value(cells: Any, sources: Any) -> str:
    for value, source in zip(cells, sources, strict=False):
        if value is None and getattr(source, "data_type", "") == "f":
            said = _("Cell %s is a formula without a stored value. Open the file in a spreadsheet and save it.")
            return said % source.coordinate
    return ""


def _row(line: int, cells: Any, problem: str = "") -> Row:
    texts = [_text(c) for c in cells]
    while texts and not texts[-1]:
        texts.pop()
    row = checked(line, texts)
    broken = next((t for t, c in zip(texts, cells, strict=False) if t in ERRORS and t == c), "")
    if broken and not row.problem:
        problem = problem or _("A cell holds the error %s instead of a value.") % broken
    return row._replace(problem=row.problem or problem)


ERRORS = frozenset({"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})


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
