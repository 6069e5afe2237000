"""What the page of a control adds: the risks it mitigates, and what its moves recorded."""

from typing import Any

from django.utils.translation import gettext as _

from qms.printing.shapes import PrintColumn, PrintFact, PrintSection, PrintTable
from qms.records.access import visible_to

from ..models import Risk
from ..queries.near import risks_of

MOST = 50


def of(record: Any, actor: Any) -> list[Any]:
    """(title, template, context) of each panel."""
    found = [(_("Risks that it mitigates"), "risks/panels/mitigated.html", {"risks": risks(record, actor)})]
    if record.verification or record.failure:
        found.insert(0, (_("Verification"), "risks/panels/verification.html", {"record": record}))
    return found


def risks(record: Any, actor: Any) -> list[Any]:
    """The risks that the reader may see."""
    linked = risks_of(record).order_by().values("pk")
    rows = Risk.objects.filter(pk__in=linked).select_related("entry", "owner")
    return list(visible_to(rows, actor).order_by("pk")[:MOST])


def printed(record: Any, actor: Any) -> list[PrintSection]:
    """The same on paper."""
    facts = [
        PrintFact(label=_("Evidence of effect"), value=record.verification, prose=True),
        PrintFact(label=_("Verified"), value=record.verified_at),
        PrintFact(label=_("Verified by"), value=record.verified_by.printed_name if record.verified_by else None),
        PrintFact(label=_("How it failed"), value=record.failure or None, prose=True),
    ]
    found = [PrintSection(label=_("Verification"), facts=facts)] if record.verification or record.failure else []
    rows = [[r.number, r.title, str(r.get_current_level_display())] for r in risks(record, actor)]
    if rows:
        heads = [
            PrintColumn(label=_("Number"), width="number"), PrintColumn(label=_("Risk")),
            PrintColumn(label=_("Current level"), width="short"),
        ]  # fmt: skip
        table = PrintTable(label=_("Risks that it mitigates"), columns=heads, rows=rows)
        found.append(PrintSection(label=_("Risks that it mitigates"), tables=[table]))
    return found
