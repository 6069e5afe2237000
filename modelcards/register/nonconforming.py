"""The declaration of the register of nonconforming systems."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.registers import Register, Section, register

from ..lifecycle.nonconforming import lifecycle
from ..models import NonconformingSystem
from ..rules import incidents as rules
from ..services.belonging import belong_to_system


@register
class NonconformingSystems(Register):
    key = "nonconforming-systems"
    prefix = "NCS"
    label = _("Nonconforming system")
    label_plural = _("Nonconforming systems")
    purpose = _("What is offered or used and does not conform: corrected, withdrawn, disabled or recalled.")
    menu = "act"
    order = 13
    icon = "octagon-x"
    model = NonconformingSystem
    lifecycle = lifecycle
    columns = ("system", "measure", "risk")
    filters = ("system", "measure", "risk")
    sections = (
        Section("what", _("What does not conform"), ("title", "system", "version", "why", "affected", "owner")),
        Section("measure", _("Measure"), ("risk", "measure", "how", "due_on"), _("Decided by signature.")),
        Section("causes", _("Causes"), ("causes",)),
    )  # fmt: skip
    report_fields = ("title", "system", "version", "why")
    report_needs = ("why",)
    search = ("why", "affected", "how", "causes")
    dates = {"due": "due_on"}
    not_content = frozenset({"due_on", "done_on", "informed"})
    reads = ("system",)
    may_add = rules.may_add
    may_edit = rules.may_edit
    intake = ("unit",)

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It is seen where its system is seen."""
        belong_to_system(record, actor)
        _check(record)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """The version is one of the system."""
        _check(record)

    def locked(self, record: Any) -> dict[str, str]:
        """What was signed stays."""
        found = {"system": _t("It stays with its system: void it, and record it with the other.")}
        if record.state != "recorded":
            said = _t("The measure was decided for this. A further measure is another record.")
            found |= dict.fromkeys(("version", "why", "affected", "risk", "measure", "how"), said)
        return found

    def sections_for(self, record: Any) -> tuple[Section, ...]:
        """With what was done, and who was told."""
        done = Section("informed", _("Done and told"), ("done_on", "informed"))
        return (*self.sections, done) if record.informed or record.done_on else self.sections


def _check(record: Any) -> None:
    if record.version_id and record.version.system_id != record.system_id:
        raise Invalid(fields={"version": [_t("This is no version of %s.") % record.system.number]})
