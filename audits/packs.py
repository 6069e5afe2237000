"""An evidence pack about an audit: its lines and findings, and what followed from them (AU-08)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import Invalid
from qms.packs.hooks import Kind
from qms.packs.selection import with_linked
from qms.registers.registry import registry

OFFERED = 50  # audits that the form proposes
STEPS = 3  # finding → nonconformity → action → what the action links to


def find(reference: str, actor: Any) -> set[int]:
    """Ids of the records. Raises Invalid for a number that is no audit the actor may see."""
    audit = registry["audits"].visible(actor).filter(number=reference).first()
    if audit is None:
        raise Invalid(fields={"audit": [_("There is no audit “%s” that you may see.") % reference[:60]]})
    findings = set(registry["findings"].visible(actor).filter(audit=audit).values_list("pk", flat=True))
    lines = set(registry["checklist-lines"].visible(actor).filter(audit=audit).values_list("pk", flat=True))
    return lines | with_linked({audit.pk} | findings, actor=actor, steps=STEPS)


def choices(actor: Any) -> list[tuple[str, str]]:
    """The newest audits that the actor may see."""
    rows = registry["audits"].visible(actor).order_by("-pk").values_list("number", "title")[:OFFERED]
    return [(number, title) for number, title in rows]


kind = Kind(
    key="audit", label=gettext_lazy("Audit"), find=find, choices=choices, register="audits",
    help=gettext_lazy("By its number: the audit, its checklist, its findings, and what followed from them."),
)  # fmt: skip
