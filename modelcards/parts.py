"""The parts of a card, kept as JSON: texts by field of the schema, metric rows, further sections."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.text import tidy
from qms.records.fields import Column, RowsField

LONGEST_SECTION = 200_000  # characters
MOST_METRICS = 20_000


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
            return {**super()._row(place, {**item, "text": ""}), "text": tidy(text)}
        except ValueError as error:
            raise ValidationError(str(error)) from None


class SectionsField(_LongRows):
    """Texts by field of the card schema; `id` is the field's key."""

    name_path = "modelcards.parts.SectionsField"
    columns_are = (Column("text", _("Text"), kind="long"),)


class ExtraField(_LongRows):
    """Sections under headings that the schema does not know, in their order."""

    name_path = "modelcards.parts.ExtraField"
    columns_are = (Column("heading", _("Heading"), required=True), Column("text", _("Text"), kind="long"))


class MetricsField(RowsField):
    """Metric rows; what each holds is said in modelcards/cards/metrics.py."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "modelcards.parts.MetricsField", args, kwargs
