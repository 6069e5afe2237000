"""CSV and TSV, row by row, with the physical line each row begins on."""

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .rows import Row, checked

DELIMITERS = ("\t", ";", "|", ",")  # the first wins where two fit equally well
SAMPLE = 128 * 1024  # characters
SAMPLE_ROWS = 400


def find_delimiter(path: Path, encoding: str) -> str:
    """The sign between cells: the one that gives most rows the same number of cells. "," for a single column."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        text = file.read(SAMPLE)
    if declared := _declared(text):
        return declared
    if len(text) == SAMPLE:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1]
    best = max(DELIMITERS, key=lambda d: _fit(text, d))
    return best if _fit(text, best) > (0.5, 0) else ","


def _declared(text: str) -> str:
    """Excel's own first line `sep=;`."""
    head = text[:7].rstrip("\r\n").lower()
    return head[4] if len(head) == 5 and head.startswith("sep=") else ""


def _fit(text: str, delimiter: str) -> tuple[float, int]:
    """The share of rows with the commonest number of cells, and that number; nothing when it is 1."""
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths.update(len(cells) for cells in itertools.islice(reader, SAMPLE_ROWS) if cells)
    except csv.Error:
        return 0.0, 0
    common = max((w for w in widths if w > 1), key=lambda w: widths[w], default=0)
    return (widths[common] / widths.total(), common) if common else (0.0, 0)


def read_delimited(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    """Every row of the file, blank ones too. Quoted line ends stay as they are.

    A row whose quotes are wrong carries a problem. Raises Invalid where a quote is opened and never closed.
    """
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield _broken(line, str(error))
            except UnicodeDecodeError as error:
                named = {"line": line, "name": error.encoding}
                raise Invalid(_("From line %(line)d on the file is not %(name)s.") % named) from None
            else:
                if line > 1 or not (len(cells) <= 2 and cells and cells[0].lower().startswith("sep=")):
                    yield checked(line, cells)


def _broken(line: int, error: str) -> Row:
    if "end of data" in error or "larger than" in error:
        raise Invalid(_("On line %d a quotation mark is opened and never closed.") % line)
    said = _("The quotation marks on this line do not fit: put the whole cell in quotes and double those inside it.")
    return Row(line, [], said)
