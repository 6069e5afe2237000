"""What the record page and the print of a card add to its fields."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t

from qms.accounts.models import User
from qms.printing.shapes import PrintColumn, PrintFact, PrintSection, PrintTable

from .cards import schema
from .lifecycle.card_guards import asked_parts, signed_parts
from .models import ModelCard
from .models.policies import PARTS
from .queries.causes import causes_of
from .queries.gates import gates_of

#: Rows of metrics on one page and on paper; the rest is in the exports.
MOST_SHOWN = 200
RESULTS = {"passed": "Passed", "failed": "Failed", "n/a": "Not applicable"}


@dataclass(frozen=True)
class Signer:
    """A part that the policy wants signed: who, and whether it is."""

    label: str
    person: Any
    signed: bool


def of(record: Any, actor: Any) -> list[Any]:
    """(title, template, context) of each panel that has something to say."""
    found: list[Any] = []
    if record.state in ("draft", "in_review", "look_again", "conditional"):
        gates = gates_of(record)
        failed = [gate for gate in gates if gate.failed]
        found.append((_t("Gates"), "modelcards/panels/gates.html", {"gates": gates, "failed": len(failed)}))
    if signers := signers_of(record):
        found.append((_t("Signatures asked for"), "modelcards/panels/signers.html", {"signers": signers}))
    if record.rested_on:
        context = {"rows": record.rested_on, "causes": causes_of(record, at=timezone.now()), "record": record}
        found.append((_t("What the approval rests on"), "modelcards/panels/rested_on.html", context))
    if before := last_signed(record):
        found.append((_t("Version before"), "modelcards/panels/before.html", {"before": before, "record": record}))
    return found


def signers_of(record: Any) -> list[Signer]:
    """Everybody whose signature the policy wants, in the order of signing."""
    there = signed_parts(record)
    parts = asked_parts(record)
    if not parts:
        return []
    people = User.objects.in_bulk([pk for p in parts if (pk := getattr(record, f"{p}_id")) is not None])
    author = Signer(_t("Author"), record.owner, "submit" in there)
    labels = dict(PARTS)
    return [author, *(Signer(str(labels[p]), people.get(getattr(record, f"{p}_id")), p in there) for p in parts)]


def last_signed(record: Any) -> ModelCard | None:
    """The newest other card of the system that was approved before this one was made."""
    standing = ("approved", "conditional", "look_again", "superseded", "retired")
    others = ModelCard.objects.filter(system=record.system, state__in=standing, pk__lt=record.pk)
    return others.select_related("version").order_by("-pk").first()


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
