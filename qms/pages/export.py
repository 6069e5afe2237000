"""Tables as CSV and XLSX: exactly what the list shows, and nothing that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

#: With these a spreadsheet starts a formula; the full-width forms are read as their plain ones.
STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("csv", "xlsx")
#: Rows of one export; more is what a pack is for.
MOST = 10_000


def harmless(value: object) -> str:
    """The text of a cell, with ' in front where a spreadsheet would read a formula (also behind blanks)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(STARTS) or text.lstrip().startswith(STARTS) else text


def as_csv(heads: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads names rightly."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([harmless(h) for h in heads])
    writer.writerows([harmless(v) for v in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(heads: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet; every cell is text by type, so nothing is computed when it is opened."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [heads, *rows]:
        sheet.append([_text(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(sheet: object, value: object) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value="")
    cell.data_type = "s"
    cell._value = harmless(value)[:32767]
    return cell


def download(kind: str, name: str, heads: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The table as a file."""
    make, media = (as_csv, CSV) if kind == "csv" else (as_xlsx, XLSX)
    response = HttpResponse(make(heads, rows), content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
