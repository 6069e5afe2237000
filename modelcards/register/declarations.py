"""The declaration of the register of EU declarations of conformity."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.registers import Register, Section, register

from ..lifecycle.declarations import ANSWERED, lifecycle
from ..models import ConformityDeclaration
from ..rules import incidents as rules
from ..services.belonging import belong_to_system
from ..services.declarations import begin


@register
class Declarations(Register):
    key = "declarations"
    prefix = "DCL"
    shape = "{prefix}-{n:04d}"
    label = _("Declaration of conformity")
    label_plural = _("Declarations of conformity")
    purpose = _("The EU declaration for each high-risk system that we provide: signed, up to date, kept ten years.")
    menu = "prove"
    order = 40
    icon = "stamp"
    model = ConformityDeclaration
    lifecycle = lifecycle
    columns = ("system", "version", "edition", "issued_on")
    filters = ("system", "risk_class")
    sections = (
        Section("what", _("Declaration"), ("title", "system", "version", "owner")),
        Section("items", _("Annex V"), ANSWERED, _("What is known is filled in; it is completed by hand.")),
    )
    report_fields = ("system", "version")
    search = ANSWERED
    not_content = frozenset({"stale_because", "issued_on"})
    reads = ("system",)
    may_add = rules.keeps
    may_edit = rules.may_edit
    first_phase = "all"
    link_kinds = ("concerns", "evidences", "supersedes")
    intake = ("unit",)
    record_template = "modelcards/declarations/record.html"
    api_extra = ("kept_until",)

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It begins with what system and version say, and belongs where the system does."""
        belong_to_system(record, actor)
        begin(record)
        _check(record)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """The version is one of the system."""
        _check(record)

    def locked(self, record: Any) -> dict[str, str]:
        """It stays with its system; what was signed is answered anew by the next edition."""
        found = {"system": _t("A declaration stays with its system.")}
        if record.state != "draft":
            signed = _t("This was declared and signed. Make the next edition.")
            found |= dict.fromkeys(("title", "version", *ANSWERED), signed)
        return found

    def sections_for(self, record: Any) -> tuple[Section, ...]:
        """With place, day and function once it is issued, and why it is out of date."""
        made = [*self.sections]
        if record.place or record.issued_on:
            issue = ("edition", "issued_on", "place", "signatory", "risk_class")
            made.append(Section("issue", _("Issue"), issue))
        if record.stale_because:
            made.insert(0, Section("stale", _("Out of date"), ("stale_because",)))
        return tuple(made)


def _check(record: Any) -> None:
    if record.version_id and record.version.system_id != record.system_id:
        raise Invalid(fields={"version": [_t("This is no version of %s.") % record.system.number]})
