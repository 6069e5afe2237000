"""The monitor: one metric series of one version in operation, how it is judged, and its limits."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, RowsField, StringsField
from qms.records.models import Record

from .limits import LimitsField
from .numbers import NumberField
from .versions import SystemVersion

KINDS = (
    ("imr", _("Individuals and moving range")),
    ("xbar_r", _("Mean and range")),
    ("xbar_s", _("Mean and standard deviation")),
    ("p", _("Share of items")),
    ("np", _("Number of items")),
    ("c", _("Number of defects")),
    ("u", _("Defects per unit")),
    ("ewma", _("EWMA")),
    ("cusum", _("CUSUM")),
    ("psi", _("Drift of a distribution (PSI)")),
)
RULE_SETS = (("western_electric", _("Western Electric")), ("nelson", _("Nelson")), ("limits", _("Limits only")))
UNITS = (("sigma", _("in sigma")), ("data", _("in the unit of the metric")))
SPREADS = (("range", _("the moving range")), ("deviation", _("the standard deviation")))
#: How models fail in operation; the word stands as cause code of the nonconformity that a signal opens.
FAILURES = (
    ("data_drift", _("Data drift")),
    ("concept_drift", _("Concept drift")),
    ("label_error", _("Label error")),
    ("leakage", _("Leakage")),
    ("bias", _("Bias")),
    ("prompt_injection", _("Prompt injection")),
    ("regression", _("Regression")),
    ("pipeline", _("Fault of the pipeline")),
)
LONGEST_WAIT = 8784  # hours: a leap year


class Monitor(Record):
    """A series of one metric (EU AI Act Art. 72; ISO/IEC 42001 A.6.2.6)."""

    version = models.ForeignKey(SystemVersion, models.PROTECT, verbose_name=_("version"), related_name="monitors")
    metric = models.CharField(_("metric"), max_length=80)
    unit_of_metric = models.CharField(_("unit of the metric"), max_length=30, blank=True)
    data_source = models.TextField(
        _("data source"), blank=True, help_text=_("Where the points come from, and over what.")
    )
    suspect = models.CharField(
        _("a signal suggests"), max_length=20, choices=FAILURES, default="data_drift",
        help_text=_("The cause code of the nonconformity that a signal opens; the analysis may find another one."),
    )  # fmt: skip
    reaction = models.TextField(_("what to do"), blank=True, help_text=_("First steps when it signals."))

    # How it is judged
    kind = models.CharField(_("chart"), max_length=8, choices=KINDS, default="imr")
    rule_set = models.CharField(
        _("rules"), max_length=20, choices=RULE_SETS, default="western_electric",
        help_text=_("EWMA, CUSUM and PSI know only their limits."),
    )  # fmt: skip
    width = NumberField(_("width of the limits, sigma"), default="3")
    sigma_from = models.CharField(_("spread from"), max_length=10, choices=SPREADS, default="range")
    target = NumberField(_("target"), help_text=_("Instead of the mean of the baseline."))
    sigma = NumberField(_("known sigma"), help_text=_("Instead of the spread of the baseline."))
    weight = NumberField(_("EWMA weight λ"), default="0.2")
    exact = models.BooleanField(
        _("EWMA limits exact"), default=True, help_text=_("They widen with time; otherwise their asymptote.")
    )
    cusum_k = NumberField(_("CUSUM k"), default="0.5")
    cusum_h = NumberField(_("CUSUM h"), default="5")
    cusum_units = models.CharField(_("CUSUM k and h"), max_length=5, choices=UNITS, default="sigma")
    bins = StringsField(_("classes"), help_text=_("Of a distribution, in the order of their counts; one per line."))
    moderate = NumberField(_("PSI moderate from"), default="0.10")
    significant = NumberField(
        _("PSI signal from"), default="0.25", help_text=_("A value on a threshold belongs above it.")
    )

    # When points are expected
    every_hours = models.PositiveIntegerField(
        _("a point every, hours"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_WAIT)],
        help_text=_("A point that does not come is a signal too. Empty: points come when they come."),
    )  # fmt: skip
    grace_hours = models.PositiveIntegerField(
        _("grace, hours"), default=2, validators=[MaxValueValidator(LONGEST_WAIT)],
        help_text=_("So much later than expected it counts as late."),
    )  # fmt: skip
    expected_since = models.DateTimeField(_("points expected since"), null=True, blank=True, editable=False)

    # Phase I
    baseline_from = models.DateTimeField(
        _("baseline from"), null=True, blank=True, help_text=_("Empty: from the first point.")
    )
    baseline_points = models.PositiveSmallIntegerField(
        _("points of the baseline"), default=25, validators=[MinValueValidator(5), MaxValueValidator(1000)]
    )
    dropped = RowsField(
        _("points left out"),
        columns=(
            Column("key", _("Key of the point"), required=True), Column("reason", _("Why"), kind="long", required=True),
        ),
        help_text=_("They stay in the series and on the chart; the limits are computed without them."),
    )  # fmt: skip
    proposed = LimitsField(_("proposed limits"), default=dict)
    limits = LimitsField(_("limits in force"), default=dict)
    past_limits = LimitsField(_("earlier limits"), default=list)

    class Meta(Record.Meta):
        verbose_name = _("monitor")
        verbose_name_plural = _("monitors")

    @property
    def signal(self) -> str:
        """What is wrong now, for the list; "" where nothing is."""
        from ..monitor_panels import marks_of
        from .points import MonitorSeries

        held = getattr(self, "series", None) or MonitorSeries(monitor=self)
        return ", ".join(marks_of(self, held))

    @property
    def last_point(self) -> Any:
        """When the newest point was measured."""
        held = getattr(self, "series", None)
        return held.last_at if held else None

    @property
    def watches(self) -> str:
        """The version by name: `Pagewise 2.6.2`."""
        return f"{self.version.system.title} {self.version.version}"

    def limits_of(self, version: int) -> dict[str, Any]:
        """The document of limits with this version, as it was approved. Raises KeyError where there is none."""
        held: list[dict[str, Any]] = [self.proposed, self.limits, *self.past_limits]
        for doc in held:
            if doc and doc["version"] == version:
                return {k: v for k, v in doc.items() if k != "until"}
        raise KeyError(version)
