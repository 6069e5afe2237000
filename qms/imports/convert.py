"""One row of a file to the values of one record, or to sentences that say why not."""

import functools
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid
from qms.registers.tables import as_meant

from .amounts import read_number
from .cells import Cells
from .dates import read_date
from .lookups import Records
from .mapping import DROP, KEEP, Mapping
from .targets import keeping_field, targets
from .values import read_bool

LONGEST_TITLE = 200
LONGEST_WORDS = 110
TITLE_PIECES = 3
LONGEST_PIECE = 80


class Wrong(NamedTuple):
    """What is wrong with one cell. `column` is empty where it is the row."""

    column: str
    message: str


class Converter:
    """Turns rows into values by a mapping. `unit_id` is the unit of rows that name none; records that cells name are
    those that `actor` may see. Raises Invalid for what the mapping gives every row and nobody can read."""

    def __init__(
        self, register: Any, columns: Sequence[str], mapping: Mapping, *, styles: dict[str, str], marks: dict[str, str],
        unit_id: int | None = None, actor: Any = None,
    ) -> None:  # fmt: skip
        self.known, self.entitles = targets(register), register.import_titles
        self.titled_by = register.import_titled_by
        self.cells = Cells(self.known, mapping, styles=styles, marks=marks, records=Records(register, actor))
        self.keeper, self.unit_id, self.given = keeping_field(register), unit_id, self._given(mapping)
        self.plan = [(place, c, mapping.columns.get(c, DROP)) for place, c in enumerate(columns)]

    def _given(self, mapping: Mapping) -> dict[str, Any]:
        """The values of rows that name none themselves."""
        try:
            return {name: self.cells.read(name, "", text) for name, text in mapping.given.items()}
        except ValueError as error:
            raise Invalid(str(error)) from None

    def convert(self, row: Sequence[str]) -> tuple[dict[str, Any], list[Wrong]]:
        """The values for `create_many` and what is wrong with the row."""
        values: dict[str, Any] = {}
        wrong: list[Wrong] = []
        for place, column, name in self.plan:
            text = as_meant(row[place].strip())
            if not text or name in (KEEP, DROP):
                continue
            try:
                value = self.cells.read(name, column, text)
            except ValueError as error:
                wrong.append(Wrong(column, str(error)))
            else:
                if value not in (None, "", []):
                    values[name] = value
        for name, value in self.given.items():
            values.setdefault(name, value)
        if self.unit_id is not None:
            values.setdefault("unit", self.unit_id)
        self._entitle(values, row)
        self._keep(values, row)
        return values, wrong

    def _entitle(self, values: dict[str, Any], row: Sequence[str]) -> None:
        """A record needs a title: its own, else the first line of its description, else its short texts together.

        A title that is too long is cut and stands in full in the description, or where else the register keeps texts.
        """
        if not (self.entitles or "title" in values):
            return
        described = str(values.get("description", ""))
        worded = next((w for n in self.titled_by if (w := _first_words(str(values.get(n, ""))))), "")
        title = values.get("title") or worded or _first_line(described) or self._pieced(values, row)
        if len(title) > LONGEST_TITLE:
            keeper = "description" if "description" in self.known else self.keeper
            held = str(values.get(keeper, ""))
            if keeper and title not in held:
                values[keeper] = f"{title}\n\n{held}".strip()
            title = title[: LONGEST_TITLE - 1].rstrip() + "…"
        values["title"] = title

    def _pieced(self, values: dict[str, Any], row: Sequence[str]) -> str:
        """The external id and the short texts of the row, in the order of the file; choices where texts are few."""
        pieces: dict[str, int] = {str(values["external_id"]): -1} if "external_id" in values else {}
        for kinds in (("text", ""), ("choice", "unit")):
            for place, _column, name in self.plan:
                text = " ".join(row[place].split())
                kind = self.known[name].kind if name in self.known else ""
                if kind in kinds and len(pieces) < TITLE_PIECES and _says_something(text):
                    pieces.setdefault(text, place)
        return " · ".join(sorted(pieces, key=lambda p: pieces[p]))

    def _keep(self, values: dict[str, Any], row: Sequence[str]) -> None:
        """Add the columns without a field to the text that keeps them."""
        lines = [
            f"- {column}: {' '.join(row[place].split())}"
            for place, column, name in self.plan
            if name == KEEP and row[place].strip()
        ]
        if lines and self.keeper:
            block = "\n".join([_("Imported columns:"), "", *lines])
            held = str(values.get(self.keeper, ""))
            values[self.keeper] = f"{held}\n\n{block}" if held else block


def _first_line(text: str) -> str:
    return next((plain for line in text.splitlines() if (plain := line.removeprefix("- ").strip())), "")


def _first_words(text: str) -> str:
    """The first line, cut behind a word where it is long: the text itself stands in its own field."""
    line = " ".join(_first_line(text).split())
    return (
        line if len(line) <= LONGEST_WORDS else f"{line[:LONGEST_WORDS].rpartition(' ')[0] or line[:LONGEST_WORDS]} …"
    )


@functools.lru_cache(maxsize=4096)
def _says_something(text: str) -> bool:
    """Whether a text helps in a title: no number, no date, no yes or no, no paragraph."""
    if len(text) > LONGEST_PIECE or not any(c.isalpha() for c in text):
        return False
    if len(text) == 1:
        return True  # rather a name (line N) than a no
    for read in (read_bool, read_date, read_number):
        try:
            read(text)
        except ValueError:
            continue
        return False
    return True
