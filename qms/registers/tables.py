"""Tables as CSV and XLSX: exactly the cells given, and nothing that a spreadsheet would run."""

import csv
import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

#: With these a spreadsheet starts a formula; the full-width forms are read as their plain ones.
STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

_HOUR = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def harmless(value: object) -> str:
    """The text of a cell, with ' in front where a spreadsheet would read a formula (also behind blanks)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(STARTS) or text.lstrip().startswith(STARTS) else text


def _plain(value: object) -> str:
    """A number as it is written, anything else harmless."""
    return str(value) if is_number(value) else harmless(value)


def is_number(value: object) -> bool:
    """Whether a spreadsheet may count with it: a finite number, which no formula hides in."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool) and math.isfinite(value)


def as_meant(text: str) -> str:
    """The text of a cell that `harmless` wrote, so that a table comes back as it went out."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def csv_lines(rows: Iterable[Sequence[object]]) -> str:
    """Rows as lines of CSV, without the mark that begins a file."""
    out = io.StringIO()
    csv.writer(out).writerows([_plain(v) for v in row] for row in rows)
    return out.getvalue()


def as_csv(heads: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads names rightly."""
    return (csv_lines([heads]) + csv_lines(rows)).encode("utf-8-sig")


def as_xlsx(heads: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet: numbers are numbers, every other cell is text by type, so that nothing is computed.

    The same rows give the same bytes.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [heads, *rows]:
        sheet.append([value if is_number(value) else _text(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return _steady(out.getvalue())


def _steady(workbook: bytes) -> bytes:
    """The workbook without the hour at which it was written, so that equal tables are equal files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as written, zipfile.ZipFile(out, "w") as steady:
        for name in written.namelist():
            part = written.read(name)
            if name == "docProps/core.xml":
                part = _HOUR.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
            steady.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _text(sheet: object, value: object) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value="")
    cell.data_type = "s"
    cell._value = harmless(value)[:32767]
    return cell
