"""What an incident takes over from where it was noticed: a monitor with its signal, or a nonconformity."""

from typing import Any

from qms.links import edges
from qms.records.access import visible_to
from qms.records.models import Entry
from qms.registers import registry

from ..models import Deployment, System, SystemVersion

LONGEST = 1500  # characters of a text that travel in an address


def carried_over(entry: Entry, actor: Any) -> dict[str, str]:
    """Values for the form of a new incident, and the link to where it comes from.

    entry: a monitor, a nonconformity, a deployment, or any record that is linked with a system.
    """
    near = [entry, *visible_to(edges.targets(entry.pk), actor)[:20]]
    version = _version(near)
    system = version.system if version else System.objects.filter(entry__in=near).first()
    record = registry[entry.register].model.objects.get(pk=entry.pk)
    found = {
        "title": entry.title, "what": getattr(record, "description", "")[:LONGEST],
        "place": getattr(record, "place", ""),
        "system": str(system.pk) if system else "", "version": str(version.pk) if version else "",
        "deployment": str(live.pk) if version and (live := _live(version)) else "",
        "link": f"concerns:{entry.number}",
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _version(near: list[Entry]) -> SystemVersion | None:
    """The version that one of these is, watches or runs."""
    for end in ("entry", "monitors__entry", "deployments__entry"):
        found = SystemVersion.objects.select_related("system").filter(**{f"{end}__in": near}).order_by("-pk").first()
        if found is not None:
            return found
    return None


def _live(version: SystemVersion) -> Deployment | None:
    return version.deployments.filter(state="live", environment="production").order_by("-pk").first()
