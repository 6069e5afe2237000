"""The declaration of the register of registrations in the database of the Union."""

import datetime
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.accounts.people import organisation
from qms.registers import Register, Section, register

from ..aiact.annex_viii import ITEMS, SECTIONS
from ..lifecycle.registrations import lifecycle
from ..models import Registration
from ..rules import incidents as rules
from ..services.belonging import belong_to_system

WHO = ("organisation", "submitter", "representative")
FOR = {key: tuple(item.field for item in ITEMS[key]) for key, _label in SECTIONS}


@register
class Registrations(Register):
    key = "registrations"
    prefix = "REG"
    shape = "{prefix}-{n:04d}"
    label = _("Registration")
    label_plural = _("Registrations")
    purpose = _("What is registered of our systems in the database of the Union.")
    menu = "prove"
    order = 42
    icon = "landmark"
    model = Registration
    lifecycle = lifecycle
    columns = ("system", "section", "eu_number", "registered_on")
    filters = ("system", "section", "status", "countries")
    sections = (
        Section("what", _("Registration"), ("title", "system", "section", "owner")),
        Section("all", _("Who registers it"), WHO),
        Section(
            "a", _("The system"),
            (
                "identification", "purpose", "operation", "status", "certificate", "certificate_copy", "countries",
                "declaration", "instructions", "url",
            ),
        ),
        Section("b", _("Why it is not high-risk"), ("conditions", "grounds")),
        Section("c", _("Its use by an authority"), ("provider_entry", "rights_summary", "privacy_summary")),
    )  # fmt: skip
    report_fields = ("system", "section")
    search = ("identification", "purpose", "grounds", "eu_number")
    reads = ("system",)
    may_add = rules.keeps
    may_edit = rules.may_edit
    first_phase = "all"
    intake = ("unit",)
    record_template = "modelcards/registrations/record.html"

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It begins with what the system says, and belongs where the system does."""
        belong_to_system(record, actor)
        system = record.system
        said = {"system": system.title[:150], "section": record.section.upper()}
        record.title = record.title or _t("Registration of %(system)s, section %(section)s") % said
        record.organisation = record.organisation or organisation()
        if record.section != "c":
            record.identification = record.identification or f"{system.title} ({system.number})"
            record.purpose = record.purpose or system.purpose

    def locked(self, record: Any) -> dict[str, str]:
        """It stays with its system, and with the section that says what is asked."""
        return dict.fromkeys(("system", "section"), _t("A registration stays with its system and section."))

    def sections_for(self, record: Any) -> tuple[Section, ...]:
        """Only what its section of Annex VIII asks."""
        asked = FOR.get(record.section, ())
        made = [self.sections[0]]
        for section in self.sections[1:]:
            if fields := tuple(name for name in section.fields if name in asked):
                made.append(replace(section, fields=fields))
        if record.eu_number:
            made.append(Section("entered", _("In the database"), ("eu_number", "registered_on")))
        return tuple(made)
