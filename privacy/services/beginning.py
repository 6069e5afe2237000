"""An assessment of another kind that begins with what an earlier one says (EUA-27, AIMS-04)."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid
from qms.links import edges
from qms.records.access import sees
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from ..models import ImpactAssessment
from ..models.assessment_choices import FEARED, KINDS

KEY = "impact-assessments"
#: Taken over as they are, whatever the kind.
SAME = ("description", "purposes", "measures", "responsibilities", "dpo_contact")
ABOUT = ("systems", "system-versions", "datasets", "processing-activities")


def carried(record: ImpactAssessment, kind: str) -> dict[str, Any]:
    """What a new assessment of this kind begins with. Risks lose their ids: they are rows of another record."""
    words = dict(KINDS)
    values: dict[str, Any] = {name: getattr(record, name) for name in SAME}
    values |= {"kind": kind, "title": f"{record.title}: {str(words[kind]).partition(' (')[0]}"[:200]}
    values["risks"] = [{k: v for k, v in row.items() if k != "id"} for row in record.risks]
    values["screening"] = _("Begun from %s, which says what the processing is.") % record.number
    harms = _harms(record)
    if kind == "fundamental_rights":
        values |= {"fr_processes": record.description, "fr_harms": harms, "fr_measures": record.measures}
    elif kind == "ai_impact":
        values |= {"on_individuals": harms}
    return values


def _harms(record: ImpactAssessment) -> str:
    feared = dict(FEARED)
    return "\n".join(f"{feared[row['feared']]}: {row['impact']}" for row in record.risks)


@in_one_transaction
def begin(record: ImpactAssessment, kind: str, *, actor: Any, at: datetime.datetime, source: str) -> Any:
    """A new draft that concerns the earlier assessment and what it is about. Raises Invalid, Forbidden."""
    if kind not in dict(KINDS) or kind == record.kind:
        raise Invalid(fields={"kind": [_("Say which other kind of assessment begins.")]})
    register = registry[KEY]
    near = edges.targets(record.pk, "concerns").filter(register__in=ABOUT)[:50]
    links = [("concerns", record.entry), *(("concerns", e) for e in near if sees(actor, e))]
    return register.create(
        actor=actor, at=at, source=source, links=links, unit=record.unit, **carried(record, kind)
    )  # fmt: skip
