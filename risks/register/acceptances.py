"""The declaration of the register of risk acceptances."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.records.cleaning import changed_fields
from qms.registers import Register, Section, register

from ..lifecycle.acceptances import end_fault, lifecycle
from ..lifecycle.rating_guards import criteria_fault
from ..matrix import matrix_of
from ..models import Acceptance
from ..panels import acceptances as panels
from ..rating import edition_for
from ..rules import acceptances as rules


@register
class Acceptances(Register):
    key = "risk-acceptances"
    prefix = "RAC"
    label = _("Risk acceptance")
    label_plural = _("Risk acceptances")
    purpose = _("Which risks are borne as they are, why, on whose signature, and until when.")
    menu = "plan"
    order = 38
    icon = "signature"
    model = Acceptance
    lifecycle = lifecycle
    columns = ("risk", "level", "ends_on")
    filters = ("level",)
    sections = (
        Section("what", _("Risk"), ("title", "risk", "owner", "unit")),
        Section("decision", _("Decision"), ("rationale", "conditions", "ends_on")),
    )
    report_fields = ("title", "risk", "rationale", "conditions", "ends_on")
    search = ("rationale", "conditions")
    dates = {"due": "ends_on"}
    may_add = rules.may_add
    may_edit = rules.may_edit
    not_content = frozenset({"accepted_on"})

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """What is to be accepted is the rating that the risk has now; it belongs to the unit of the risk."""
        record.owner = record.owner or actor
        record.unit = record.risk.unit
        _take(record, at)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """The same for another risk or another end, as long as it is a draft."""
        if record.state == "draft" and {"risk", "ends_on"} & set(changed_fields(record)):
            _take(record, at)

    def locked(self, record: Any) -> dict[str, str]:
        """What was signed stays what it was."""
        if record.state == "draft":
            return {}
        said = _t("It is signed. Withdraw it, and write another one.")
        return dict.fromkeys(("risk", "rationale", "conditions", "ends_on"), said)

    def named_dates(self, record: Any) -> dict[str, datetime.date]:
        """Nobody is reminded of the end of what is not in force."""
        return super().named_dates(record) if record.state == "in_force" else {}

    def waiting_role(self, record: Any) -> str:
        """A draft waits for the authority of its level."""
        level = matrix_of(record.matrix).level(record.level) if record.state == "draft" else None
        return level.authority if level else ""

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """What is, or was, accepted."""
        return panels.of(record, actor)

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """The same on paper."""
        return panels.printed(record)


def _take(record: Any, at: datetime.datetime) -> None:
    """Copy the current rating. Raises Invalid for a risk without one, and for an end that the matrix does not allow."""
    risk = record.risk
    if said := criteria_fault(risk):
        raise Invalid(fields={"risk": [said]})
    record.level, record.matrix = risk.current_level, edition_for(risk)
    record.likelihood, record.consequence = risk.current_likelihood, risk.current_consequence
    if isinstance(record.ends_on, datetime.date) and (said := end_fault(record, timezone.localdate(at))):
        raise Invalid(fields={"ends_on": [said]})
