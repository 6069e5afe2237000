"""A card on paper: the texts by section, the metrics, the gates."""

from typing import Any

from django.utils.translation import gettext as _t

from qms.printing.shapes import PrintColumn, PrintFact, PrintSection, PrintTable

from .cards import schema
from .queries.gates import gates_of

#: Rows of metrics on paper; the rest is in the exports.
MOST_SHOWN = 200
RESULTS = {"passed": "Passed", "failed": "Failed", "n/a": "Not applicable"}


def printed(record: Any, actor: Any) -> list[PrintSection]:
    """The texts by section, the metrics, and the gates, on paper."""
    texts = {row["id"]: row["text"] for row in record.sections}
    made = [_printed(section, texts) for section in schema.sections()]
    if record.extra:
        further = [PrintFact(label=row["heading"], value=row["text"], prose=True) for row in record.extra]
        made.append(PrintSection(label=_t("Further sections"), facts=further))
    if record.metrics:
        made.append(PrintSection(label=_t("Metrics"), tables=[_metrics(record)]))
    gates = [(gate.label, _t(RESULTS[gate.result]), gate.reason) for gate in gates_of(record)]
    heads = ((_t("Gate"), "text"), (_t("Result"), "state"), (_t("Why"), "text"))
    made.append(PrintSection(label=_t("Gates"), tables=[_table(_t("Gates"), heads, gates)]))
    return made


def _printed(section: schema.Section, texts: dict[str, str]) -> PrintSection:
    """One section of the card; fields without a text are named in one line."""
    filled = [f for f in section.fields if texts.get(f.key)]
    facts = [PrintFact(label=f.label, value=texts[f.key], prose=True) for f in filled]
    return PrintSection(label=section.label, facts=facts, empty=[f.label for f in section.fields if f not in filled])


def _table(label: str, heads: Any, rows: Any, total: int | None = None) -> PrintTable:
    columns = [PrintColumn(label=word, width=width) for word, width in heads]
    return PrintTable(label=label, columns=columns, rows=rows, total=total)


def _metrics(record: Any) -> PrintTable:
    names = {
        "name": (_t("Metric"), "text"), "value": (_t("Value"), "short"), "slice": (_t("Slice"), "short"),
        "dataset": (_t("Dataset"), "text"), "n": ("n", "short"), "date": (_t("Date"), "short"),
    }  # fmt: skip
    rows = [[str(row.get(name) or "") for name in names] for row in record.metrics[:MOST_SHOWN]]
    return _table(_t("Metrics"), names.values(), rows, total=len(record.metrics))
