"""The parts of a card, kept as JSON: texts by field of the schema, metric rows, further sections."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.lib.text import tidy
from qms.printing.shapes import PrintNode
from qms.records.fields import Column, PartField, RowsField

from .cards import metric_words, metrics, schema

LONGEST_SECTION = 200_000  # characters
LONGEST_KEY = 40
MOST_METRICS = 20_000
MOST_READ, MOST_FAULTS, MOST_SHOWN = 200, 20, 20_000


class _LongRows(RowsField):
    """Rows whose long column may hold more than a form's."""

    name_path = ""
    columns_are: tuple[Column, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("columns", self.columns_are)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, self.name_path, args, kwargs

    def _row(self, place: int, item: dict[str, Any]) -> dict[str, Any]:
        text = item.get("text") or ""
        if not isinstance(text, str):
            raise ValidationError(_t("Row %d: the text is no text.") % place)
        if len(text) > LONGEST_SECTION:
            said = _t("Row %(n)d has more than %(most)d characters.")
            raise ValidationError(said % {"n": place, "most": LONGEST_SECTION})
        try:
            row = super()._row(place, {**item, "text": ""})
            return {**row, "id": str(item.get("id") or row["id"])[:LONGEST_KEY], "text": tidy(text)}
        except ValueError as error:
            raise ValidationError(str(error)) from None


class SectionsField(_LongRows):
    """Texts by field of the card schema; `id` is the field's key."""

    name_path = "modelcards.parts.SectionsField"
    columns_are = (Column("text", _("Text"), kind="long"),)

    def shown(self, value: list[dict[str, Any]], *, short: bool = False) -> str:
        """The texts under their labels; in a list, how many there are."""
        return str(len(value)) if short else _texts((_label(row["id"]), row["text"]) for row in value)

    def lines(self, value: list[dict[str, Any]], cell: Any) -> list[tuple[str, str]]:
        """Each text under its label, by the field's key."""
        return [(row["id"], f"{_label(row['id'])}: {row['text']}") for row in value]

    def form_field(self, **options: Any) -> None:
        """No general form edits it: the content has a page of its own."""

    def printed(self, value: list[dict[str, Any]], words: Any) -> list[PrintNode]:
        """On paper the register prints sections of its own."""
        return []


class ExtraField(_LongRows):
    """Sections under headings that the schema does not know, in their order."""

    name_path = "modelcards.parts.ExtraField"
    columns_are = (Column("heading", _("Heading"), required=True), Column("text", _("Text"), kind="long"))

    def shown(self, value: list[dict[str, Any]], *, short: bool = False) -> str:
        """The texts under their headings."""
        return str(len(value)) if short else _texts((row["heading"], row["text"]) for row in value)

    def lines(self, value: list[dict[str, Any]], cell: Any) -> list[tuple[str, str]]:
        """Each text under its heading, by the heading: rows of a file that is sent again get other ids."""
        return [(row["heading"], f"{row['heading']}: {row['text']}") for row in value]

    def form_field(self, **options: Any) -> None:
        """Edited with the content."""

    def printed(self, value: list[dict[str, Any]], words: Any) -> list[PrintNode]:
        """Printed with the content."""
        return []


def _label(key: str) -> str:
    known = schema.fields()
    return known[key].label if key in known else key


def _texts(rows: Iterable[tuple[str, str]]) -> str:
    return render_to_string("modelcards/texts_plain.html", {"rows": list(rows)})


class MetricsField(PartField):
    """Metric rows; what each holds is said in cards/metrics.py. That no day lies ahead is asked by the register."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "modelcards.parts.MetricsField", args, kwargs

    def clean(self, value: Any, model_instance: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > MOST_METRICS:
            raise ValidationError(_t("More than %d metrics.") % MOST_METRICS)
        return read_metrics(value if value is not None else [], today=datetime.date.max)

    def shown(self, value: list[dict[str, Any]], *, short: bool = False) -> str:
        """How many there are; the page of a card shows them in its own way."""
        if short:
            return str(len(value))
        return render_to_string("modelcards/metrics_plain.html", {"rows": value[:MOST_READ], "total": len(value)})

    def signed(self, value: list[dict[str, Any]]) -> str:
        """All of them with everything they say, for whoever signs."""
        return render_to_string("modelcards/metrics_signed.html", {"rows": map(metric_words.told, value)})

    def lines(self, value: list[dict[str, Any]], cell: Any) -> list[tuple[str, str]]:
        """A line for each, by what it measures."""
        return [(metric_words.key(row), metric_words.line(row)) for row in value]

    def form_field(self, **options: Any) -> None:
        """No general form edits it: metrics have a page of their own."""

    def printed(self, value: list[dict[str, Any]], words: Any) -> list[PrintNode]:
        """On paper the register prints a table of its own."""
        return []


def read_metrics(rows: Any, *, today: datetime.date) -> list[dict[str, Any]]:
    """Metric rows as they are kept. Raises ValidationError with a sentence for every row that does not fit."""
    if not isinstance(rows, list):
        raise ValidationError(_t("A list is expected here."))
    found, faults = [], []
    for place, row in enumerate(rows, 1):
        try:
            if not isinstance(row, dict):
                raise Invalid(_t("Row %d is no row of named values.") % place)
            found.append(metrics.read_row(row, place=_t("Row %d") % place, today=today))
        except Invalid as refused:
            faults += refused.sentences
    if faults:
        raise ValidationError(faults[:MOST_FAULTS])
    return found


class MetadataField(models.TextField):
    """The front matter of a README, verbatim. No form edits it; it changes with the file."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "modelcards.parts.MetadataField", args, kwargs

    def shown(self, value: str, *, short: bool = False) -> str:
        """YAML as it came."""
        return str(len(value)) if short else format_html('<pre class="code">{}</pre>', value[:MOST_SHOWN])

    def signed(self, value: str) -> str:
        """The whole of it."""
        return format_html('<pre class="code">{}</pre>', value)

    def form_field(self, **options: Any) -> None:
        """Edited by sending the file again."""

    def printed(self, value: str, words: Any) -> list[PrintNode]:
        """The front matter is in the file, which the print names."""
        return []
