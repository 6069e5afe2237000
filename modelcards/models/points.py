"""The points of a series, kept as they came and as they were judged, and what the next point has to know of them."""

from typing import ClassVar

from django.db import models

from qms.records.backdoor import AppendOnly
from qms.records.models import Entry, person

from .monitors import Monitor


class MonitorPoint(AppendOnly):
    """One point. What was measured: `value` (None: missing; a subgroup's mean; a count; the PSI), its size `n`, the
    `spread` within a subgroup, and `raw`, the single values or the counts by class.

    How it was judged: by limits of `limits_version` (0: phase I, or while paused), where it stands on the chart
    (`charted`), on the second chart (`second`: range, deviation, lower sum, or p-value of the PSI), between which
    lines, and the numbers of the rules it broke on either.
    """

    monitor = models.ForeignKey(Monitor, models.PROTECT, related_name="points")
    key = models.CharField(max_length=80)
    at = models.DateTimeField()
    value = models.FloatField(null=True)
    n = models.FloatField(default=1)
    spread = models.FloatField(null=True)
    raw = models.JSONField(null=True)

    limits_version = models.PositiveSmallIntegerField(default=0)
    charted = models.FloatField(null=True)
    second = models.FloatField(null=True)
    centre = models.FloatField(null=True)
    lcl = models.FloatField(null=True)
    ucl = models.FloatField(null=True)
    rules = models.CharField(max_length=20, blank=True)
    second_rules = models.CharField(max_length=20, blank=True)

    received_at = models.DateTimeField()
    received_by = person()
    source = models.CharField(max_length=60)

    class Meta(AppendOnly.Meta):
        abstract = False
        constraints: ClassVar = [models.UniqueConstraint(fields=["monitor", "key"], name="monitor_point_once")]
        indexes: ClassVar = [models.Index(fields=["monitor", "-at", "-id"], name="monitor_point_at")]

    @property
    def signals(self) -> bool:
        """Whether it broke any rule."""
        return bool(self.rules or self.second_rules)


class MonitorSeries(models.Model):
    """What the next point and the clock have to know of a series: all of it follows from the points and could be
    worked out again. `memory` is what the statistics carry along; `judged_until` the last point that limits judged.
    """

    monitor = models.OneToOneField(Monitor, models.PROTECT, primary_key=True, related_name="series")
    memory = models.JSONField(default=dict)
    judged_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    count = models.PositiveIntegerField(default=0)
    signals = models.PositiveIntegerField(default=0)
    raised = models.PositiveIntegerField(default=0)
    signal = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="+")
    silence = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="+")
    unprinted = models.BooleanField(default=False)
