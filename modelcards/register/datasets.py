"""The declaration of the register of datasets."""

import datetime
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.registers import Register, Section, register

from ..dataset_panels import dataset_panels
from ..lifecycle.datasets import lifecycle
from ..models import Dataset
from ..rules import datasets as rules

#: What may still change once the datasheet is signed.
AFTERWARDS = ("title", "owner", "unit", "audience", "quality")


@register
class Datasets(Register):
    key = "datasets"
    prefix = "DAT"
    shape = "{prefix}-{n:04d}"
    label = _("Dataset")
    label_plural = _("Datasets")
    purpose = _("What models learn from and are judged by: where it comes from and what is known of it.")
    menu = "do"
    order = 30
    icon = "database"
    model = Dataset
    lifecycle = lifecycle
    columns = ("family", "version", "personal", "quality")
    filters = ("family", "personal", "licence")
    sections = (
        Section("what", _("Dataset"), ("title", "family", "version", "version_hash", "owner", "unit", "audience")),
        Section(
            "motivation", _("Why it was made"), ("purpose", "made_by", "design_choices"),
            _("Every question takes the answer “Unknown”; an empty one is open."),
        ),
        Section(
            "composition", _("What is in it"),
            ("content", "sampling", "labels", "flaws", "groups", "sensitive", "assumptions", "split", "leakage"),
        ),
        Section(
            "collection", _("Where it comes from"), ("origin", "collection", "original_purpose", "consent", "ethics"),
        ),
        Section("preparation", _("What was done to it"), ("preparation", "raw_data")),
        Section("uses", _("What it is good for"), ("uses", "suitability", "not_for")),
        Section("bias", _("Bias and gaps"), ("bias_examination", "bias_measures", "gaps")),
        Section("distribution", _("Licence and distribution"), ("licence", "distribution", "terms")),
        Section("maintenance", _("Maintenance"), ("maintenance", "retention")),
        Section(
            "personal", _("Personal data"),
            (
                "personal", "special_need", "special_limits", "special_protection", "special_sharing",
                "special_deletion", "delete_on", "special_record",
            ),
            _("Special categories take all six conditions of EU AI Act Art. 10(5); none of them may be unknown."),
        ),
        Section(
            "quality", _("Quality"), ("quality",), _("The newest result of a rule counts. Required ones must pass."),
        ),
    )  # fmt: skip
    report_fields = ("title", "family", "version", "version_hash", "unit")
    search = ("family", "version", "version_hash", "licence", "purpose", "content", "origin", "collection")
    dates = {"deletion": "delete_on"}
    not_content = frozenset({"quality"})  # results come on top of the content; failing ones are asked for by name
    may_add = rules.may_add
    may_edit = rules.may_edit
    record_template = "datasets/record.html"
    api_extra = ("quality_results", "failing_required")
    import_names = {
        "title": ("name", "dataset"),
        "licence": ("license",),
        "version_hash": ("sha256", "checksum"),
        "origin": ("source", "provenance"),
        "personal": ("pii", "contains personal data"),
    }

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Whoever records it owns it, unless somebody else is named."""
        record.owner_id = record.owner_id or actor.pk

    def locked(self, record: Any) -> dict[str, str]:
        """A signed datasheet stays as it is; what changes in the data makes a new version."""
        if record.state != "approved":
            return {}
        said = _t("The datasheet is signed. Make a new version to change it.")
        return dict.fromkeys((n for n in self.editable if n not in AFTERWARDS), said)

    def sections_for(self, record: Any) -> tuple[Section, ...]:
        """The conditions for special categories only where there are some."""
        if record.personal == "special":
            return self.sections
        return tuple(replace(s, fields=("personal",)) if s.key == "personal" else s for s in self.sections)

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """The versions of the family and the next one; how far the datasheet is filled in stands above."""
        return dataset_panels(record, actor)
