"""The declaration of the register of processing activities."""

import datetime
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.records.cleaning import changed_fields
from qms.registers import Register, Section, register

from .. import article30
from ..lifecycle.activities import lifecycle
from ..models import ProcessingActivity
from ..prints import activity
from ..rules import activities as rules

#: Sections that only the controller's record (30(1)) or only the processor's (30(2)) has.
ONLY = {"controller": ("purposes", "people", "recipients", "retention"), "processor": ("controllers",)}


@register
class ProcessingActivities(Register):
    key = "processing-activities"
    prefix = "PA"
    shape = "{prefix}-{n:04d}"
    label = _("Processing activity")
    label_plural = _("Processing activities")
    purpose = _("The record of processing of personal data, as controller and as processor (GDPR Art. 30).")
    menu = "plan"
    order = 70
    icon = "book-user"
    model = ProcessingActivity
    lifecycle = lifecycle
    columns = ("role", "lacking", "review_on")
    filters = ("role", "dpia_needed")
    sections = (
        Section("what", _("Processing"), ("title", "role", "description", "owner", "unit", "review_on")),
        Section(
            "parties", _("Who is responsible"), ("parties", "none_of"),
            _("Letter a: names and contact details. What there is none of is ticked."),
            {"none_of": ("joint", "representative", "dpo")},
        ),
        Section(
            "controllers", _("On whose behalf"), ("controllers",),
            _("As processor, Art. 30(2) a and b: each controller and what is done for it."),
        ),
        Section(
            "purposes", _("Purposes and legal basis"),
            ("purposes", "legal_bases", "legitimate_interest", "special_condition"), _("As controller, letter b."),
        ),
        Section("people", _("Data subjects and data"), ("subjects", "data"), _("As controller, letter c.")),
        Section(
            "recipients", _("Recipients"), ("recipients", "none_of"), _("As controller, letter d."),
            {"none_of": ("recipients",)},
        ),
        Section(
            "transfers", _("Transfers"), ("transfers", "none_of"), _("To third countries: 30(1)(e), 30(2)(c)."),
            {"none_of": ("transfers",)},
        ),
        Section("retention", _("Limits for erasure"), ("retention",), _("As controller, letter f.")),
        Section("security", _("Security"), ("security",), _("30(1)(g), 30(2)(d).")),
        Section(
            "exemption", _("Art. 30(5)"), ("fewer_than_250", "likely_risk", "occasional"),
            _("The exemption is shown with its exceptions and never applied."),
        ),
        Section("dpia", _("Impact assessment"), ("dpia_needed", "dpia_reference")),
        Section(
            "systems", _("Systems and datasets"), ("system_name", "system_key", "data_use", "dataset_keys"),
            _("Those recorded here are linked; these lines are for others and for exchange in fideslang."),
        ),
    )  # fmt: skip
    report_fields = ("title", "role", "description", "unit", "owner")
    search = ("description", "purposes", "subjects", "data", "recipients", "controllers", "system_name")
    dates = {"review": "review_on"}
    due_name = "review"
    not_content = frozenset({"review_on", "reviewed_on", "lacking"})
    link_kinds = ("concerns", "evidences")
    record_template = "privacy/activities/record.html"
    list_template = "privacy/activities/list.html"
    api_extra = ("letters",)
    may_add = rules.may_add
    may_edit = rules.may_edit
    import_names = {
        "title": ("name", "processing activity", "processing name", "activity", "traitement", "Verarbeitungstätigkeit"),
        "external_id": ("ref_id", "reference", "processing id", "ROPA id"),
        "role": ("role", "controller or processor", "our role"),
        "description": ("description", "processing description"),
        "purposes": ("purpose", "purposes of the processing", "finalité", "finalités", "Zweck", "Zwecke"),
        "legal_bases": ("legal basis", "lawful basis", "base légale", "Rechtsgrundlage"),
        "subjects": ("data subjects", "categories of individuals", "personnes concernées", "betroffene Personen"),
        "security": ("security", "technical and organisational measures", "TOMs", "mesures de sécurité"),
        "dpia_needed": ("dpia required", "dpia", "pia required", "AIPD"),
        "dpia_reference": ("dpia reference", "dpia ref", "pia reference"),
        "unit": ("folder", "department", "domain"),
        "owner": ("assigned to", "process owner", "business owner"),
        "system_name": ("system", "systems", "application", "applications"),
        "review_on": ("next review", "review date"),
    }
    import_values = {
        "dpia_needed": {
            "yes": ("true", "1", "required", "ja", "oui"), "no": ("false", "0", "not required", "nein", "non"),
        },
        "role": {"controller": ("data controller",), "processor": ("data processor",)},
        "legal_bases": {
            "consent": ("consent", "6(1)(a)"), "contract": ("contract", "performance of a contract", "6(1)(b)"),
            "legal_obligation": ("legal obligation", "6(1)(c)"), "vital_interests": ("vital interests", "6(1)(d)"),
            "public_task": ("public interest", "public task", "6(1)(e)"),
            "legitimate_interest": ("legitimate interest", "legitimate interests", "6(1)(f)"),
        },
    }  # fmt: skip
    import_keeps = "description"

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Whoever records it owns it until somebody else is named; what is missing follows from what is there."""
        record.owner_id = record.owner_id or actor.pk
        self.revise(record, actor=actor, at=at, reason="")

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Which letters are missing follows. Raises Invalid for what is said to be none of and named all the same.

        A recipient in a third country is a transfer there (Art. 44), so it too is no “none”.
        """
        named = {row["part"] for row in record.parties if isinstance(row, dict)}
        named |= {name for name in ("recipients", "transfers") if getattr(record, name)}
        labels = dict(self.fields["none_of"].options)
        if both := [str(labels[n]) for n in record.none_of if n in named and n in labels]:
            said = _t("“%s” is named and said to be none of. Take one of the two away.")
            raise Invalid(fields={"none_of": [said % both[0]]})
        if {"none_of", "recipients"}.intersection(changed_fields(record)) and (why := article30.abroad(record)):
            raise Invalid(fields={"none_of": [why]})
        record.lacking = article30.lacking(record)

    def locked(self, record: Any) -> dict[str, str]:
        """What is in force changes by a review."""
        mine = {n for s in self.sections_for(record) for n in s.fields}
        held = dict.fromkeys((n for n in self.editable if n not in mine), _t("It is asked of the other role."))
        if record.state != "in_force":
            return held
        said = _t("It is in force. Review it to change it.")
        return held | {n: said for n in self.content if n in self.editable}

    def sections_for(self, record: Any) -> tuple[Section, ...]:
        """Those of the record's role."""
        others = ONLY["controller" if record.role == "processor" else "processor"]
        kept = tuple(s for s in self.sections if s.key not in others)
        if record.role == "processor":
            return kept
        return tuple(replace(s, help="") if s.key in ONLY["controller"] else s for s in kept)

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """What Art. 30 still asks, and the exemption with its exceptions."""
        return [(_t("Art. 30(5): the exemption"), "privacy/activities/exemption.html", article30.exemption(record))]

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """Completeness and exemption."""
        return activity.standing(record)
