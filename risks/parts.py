"""The table of a matrix as a part of its record: rows of level keys."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qms.records.fields import PartField

from .choices import LEVELS


class CellsField(PartField):
    """Rows of a matrix, lowest likelihood first; each a list of level keys, "" for a cell that is still empty."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "qms.records.fields.PartField", args, kwargs

    def read_items(self, items: list[Any]) -> list[list[str]]:
        known = {"", *dict(LEVELS)}
        for place, row in enumerate(items, 1):
            if not isinstance(row, list) or not all(isinstance(cell, str) for cell in row):
                raise ValidationError(_("Row %d of the table is no list of levels.") % place)
            if unknown := next((cell for cell in row if cell not in known), None):
                raise ValidationError(_("Row %(n)d names the level “%(key)s”, which there is not.") % {
                    "n": place, "key": unknown[:40],
                })  # fmt: skip
        return items

    def lines(self, value: list[list[str]], cell: Any) -> list[tuple[str, str]]:
        """Row by row, for history and exports."""
        words = dict(LEVELS)
        return [
            (str(place), f"{place}: " + ", ".join(str(words.get(key, "–")) for key in row))
            for place, row in enumerate(value, 1)
        ]

    def shown(self, value: list[list[str]], *, short: bool = False) -> str:
        """In words; the record's page draws it instead."""
        return "; ".join(said for _key, said in self.lines(value, None))

    def printed(self, value: list[list[str]], words: Any) -> list[Any]:
        """Nothing here: on paper it is a section of its own, with the labels of the scales."""
        return []

    def form_field(self, **options: Any) -> None:
        """No general form edits it: the table has a page of its own."""
