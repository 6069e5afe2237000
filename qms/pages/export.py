"""Tables as CSV and XLSX over HTTP."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from qms.registers.tables import as_csv, as_xlsx

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("csv", "xlsx")
#: Rows of one export; more is what a pack is for.
MOST = 10_000


def download(kind: str, name: str, heads: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The table as a file."""
    make, media = (as_csv, CSV) if kind == "csv" else (as_xlsx, XLSX)
    response = HttpResponse(make(heads, rows), content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
