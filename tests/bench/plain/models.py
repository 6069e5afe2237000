"""The same columns and indexes as tests.engine.trials.models.Trial, without any engine."""

from django.conf import settings
from django.db import models


def _person() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)


class Plain(models.Model):
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=30)
    owner = _person()
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    audience = models.CharField(max_length=8)
    rev = models.PositiveIntegerField(default=0)
    external_id = models.CharField(max_length=120, blank=True)
    mark = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    created_by = _person()
    changed_at = models.DateTimeField()
    changed_by = _person()
    note = models.TextField(blank=True)
    result = models.TextField(blank=True)
    size = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    count = models.IntegerField(default=0)
    due_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    met_at = models.DateTimeField(null=True)
    lead = _person()
    team = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    tags = models.JSONField(default=list)
    tree = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="plain_changed"),
            models.Index(fields=["state", "-changed_at", "-id"], name="plain_state"),
            models.Index(fields=["unit", "-changed_at", "-id"], name="plain_unit"),
        ]
