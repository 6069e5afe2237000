"""The declaration of the register of risk acceptances."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.accounts.roles import ROLES
from qms.lib.errors import Invalid
from qms.records.access import visible_to
from qms.records.cleaning import changed_fields
from qms.registers import Beginning, Register, Section, register

from ..lifecycle.acceptances import end_fault, lifecycle
from ..lifecycle.rating_guards import criteria_fault
from ..matrix import authority, matrix_of
from ..models import Acceptance, Risk
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
    due_word = _("ends")
    may_add = rules.may_add
    may_edit = rules.may_edit
    not_content = frozenset({"accepted_on"})
    chooses = {"risk": Q(state__in=("assessed", "treatment", "accepted"))}

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """What is to be accepted is the rating that the risk has now; it belongs to the unit of the risk."""
        record.owner = record.owner or actor
        record.unit = record.risk.unit
        _take(record, at)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """The same for another risk or another end, as long as it is a draft."""
        if record.state == "draft" and {"risk", "ends_on"} & set(changed_fields(record)):
            _take(record, at)

    def begins_from(self, given: Mapping[str, str], links: Sequence[tuple[str, Any]], actor: Any) -> Beginning:
        """From a risk: its title, the latest day that its level allows, and who may sign."""
        asked = given.get("risk", "")
        risk = visible_to(Risk.objects.all(), actor).filter(pk=int(asked)).first() if asked.isdecimal() else None
        edition = edition_for(risk) if risk is not None else None
        if risk is None or edition is None or not risk.current_level:
            return Beginning()
        level = matrix_of(edition).level(risk.current_level)
        back = f"/risks/{risk.number}/"
        if level is None or (fault := criteria_fault(risk)):
            return Beginning(said=(fault,) if level else (), back=back)
        latest = timezone.localdate() + datetime.timedelta(days=level.accept_days)
        title = _t("Bear %(number)s: %(title)s") % {"number": risk.number, "title": risk.title}
        return Beginning({"title": title[:200], "ends_on": latest}, (_terms(risk, edition, level, latest),), back)

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


def _terms(risk: Any, edition: Any, level: Any, latest: datetime.date) -> str:
    """What is accepted, for how long at most, and by whom."""
    said = _t(
        "%(number)s is rated “%(level)s”. It is accepted for %(days)d days at most, until %(latest)s, by: %(roles)s."
    )
    roles = ", ".join(str(ROLES[role]).lower() for role in authority(matrix_of(edition), level.key))
    return said % {
        "number": risk.number, "level": level.label, "days": level.accept_days,
        "latest": date_format(latest, "j M Y"), "roles": roles,
    }  # fmt: skip


def _take(record: Any, at: datetime.datetime) -> None:
    """Copy the current rating. Raises Invalid for a risk without one, and for an end that the matrix does not allow."""
    risk = record.risk
    if said := criteria_fault(risk):
        raise Invalid(fields={"risk": [said]})
    record.level, record.matrix = risk.current_level, edition_for(risk)
    record.likelihood, record.consequence = risk.current_likelihood, risk.current_consequence
    if isinstance(record.ends_on, datetime.date) and (said := end_fault(record, timezone.localdate(at))):
        raise Invalid(fields={"ends_on": [said]})
