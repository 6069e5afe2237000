"""The monitor: one metric series of one version in operation, its limits and its points."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.backdoor import AppendOnly
from qms.records.fields import Column, RowsField
from qms.records.models import Record

from .versions import SystemVersion

KINDS = (
    ("imr", _("Individuals and moving range")),
    ("xbar_r", _("Mean and range")),
    ("xbar_s", _("Mean and standard deviation")),
    ("p", _("Share")),
    ("np", _("Number of units")),
    ("c", _("Number of defects")),
    ("u", _("Defects per unit")),
    ("ewma", _("EWMA")),
    ("cusum", _("CUSUM")),
)
RULE_SETS = (("western_electric", _("Western Electric")), ("nelson", _("Nelson")), ("limits", _("Limits only")))


class Monitor(Record):
    """A series of one metric (EU AI Act Art. 72; ISO/IEC 42001 A.6.2.6)."""

    version = models.ForeignKey(SystemVersion, models.PROTECT, verbose_name=_("version"), related_name="monitors")
    metric = models.CharField(_("metric"), max_length=80)
    unit_of_metric = models.CharField(_("unit of the metric"), max_length=30, blank=True)
    kind = models.CharField(_("chart"), max_length=8, choices=KINDS, default="imr")
    rule_set = models.CharField(_("rules"), max_length=20, choices=RULE_SETS, default="western_electric")
    subgroup = models.PositiveSmallIntegerField(
        _("subgroup size"), default=1, validators=[MinValueValidator(1), MaxValueValidator(25)]
    )
    options = models.JSONField(_("options"), default=dict, blank=True)
    every_hours = models.PositiveIntegerField(
        _("a point every, hours"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(8784)],
        help_text=_("A point that does not come is a signal too."),
    )  # fmt: skip
    limits = models.JSONField(_("limits"), default=dict, blank=True, editable=False)
    past_limits = RowsField(
        _("earlier limits"),
        columns=(
            Column("limits", _("Limits"), kind="long"), Column("until", _("Until"), kind="date"),
            Column("reason", _("Reason"), kind="long"),
        ),
        editable=False,
    )  # fmt: skip
    baseline_points = models.PositiveSmallIntegerField(
        _("points of the baseline"), default=25, validators=[MinValueValidator(5), MaxValueValidator(1000)]
    )

    class Meta(Record.Meta):
        verbose_name = _("monitor")
        verbose_name_plural = _("monitors")


class MonitorPoint(AppendOnly):
    """One point: a value, or a subgroup's mean with its spread; or a count with its size."""

    monitor = models.ForeignKey(Monitor, models.PROTECT, related_name="points")
    key = models.CharField(max_length=80)
    at = models.DateTimeField()
    value = models.FloatField()
    spread = models.FloatField(null=True)
    n = models.PositiveIntegerField(null=True)
    broken = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        abstract = False
        constraints: ClassVar = [models.UniqueConstraint(fields=["monitor", "key"], name="monitor_point_once")]
        indexes: ClassVar = [models.Index(fields=["monitor", "-at", "-id"], name="monitor_point_at")]
