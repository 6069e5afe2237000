"""What the page of an incident shows besides its fields: whether the system may be altered, and what was raised."""

from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from qms.links import edges
from qms.records.access import visible_to
from qms.registers import registry

from .aiact.incidents import reportable
from .lifecycle.incident_guards import OPEN

MOST = 50
FOLLOWS = ("nonconformities", "actions", "nonconforming-systems")


def incident_panels(record: Any, actor: Any) -> list[Any]:
    """(title, template, context) of each panel."""
    return [(_("What follows from it"), "modelcards/incidents/follows.html", following(record, actor))]


def following(record: Any, actor: Any) -> dict[str, Any]:
    """Records that address the incident, risks linked with it, and where more are begun."""
    found = [entry for key in FOLLOWS for entry in visible_to(edges.sources(record.pk, register=key), actor)[:MOST]]
    risks = [
        *visible_to(edges.targets(record.pk, register="risks"), actor)[:MOST],
        *visible_to(edges.sources(record.pk, register="risks"), actor)[:MOST],
    ]
    begin = []
    if registry["incidents"].lifecycle.phase(record.state) in OPEN:
        begin = [(label, f"/{key}/new/?{urlencode(values)}") for label, key, values in _begun(record)
                 if key in registry and registry[key].may_add(actor, None)]  # fmt: skip
    return {"record": record, "entries": found, "risks": risks, "begin": begin}


def _begun(record: Any) -> list[tuple[str, str, dict[str, Any]]]:
    link = {"link": f"addresses:{record.number}"}
    title = _("After %(number)s: %(title)s") % {"number": record.number, "title": record.title}
    measure = {"system": record.system_id, "version": record.version_id or "", "why": record.what[:1500]}
    return [
        (_("Plan an action"), "actions", {"title": title[:200], **link}),
        (_("Correct, withdraw or recall the system"), "nonconforming-systems", {**measure, **link}),
    ]


def sector_words(record: Any) -> dict[str, Any]:
    """What the law of the sector leaves to be reported here."""
    return {"sector": record.get_sector_display(), "reported": reportable(record.kinds, record.sector)}
