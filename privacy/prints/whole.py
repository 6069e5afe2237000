"""The whole record of processing as rows: every column that Art. 30 names, for tables and for paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.links.models import Link
from qms.records.access import visible_to
from qms.records.models import Entry

from ..models import ProcessingActivity

#: Entries of one answer; more than these nobody reads, and the list has filters.
MOST = 1_000
NOW = ("in_force", "under_review")
NEAR = ("systems", "system-versions", "datasets", "impact-assessments")
Near = dict[int, list[str]]


@dataclass(frozen=True)
class Item:
    """One column: which letters ask it, its heading, and what an entry says, line by line."""

    controller: str  # its letter in 30(1), "" where that is not asked
    processor: str
    label: Any
    lines: Callable[[Any], list[str]]

    def letter(self, role: str) -> str:
        """Its letter for a role."""
        return self.processor if role == "processor" else self.controller


def _parties(part: str) -> Callable[[Any], list[str]]:
    def lines(record: Any) -> list[str]:
        named = [f"{r['name']}, {_flat(r['contact'])}" for r in record.parties if r["part"] == part]
        return named or ([_("none")] if part in record.none_of else [])

    return lines


def _flat(text: str) -> str:
    return ", ".join(line.strip() for line in text.splitlines() if line.strip())


def _rows(field: str, *columns: str, between: str = " · ") -> Callable[[Any], list[str]]:
    def lines(record: Any) -> list[str]:
        declared = {c.name: c for c in record._meta.get_field(field).columns}
        said = [
            [_flat(str(declared[c].shown(row[c]))) for c in columns if row.get(c)] for row in getattr(record, field)
        ]
        found = [between.join(parts) for parts in said]
        return found or ([_("none")] if field in record.none_of else [])

    return lines


def _text(field: str) -> Callable[[Any], list[str]]:
    return lambda record: [getattr(record, field)] if getattr(record, field) else []


def _labels(field: str) -> Callable[[Any], list[str]]:
    return lambda record: [str(w) for w in record._meta.get_field(field).labels(getattr(record, field))]


def _data(record: Any) -> list[str]:
    kinds = dict(record._meta.get_field("data").columns[1].choices)
    return [r["name"] if r["kind"] == "ordinary" else f"{r['name']} ({kinds[r['kind']]})" for r in record.data]


def _special(record: Any) -> list[str]:
    return [r["name"] for r in record.data if r["kind"] != "ordinary"]


ITEMS = (
    Item("a", "", gettext_lazy("Controller"), _parties("controller")),
    Item("a", "", gettext_lazy("Joint controller"), _parties("joint")),
    Item("", "a", gettext_lazy("Processor"), _parties("processor")),
    Item("a", "a", gettext_lazy("Representative"), _parties("representative")),
    Item("a", "a", gettext_lazy("Data protection officer"), _parties("dpo")),
    Item(
        "", "a", gettext_lazy("Controllers it is done for"),
        _rows("controllers", "name", "contact", "representative", "dpo"),
    ),
    Item(
        "", "b", gettext_lazy("Categories of processing per controller"),
        _rows("controllers", "name", "categories", between=": "),
    ),
    Item("b", "", gettext_lazy("Purposes"), _text("purposes")),
    Item("-", "", gettext_lazy("Legal bases"), _labels("legal_bases")),
    Item("-", "", gettext_lazy("Legitimate interest"), _text("legitimate_interest")),
    Item("c", "", gettext_lazy("Categories of data subjects"), _labels("subjects")),
    Item("c", "", gettext_lazy("Categories of personal data"), _data),
    Item("c", "", gettext_lazy("Of these special or criminal"), _special),
    Item("-", "", gettext_lazy("Condition for special categories"), _text("special_condition")),
    Item("d", "", gettext_lazy("Recipients"), _rows("recipients", "name", "kind", "country")),
    Item("e", "c", gettext_lazy("Transfers to third countries"), _rows("transfers", "country", "recipient")),
    Item("e", "c", gettext_lazy("Safeguards"), _rows("transfers", "country", "safeguard", "document", between=": ")),
    Item("f", "", gettext_lazy("Limits for erasure"), _rows("retention", "data", "limit", "because")),
    Item("g", "d", gettext_lazy("Security measures"), _text("security")),
)  # fmt: skip


def entries(rows: QuerySet[Any], *, drafts: bool = False) -> list[Any]:
    """The entries that make up the record now, controller's first; with those still described where asked for."""
    states = (*NOW, "draft") if drafts else NOW
    chosen = rows.filter(state__in=states).select_related("owner", "unit", "entry").order_by("role", "pk")
    return list(chosen[:MOST])


def near_of(records: Sequence[Any], actor: Any) -> Near:
    """Systems, datasets and assessments linked to each record, as far as the reader may see them; two queries."""
    ids = [r.pk for r in records]
    seen = visible_to(Entry.objects.filter(register__in=NEAR), actor).values("pk")
    out = Link.objects.filter(source__in=ids, target__in=seen, removed_at=None).select_related("target")
    back = Link.objects.filter(target__in=ids, source__in=seen, removed_at=None).select_related("source")
    found: Near = {}
    for pk, entry in [(k.source_id, k.target) for k in out] + [(k.target_id, k.source) for k in back]:
        found.setdefault(pk, []).append(f"{entry.number} {entry.title}")
    return found


def heads() -> list[str]:
    """Headings of the table, each with its letters."""
    first = [_("Number"), _("Title"), _("Our role"), _("State"), _("Unit"), _("Owner"), _("What is done")]
    last = [
        _("Systems, datasets, assessments"), _("Fewer than 250 employed (30(5))"), _("Likely to be a risk (30(5))"),
        _("Only occasional (30(5))"), _("Missing letters"), _("Next review"), _("Revision"),
    ]  # fmt: skip
    return [*first, *(_head(item) for item in ITEMS), *last]


def _head(item: Item) -> str:
    asked = [f"30({n})({x})" for n, x in ((1, item.controller), (2, item.processor)) if x not in ("", "-")]
    return f"{item.label} ({', '.join(asked)})" if asked else str(item.label)


def table(records: Sequence[Any], near: Near, state: Callable[[str], str]) -> list[list[str]]:
    """One row per entry under `heads`; a cell that the entry's role is not asked is blank."""
    return [_row(record, near.get(record.pk, []), state) for record in records]


def _row(record: ProcessingActivity, near: list[str], state: Callable[[str], str]) -> list[str]:
    first = [
        record.number, record.title, str(record.get_role_display()), state(record.state), str(record.unit),
        record.owner.printed_name if record.owner else "", record.description,
    ]  # fmt: skip
    cells = ["\n".join(i.lines(record)) if i.letter(record.role) else "" for i in ITEMS]
    last = [
        "\n".join(near or ([record.system_name] if record.system_name else [])),
        str(record.get_fewer_than_250_display()), str(record.get_likely_risk_display()),
        str(record.get_occasional_display()), record.lacking,
        record.review_on.isoformat() if record.review_on else "", str(record.rev),
    ]  # fmt: skip
    return [*first, *cells, *last]
