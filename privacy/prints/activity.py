"""What the print of one processing activity adds: which letters are answered, and the exemption."""

from typing import Any

from django.utils.translation import gettext as _

from qms.printing.shapes import PrintColumn, PrintFact, PrintSection, PrintTable

from .. import article30


def standing(record: Any) -> list[PrintSection]:
    """Completeness letter by letter, and Art. 30(5) with its three exceptions."""
    rows = [[a.letter.key, str(a.letter.label), a.gap or _("answered")] for a in article30.letters(record)]
    heads = [
        PrintColumn(label=_("Letter"), width="short"), PrintColumn(label=_("Asked")),
        PrintColumn(label=_("Missing"), width="long"),
    ]  # fmt: skip
    label = _("Art. %s, letter by letter") % article30.paragraph(record)
    return [
        PrintSection(label=label, tables=[PrintTable(label=label, columns=heads, rows=rows)]),
        exemption(record),
    ]


def exemption(record: Any) -> PrintSection:
    """Art. 30(5)."""
    found = article30.exemption(record)
    facts = [PrintFact(label=str(question), value=said) for question, said in found.asked]
    return PrintSection(
        label=_("Art. 30(5): the exemption"), facts=[*facts, PrintFact(label=_("What follows"), value=found.sentence)]
    )
