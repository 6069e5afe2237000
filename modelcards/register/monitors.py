"""The declaration of the register of monitors."""

import datetime
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.records.access import sees
from qms.records.cleaning import changed_fields
from qms.registers import Register, Section, register

from ..lifecycle.monitors import lifecycle
from ..models import Monitor
from ..monitor_panels import printed
from ..rules import monitors as rules

#: What a verdict depends on.
JUDGED_BY = (
    "version", "metric", "unit_of_metric", "kind", "rule_set", "width", "sigma_from", "target", "sigma", "weight",
    "exact", "cusum_k", "cusum_h", "cusum_units", "bins", "moderate", "significant",
)  # fmt: skip


_SINGLE, _MEASURED = ("sigma_from",), ("width", "target", "sigma")
#: What belongs to each chart besides its kind.
OPTIONS = {
    "imr": ("rule_set", *_MEASURED, *_SINGLE), "xbar_r": ("rule_set", *_MEASURED), "xbar_s": ("rule_set", *_MEASURED),
    "p": ("rule_set", "width", "target"), "np": ("rule_set", "width", "target"), "c": ("rule_set", "width", "target"),
    "u": ("rule_set", "width", "target"), "ewma": ("weight", "exact", *_MEASURED, *_SINGLE),
    "cusum": ("cusum_k", "cusum_h", "cusum_units", "target", "sigma", *_SINGLE),
    "psi": ("bins", "moderate", "significant"),
}  # fmt: skip


@register
class Monitors(Register):
    key = "monitors"
    prefix = "MON"
    shape = "{prefix}-{n:04d}"
    label = _("Monitor")
    label_plural = _("Monitors")
    purpose = _("Metric series of versions in operation, with their limits and signals.")
    menu = "check"
    order = 40
    icon = "activity"
    model = Monitor
    lifecycle = lifecycle
    columns = ("signal", "last_point", "watches", "metric")
    filters = ("version", "kind", "metric", "suspect")
    sections = (
        Section(
            "what", _("Monitor"),
            (
                "title", "version", "metric", "unit_of_metric", "data_source", "suspect", "reaction", "owner", "unit",
                "audience",
            ),
        ),
        Section(
            "judging", _("How it is judged"),
            (
                "kind", "rule_set", "width", "sigma_from", "target", "sigma", "weight", "exact", "cusum_k", "cusum_h",
                "cusum_units", "bins", "moderate", "significant",
            ),
            _("Only what belongs to the chosen chart counts. It is frozen with the limits."),
        ),
        Section("expected", _("When points are expected"), ("every_hours", "grace_hours")),
        Section(
            "baseline", _("Baseline"), ("baseline_from", "baseline_points", "dropped"),
            _("The points that the limits are computed from."),
        ),
    )  # fmt: skip
    report_fields = ("title", "version", "metric", "kind", "every_hours")
    search = ("metric", "data_source", "reaction")
    explained = ("dropped",)  # what is left out of the limits, and why
    not_content = frozenset({"expected_since", "proposed"})
    may_add = rules.may_add
    may_edit = rules.may_edit
    raises = ("nonconformities",)
    record_template = "monitors/record.html"
    print_template = "print/monitor.html"

    def visible(self, actor: Any) -> Any:
        """With what the list says of each: its series and what is open, and the version it watches."""
        return super().visible(actor).select_related("series__signal", "series__silence", "version__system")

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It watches a version that the actor sees; whoever makes it owns it unless somebody else is named."""
        _check_version(record, actor)
        record.owner_id = record.owner_id or actor.pk

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Another version must be one that the actor sees."""
        if "version" in changed_fields(record):
            _check_version(record, actor)

    def locked(self, record: Any) -> dict[str, str]:
        """Limits are frozen with all they depend on; the baseline stays while limits wait for approval."""
        found = {}
        if record.state != "draft":
            found["version"] = _t("Points are sent for this version. Another version has a monitor of its own.")
        if record.limits or record.state not in ("draft", "baseline"):
            said = _t("The limits rest on this. Another way of judging is another monitor.")
            found = dict.fromkeys(JUDGED_BY, said)
        if record.state == "proposed":
            said = _t("Limits from this baseline wait for approval. Take them back first.")
            found |= dict.fromkeys(("baseline_from", "baseline_points", "dropped"), said)
        return found

    def sections_for(self, record: Any) -> tuple[Section, ...]:
        """Of the options only those of its chart."""
        fields = ("kind", *OPTIONS[record.kind])
        return tuple(replace(s, fields=fields) if s.key == "judging" else s for s in self.sections)

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """Where it stands, on paper; the chart is drawn by the template."""
        return printed(record)


def _check_version(record: Any, actor: Any) -> None:
    version = record.version if record.version_id else None
    if version is not None and not sees(actor, version):
        raise Invalid(fields={"version": [_t("There is no record with this number that you may see.")]})
