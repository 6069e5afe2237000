"""A card on paper: the texts by section, the metrics, the gates."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from qms.lib.prose import prose
from qms.printing.shapes import PrintColumn, PrintFact, PrintSection, PrintTable, Value

from .metric_lines import Group, Line, groups_of
from .queries.gates import gates_of
from .reading import Block, Text, blocks_of

#: Rows of metrics on paper; the rest is in the exports.
MOST_SHOWN = 200


def printed(record: Any, actor: Any) -> list[PrintSection]:
    """The texts by section, the metrics, and the gates, on paper."""
    made = [_block(block) for block in blocks_of(record.sections)]
    if record.extra:
        further = [_prose(row["heading"], row["text"]) for row in record.extra]
        made.append(PrintSection(label=_t("Further sections"), facts=further))
    if record.metrics:
        files = {f["sha256"] for f in record.entry.attached.get("files", [])}
        groups = groups_of(record.metrics[:MOST_SHOWN], files)
        made.append(PrintSection(label=_t("Metrics"), tables=[_metrics(groups, len(record.metrics))]))
    made.append(_gates(record))
    return made


def _block(block: Block) -> PrintSection:
    """One section of the card; fields that say nothing are named in one line."""
    facts = [_fact(text) for text in block.said if not text.empty]
    return PrintSection(label=block.label, facts=facts, empty=[text.label for text in block.vacant])


def _fact(text: Text) -> PrintFact:
    if text.unknown:
        return PrintFact(label=text.label, value=_t("Unknown to the authors."))
    return _prose(text.label, text.text) if text.kind == "text" else PrintFact(label=text.label, value=text.text)


def _prose(label: str, text: str) -> PrintFact:
    return PrintFact(label=label, value=prose(text, html=True), prose=True)


def _metrics(groups: Iterable[Group], total: int) -> PrintTable:
    heads = (
        (_t("Metric"), "text"), (_t("Value"), "instant"), (_t("Needed"), "short"), ("n", "short"),
        (_t("Measured on"), "text"), (_t("Tested"), "instant"),
    )  # fmt: skip
    rows = [_line(group, line) for group in groups for line in group.lines]
    columns = [PrintColumn(label=word, width=width) for word, width in heads]  # type: ignore[arg-type]
    return PrintTable(label=_t("Metrics"), columns=columns, rows=rows, total=total)


def _line(group: Group, line: Line) -> list[Value]:
    named = [line.row.get("name") or line.row.get("type") or "", line.row.get("slice") or ""]
    data = [" ".join(filter(None, (group.dataset, group.version))), group.split]
    shown = _t("verified by %s…") % line.row["file"][:8] if line.verified else _t("declared")
    tested = [line.on.isoformat() if line.on else _t("no date"), shown]
    return [_lines(*named), _lines(line.value, line.interval), line.needed, line.cases, _lines(*data), tested]


def _lines(*texts: str) -> list[str]:
    return [text for text in texts if text]


def _gates(record: Any) -> PrintSection:
    """What is not passed with its reason; the others by name."""
    gates = gates_of(record)
    failed = [[gate.label, gate.reason] for gate in gates if gate.failed]
    others = "; ".join(gate.label for gate in gates if not gate.failed)
    count = len(gates) - len(failed)
    label = ngettext("%d is passed or does not apply", "%d are passed or do not apply", count) % count
    columns = [PrintColumn(label=_t("Not passed")), PrintColumn(label=_t("Why"))]
    tables = [PrintTable(label=_t("Gates"), columns=columns, rows=failed, total=len(failed))] if failed else []
    return PrintSection(
        label=_t("Gates"), tables=tables, facts=[PrintFact(label=label, value=others)] if others else []
    )
