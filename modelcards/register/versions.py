"""The declaration of the register of versions. It has no place in the menu: a system leads to its versions."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid, Unmet, WrongState
from qms.records import write as door
from qms.records.access import sees
from qms.registers import Register, Section, register

from .. import panels
from ..lifecycle.versions import lifecycle
from ..models import System, SystemVersion
from ..queries.incidents import not_to_be_altered
from ..rules import systems as rules
from ..services.versions import artifact_hash, registered, same_hash


@register
class SystemVersions(Register):
    key = "system-versions"
    prefix = "V"
    shape = "{system}-{prefix}{n:02d}"
    label = _("Version")
    label_plural = _("Versions")
    purpose = _("The versions of AI systems, each one artifact known by its hash.")
    icon = "git-commit-horizontal"
    model = SystemVersion
    lifecycle = lifecycle
    columns = ("system", "version", "artifact")
    filters = ("system", "modification")
    sections = (
        Section(
            "what", _("Version"),
            ("title", "system", "version", "artifact", "modification", "changes", "components", "owner"),
        ),
    )  # fmt: skip
    report_fields = ("system", "version", "artifact", "modification", "changes")
    search = ("version", "artifact", "changes", "components")
    not_content = frozenset({"informed"})
    may_add = rules.may_add_part
    may_edit = rules.works_on_part
    intake = ("unit",)

    def series(self, record: Any, at: datetime.datetime) -> str:
        """Numbered within the system: AIS-0001-V03."""
        return self.shape.replace("{system}", record.system.number).replace("{prefix}", self.prefix)

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It is seen where the system is seen. The same version never has another hash."""
        system = door.lock(System, _system_of(record, actor).pk)  # two that come at once come one after the other
        record.unit_id, record.audience = system.unit_id, system.audience
        record.owner_id = record.owner_id or system.owner_id or actor.pk
        record.version, record.artifact = record.version.strip(), artifact_hash(record.artifact)
        record.title = record.title or f"{system.title} {record.version}"[:200]
        if there := registered(system, record.version):
            same_hash(there, record.artifact)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """What is in use is not edited while an incident is investigated and the authority does not know (Art. 73)."""
        in_use = record.state == "current" or record.deployments.filter(state="live").exists()
        if in_use and (said := not_to_be_altered(record.system)):
            raise Unmet(said)

    def locked(self, record: Any) -> dict[str, str]:
        """What a version is does not change: another artifact is another version."""
        said = _t("A version stays what it was registered as. Register another one.")
        found = dict.fromkeys(("system", "version", "artifact"), said)
        if record.state != "registered":
            found["modification"] = _t("It was in use as this.")
        return found

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Its cards, deployments and monitors."""
        return panels.of_version(record, actor)


def _system_of(record: Any, actor: Any) -> Any:
    """The system of a new version. Raises Invalid where the actor does not see it, WrongState where it is over."""
    if record.system_id is None:
        raise Invalid(fields={"system": [_t("Say which system this is a version of.")]})
    if not sees(actor, record.system):
        raise Invalid(fields={"system": [_t("There is no record with this number that you may see.")]})
    if record.system.state in ("retired", "void"):
        raise WrongState(_t("%s is over: no version is registered for it.") % record.system.number)
    return record.system
