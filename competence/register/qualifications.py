"""The declaration of the register of qualifications."""

import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Forbidden, Invalid
from qms.registers import Register, Section, register

from ..lifecycle.qualifications import lifecycle
from ..models import Qualification
from ..rules import qualifications as rules


@register
class Qualifications(Register):
    key = "qualifications"
    prefix = "QLF"
    label = _("Qualification")
    label_plural = _("Qualifications")
    purpose = _("Who has which competence, what shows it, and until when.")
    menu = "do"
    order = 60
    icon = "badge-check"
    model = Qualification
    lifecycle = lifecycle
    columns = ("person", "competence", "valid_until")
    filters = ("person", "competence", "assessor")
    sections = (
        Section("what", _("Qualification"), ("title", "person", "competence", "obtained_on", "valid_until", "unit")),
        Section("shown", _("What shows it"), ("evidence", "link", "assessor")),
        Section("assessed", _("Assessment"), ("assessment",), _("Written when it is verified.")),
    )
    report_fields = ("person", "competence", "obtained_on", "valid_until", "evidence")
    search = ("evidence", "assessment")
    dates = {"valid_until": "valid_until"}
    involved = {"person": "person", "assessor": "assessor"}
    audience = "quality"
    own_duty = frozenset({"owner", "person"})
    not_content = frozenset({"verified_on", "assessor"})
    may_add = rules.may_add
    may_edit = rules.may_edit
    may_attach = rules.may_attach
    may_comment = rules.may_comment
    edit_phases = ("draft", "open")
    list_template = "competence/qualifications.html"
    import_names = {"person": ("employee", "name"), "competence": ("course", "training"), "obtained_on": ("date",)}

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It is the person's own; only officers record one for somebody else. It belongs where the person works."""
        if record.person_id is None:
            raise Invalid(fields={"person": [_t("Say whose qualification it is.")]})
        if record.competence_id is None:
            raise Invalid(fields={"competence": [_t("Say which competence it is about.")]})
        if record.person_id != actor.pk and not rules.records_for_others(actor, record):
            raise Forbidden(_t("You record your own qualifications; for others the quality people of the unit do."))
        record.owner_id = record.person_id
        record.title = record.title or f"{record.competence.title} – {record.person.printed_name}"[:200]
        self._settle(record, at)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Nothing was obtained that has not happened."""
        self._settle(record, at)

    def _settle(self, record: Any, at: datetime.datetime) -> None:
        if record.obtained_on and record.obtained_on > timezone.localdate(at):
            raise Invalid(fields={"obtained_on": [_t("This day has not come yet.")]})
        if record.assessor_id and record.assessor_id == record.person_id:
            raise Invalid(fields={"assessor": [_t("Nobody assesses himself: name somebody else.")]})
        months = record.competence.validity_months
        if record.valid_until is None and months and record.obtained_on:
            record.valid_until = record.obtained_on + relativedelta(months=months)

    def named_dates(self, record: Any) -> dict[str, datetime.date]:
        """People are reminded of what counts and runs out."""
        return super().named_dates(record) if record.state == "verified" else {}

    def locked(self, record: Any) -> dict[str, str]:
        """What is verified stays as it was signed."""
        if record.state == "claimed":
            return {"person": _t("A qualification stays with its person: void it and record another.")}
        said = _t("It is verified. A newer one is recorded beside it.")
        return dict.fromkeys((n for n in self.editable if n not in ("title", "unit")), said)

    def files_locked(self, record: Any) -> str:
        """The files that were verified stay."""
        return "" if record.state == "claimed" else _t("It is verified with these files. Record a newer one instead.")
