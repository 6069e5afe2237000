"""The declaration of the register of deployments. It has no place in the menu: a system leads to its deployments."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid, Unmet, WrongState
from qms.records.access import sees
from qms.registers import Register, Section, register

from .. import panels
from ..lifecycle.deployment_guards import GateRefused, too_much
from ..lifecycle.deployments import lifecycle
from ..models import Deployment
from ..queries.incidents import not_to_be_altered
from ..rules import systems as rules
from ..services.deployments import keep_refusal

OVER = ("retired", "withdrawn", "void")


@register
class Deployments(Register):
    key = "deployments"
    prefix = "DEP"
    shape = "{prefix}-{n:04d}"
    label = _("Deployment")
    label_plural = _("Deployments")
    purpose = _("Where versions run, since when, and on which answer of the gate.")
    icon = "rocket"
    model = Deployment
    lifecycle = lifecycle
    columns = ("version", "environment", "share", "since", "until")
    filters = ("version", "environment")
    sections = (Section("what", _("Deployment"), ("title", "version", "environment", "share", "owner")),)
    report_fields = ("version", "environment", "share")
    search = ("rolled_back_because",)
    not_content = frozenset({"since", "until"})
    may_add = rules.may_add_part
    may_edit = rules.works_on_part
    raises = ("nonconformities",)
    intake = ("unit",)

    def perform(self, record: Any, verb: str, **given: Any) -> Any:
        """As every register; what the gate answered when it refused is kept although the move rolls back."""
        try:
            return super().perform(record, verb, **given)
        except GateRefused:
            keep_refusal(record, **{name: given[name] for name in ("actor", "at", "source") if name in given})
            raise

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It is seen where the version is seen."""
        version = _version_of(record, actor)
        _may_be_altered(version)
        record.unit_id, record.audience = version.unit_id, version.audience
        record.owner_id = record.owner_id or version.owner_id or actor.pk
        said = {"version": version.title, "environment": record.get_environment_display()}
        record.title = record.title or (_t("%(version)s in %(environment)s") % said)[:200]

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """The shares of what is live fit together, also after a change."""
        if record.state in ("planned", "live"):
            _may_be_altered(record.version)
        if record.state == "live" and record._was["share"] != record.share and (said := too_much(record)):
            raise Invalid(fields={"share": [said]})

    def locked(self, record: Any) -> dict[str, str]:
        """What went live is what the gate was asked about."""
        if record.state == "planned":
            return {}
        return dict.fromkeys(("version", "environment"), _t("It went live as this. End it and deploy anew."))

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """What the gate said."""
        return panels.of_deployment(record, actor)


def _may_be_altered(version: Any) -> None:
    """Raises Unmet while an incident of the system is investigated and the authority is not informed (Art. 73(6))."""
    if said := not_to_be_altered(version.system):
        raise Unmet(said)


def _version_of(record: Any, actor: Any) -> Any:
    """The version of a new deployment. Raises Invalid where the actor does not see it, WrongState where it is over."""
    if record.version_id is None or not sees(actor, record.version):
        raise Invalid(fields={"version": [_t("There is no record with this number that you may see.")]})
    if record.version.state in OVER:
        raise WrongState(_t("%s is not to be used any more: nothing of it is deployed.") % record.version.number)
    return record.version
