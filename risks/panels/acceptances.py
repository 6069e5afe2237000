"""What the page of an acceptance adds: the rating that is accepted, in words."""

from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.roles import ROLES
from qms.printing.shapes import PrintFact, PrintSection
from qms.records.access import sees

from ..matrix import authority, matrix_of


def accepted(record: Any) -> dict[str, str]:
    """Cell, level and edition in words, and who may accept it."""
    matrix = matrix_of(record.matrix)
    fits = matrix.fits(record.likelihood, record.consequence)
    level = matrix.level(record.level)
    return {
        "place": matrix.place(record.likelihood, record.consequence) if fits else "",
        "level": level.label if level else record.get_level_display(),
        "who": ", ".join(str(ROLES[role]).lower() for role in authority(matrix, record.level)),
    }  # fmt: skip


def of(record: Any, actor: Any) -> list[Any]:
    """(title, template, context) of the panel."""
    risk = record.risk if sees(actor, record.risk) else None
    return [(_("What is accepted"), "risks/panels/accepted.html", {"record": record, "risk": risk, **accepted(record)})]


def printed(record: Any) -> list[PrintSection]:
    """The same on paper."""
    said = accepted(record)
    facts = [
        PrintFact(label=_("Rating"), value=said["place"]), PrintFact(label=_("Level"), value=said["level"]),
        PrintFact(label=_("Rated with"), value=str(record.matrix)),
        PrintFact(label=_("May be accepted by"), value=said["who"]),
        PrintFact(label=_("Accepted on"), value=record.accepted_on),
    ]  # fmt: skip
    return [PrintSection(label=_("What is accepted"), facts=facts)]
