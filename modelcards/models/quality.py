"""Quality results of a dataset, kept as rows."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.printing.shapes import PrintColumn, PrintTable
from qms.records.fields import Column, RowsField

from .. import quality

COMPARISONS = (("ge", _("at least")), ("le", _("at most")), ("eq", _("exactly")))
COLUMNS = (
    Column("rule", _("Rule"), required=True),
    Column("value", _("Value"), kind="number", required=True),
    Column("comparison", _("Should be"), kind="choice", choices=COMPARISONS, required=True),
    Column("threshold", _("Threshold"), kind="number", required=True),
    Column("n", _("n"), kind="number"),
    Column("tool", _("Tool")),
    Column("file", _("File, SHA-256")),
    Column("required", _("Required"), kind="bool"),
    Column("on", _("Date"), kind="date"),
)
_HASH = re.compile(r"[0-9a-f]{64}")
_WHOLE = re.compile(r"\d{1,15}")


class QualityField(RowsField):
    """Rows of rule, value, threshold, n, tool and file; passed or failed is worked out, never stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("columns", COLUMNS)
        super().__init__(*args, **kwargs)

    def _row(self, place: int, item: dict[str, Any]) -> dict[str, Any]:
        row = super()._row(place, item)
        if row["file"] and not _HASH.fullmatch(row["file"]):
            raise ValidationError(_t("Row %d: a SHA-256 is 64 hexadecimal digits, in small letters.") % place)
        if row["n"] and not _WHOLE.fullmatch(row["n"]):
            raise ValidationError(_t("Row %d: “n” counts cases; it is a whole number.") % place)
        return row

    def shown(self, value: list[dict[str, Any]], *, short: bool = False) -> str:
        """A table with the verdict of each row; in a list, how many pass."""
        rows = quality.judged(value)
        if short:
            counting = [r for r in rows if r["counts"]]
            return f"{sum(r['passed'] for r in counting)} / {len(counting)}"
        for row in rows:
            row["sign"] = quality.SIGNS[row["comparison"]]
        return render_to_string("datasets/quality.html", {"rows": rows})

    def printed(self, value: list[dict[str, Any]], words: Any) -> PrintTable:
        """The same on paper."""
        heads = [
            PrintColumn(label=_t("Rule")), PrintColumn(label=_t("Result"), width="short"),
            PrintColumn(label=_t("Value"), width="number"), PrintColumn(label=_t("Should be"), width="number"),
            PrintColumn(label=_t("n"), width="short"), PrintColumn(label=_t("Tool, file")),
            PrintColumn(label=_t("Date"), width="date"),
        ]  # fmt: skip
        return PrintTable(label=_t("Quality results"), columns=heads, rows=[_printed(r) for r in quality.judged(value)])


def _printed(row: dict[str, Any]) -> list[Any]:
    verdict = _t("passed") if row["passed"] else _t("failed")
    rule = f"{row['rule']} ({_t('required')})" if row["required"] else row["rule"]
    made = [part for part in (row["tool"], row["file"]) if part]
    verdict = verdict if row["counts"] else _t("%s, repeated later") % verdict
    target = f"{quality.SIGNS[row['comparison']]} {row['threshold']}"
    return [rule, verdict, row["value"], target, row["n"], made, row["on"] or ""]
