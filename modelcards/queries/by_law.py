"""What the law asks around a system: its incidents, measures, declarations and registrations, and where they begin."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.records.access import visible_to
from qms.records.models import Entry
from qms.registers import registry

MOST = 20
BEGUN = (
    ("incidents", _("Record an incident")),
    ("nonconforming-systems", _("Correct, withdraw or recall it")),
    ("declarations", _("Draw up a declaration")),
    ("registrations", _("Prepare a registration")),
)


def by_law(system: Any, actor: Any) -> dict[str, Any]:
    """Entries of each register, the newest first, and (label, address) of what the actor may begin."""
    entries = []
    for key, _label in BEGUN:
        rows = visible_to(registry[key].model.objects.filter(system=system).exclude(state="void"), actor)
        entries += Entry.objects.filter(pk__in=rows.values("entry")).order_by("-pk")[:MOST]
    over = system.state in ("retired", "void")
    begin = [
        (label, f"/{key}/new/?system={system.pk}") for key, label in BEGUN
        if not over and registry[key].may_add(actor, None)
    ]  # fmt: skip
    return {"entries": entries, "begin": begin}
