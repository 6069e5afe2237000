"""An evidence pack about an edition or a clause: the records that name it, and what is linked with them (AU-08)."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import Invalid
from qms.packs.hooks import Kind
from qms.packs.order import Order
from qms.packs.selection import with_linked

from . import queries
from .coverage.matrix import matrix_of
from .coverage.table import coverage_pdf, coverage_xlsx
from .models import Edition, Requirement, StatementLine

STEPS = 2  # finding → nonconformity → action
#: States in which a statement of applicability was signed; lines of others are nobody's decision yet.
SIGNED = ("in_force", "superseded", "withdrawn")


def find(reference: str, actor: Any) -> set[int]:
    """Ids of the records, without lines of statements of applicability that nobody has signed yet.

    Raises Invalid for what is no edition and no clause.
    """
    known = Edition.objects.filter(key=reference).exists() or Requirement.objects.filter(key=reference).exists()
    if not known:
        said = _("There is no edition or clause “%s”. Write it like iso9001-2015 or iso9001-2015:9.2.2.")
        raise Invalid(fields={"standard": [said % reference[:60]]})
    found = with_linked(queries.ids_naming(reference, actor), actor=actor, steps=STEPS)
    unsigned = StatementLine.objects.exclude(statement__state__in=SIGNED)
    return found - set(unsigned.values_list("pk", flat=True))


def choices(actor: Any) -> list[tuple[str, str]]:
    """The editions that are loaded."""
    return [(edition.key, str(edition)) for edition in queries.editions()]


def coverage(order: Order, *, actor: Any, at: datetime.datetime) -> Iterable[tuple[str, bytes]]:
    """The coverage matrix of the edition that a pack is about, as the exporter sees it on that day."""
    edition = Edition.objects.select_related("standard").filter(key=order.standard.partition(":")[0]).first()
    if edition is None:
        return
    matrix, day = matrix_of(edition, actor=actor, today=timezone.localdate(at)), at.replace(hour=0, minute=0, second=0)
    yield f"coverage/{edition.key}.pdf", coverage_pdf(matrix, actor=actor, at=day.replace(microsecond=0))
    yield f"coverage/{edition.key}.xlsx", coverage_xlsx(matrix)


def name(reference: str) -> str:
    """`ISO/IEC 42001:2023`, or a clause of it with its title; what is unknown stays as it was asked."""
    edition = Edition.objects.select_related("standard").filter(key=reference.partition(":")[0]).first()
    if edition is None or ":" not in reference:
        return str(edition or reference)
    clause = Requirement.objects.filter(key=reference).first()
    return f"{edition} {clause.ref} {clause.title}".strip() if clause else reference


kind = Kind(
    key="standard", label=gettext_lazy("Standard or clause"), find=find, choices=choices, name=name,
    help=gettext_lazy("By name or key, such as ISO 9001 or iso9001-2015:9.2.2: what names it, what is linked to it."),
)  # fmt: skip
