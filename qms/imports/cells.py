"""One cell to one value, by the kind of field it becomes. Every reader raises ValueError with a sentence."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .amounts import read_number
from .dates import read_date
from .lookups import Lookups, Records
from .mapping import Mapping
from .targets import Target
from .values import looks_like_list, read_bool, read_list
from .words import fold

FEW = 12  # choices named in a sentence


class Cells:
    """Reads cells. Made once per file; `styles` and `marks` are the orders of dates and decimal marks by column."""

    def __init__(
        self, known: dict[str, Target], mapping: Mapping, *, styles: dict[str, str], marks: dict[str, str],
        records: Records | None = None,
    ) -> None:  # fmt: skip
        self.known, self.mapping, self.styles, self.marks = known, mapping, styles, marks
        self.lookups, self.records = Lookups(), records
        self.choices = {name: dict(t.values) for name, t in known.items()}

    def read(self, name: str, column: str, text: str) -> Any:
        """The value of a filled cell for a field; None where a person decided that this text means nothing."""
        text = self.mapping.values.get(column, {}).get(text, text)
        if not text:
            return None
        target = self.known[name]
        return _READERS[target.kind](self, target, column, text)

    def text(self, target: Target, column: str, text: str) -> str:
        if looks_like_list(text):
            text = "; ".join(read_list(text))
        return " ".join(text.split())

    def title(self, target: Target, column: str, text: str) -> str:
        """Of a list, the first item."""
        if looks_like_list(text):
            text = next(iter(read_list(text)), "")
        return " ".join(text.split())

    def long(self, target: Target, column: str, text: str) -> str:
        """Of a list, one line per item."""
        if not looks_like_list(text):
            return text
        items = [" ".join(i.split()) for i in read_list(text)]
        return "\n".join(f"- {i}" for i in items) if len(items) > 1 else "".join(items)

    def choice(self, target: Target, column: str, text: str) -> str:
        found = self.choices[target.name].get(fold(text))
        if found is None:
            offered = ", ".join(label for _key, label in target.choices[:FEW])
            if (more := len(target.choices) - FEW) > 0:
                offered += _(" and %d more") % more
            said = _("“%(text)s” is no choice of %(field)s. Choices: %(offered)s.")
            raise ValueError(said % {"text": text[:60], "field": target.label, "offered": offered})
        return found

    def date(self, target: Target, column: str, text: str) -> datetime.date:
        return read_date(text, self.styles.get(column, ""))

    def moment(self, target: Target, column: str, text: str) -> datetime.datetime:
        day = read_date(text, self.styles.get(column, ""))
        return timezone.make_aware(datetime.datetime.combine(day, _clock(text)))

    def number(self, target: Target, column: str, text: str) -> Any:
        return read_number(text, self.marks.get(column, ""))

    def whole(self, target: Target, column: str, text: str) -> int:
        number = read_number(text, self.marks.get(column, ""))
        if number != int(number):
            raise ValueError(_("“%s” is no whole number.") % text[:40])
        return int(number)

    def yes_or_no(self, target: Target, column: str, text: str) -> bool:
        return read_bool(text)

    def strings(self, target: Target, column: str, text: str) -> list[str]:
        items = read_list(text)
        return [self.choice(target, column, i) for i in items] if target.choices else items

    def person(self, target: Target, column: str, text: str) -> int:
        found = self.lookups.people.find(text)
        if found is None:
            raise ValueError(_("“%s” is nobody here, or more than one person. Use a user name.") % text[:60])
        return found

    def people(self, target: Target, column: str, text: str) -> list[int]:
        return [self.person(target, column, item) for item in read_list(text)]

    def unit(self, target: Target, column: str, text: str) -> int:
        found = self.lookups.units.find(text)
        if found is None:
            raise ValueError(_("There is no unit “%s”. Use a unit's code or name.") % text[:60])
        return found

    def record(self, target: Target, column: str, text: str) -> Any:
        found = self.records.find(target.name, text) if self.records else None
        if found is None:
            raise ValueError(_("There is no record “%s” that you may see.") % text[:60])
        return found


def _clock(text: str) -> datetime.time:
    """The time of day behind a date; midnight where there is none."""
    last = text.replace("T", " ").split(" ")[-1].rstrip("Z")
    try:
        return datetime.time.fromisoformat(last).replace(tzinfo=None) if ":" in last else datetime.time()
    except ValueError:
        return datetime.time()


_READERS: dict[str, Callable[[Cells, Target, str, str], Any]] = {
    "text": Cells.text, "title": Cells.title, "long": Cells.long, "external_id": Cells.text, "choice": Cells.choice,
    "state": Cells.choice, "date": Cells.date, "moment": Cells.moment, "number": Cells.number, "whole": Cells.whole,
    "bool": Cells.yes_or_no, "strings": Cells.strings, "person": Cells.person, "people": Cells.people,
    "unit": Cells.unit, "record": Cells.record,
}  # fmt: skip
