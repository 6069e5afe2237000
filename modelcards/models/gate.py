"""What the release gate was asked and what it said: a log that nobody changes."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.backdoor import AppendOnly
from qms.records.models import Entry, person

RESULTS = (("pass", _("Pass")), ("conditional", _("Pass with conditions")), ("fail", _("Fail")))


class GateAnswer(AppendOnly):
    """One answer. `version` and `artifact` are what the asker sent, known to us or not."""

    system = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    version = models.CharField(max_length=60)
    artifact = models.CharField(max_length=64, blank=True)
    result = models.CharField(max_length=11, choices=RESULTS)
    reasons = models.JSONField(default=list)
    asked_by = person()
    asked_by_name = models.CharField(max_length=150)
    source = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        abstract = False
        indexes: ClassVar = [models.Index(fields=["system", "-id"], name="gate_answer_system")]


class Badge(models.Model):
    """A secret address that shows the answer for one system as a small picture. Only its hash is kept."""

    system = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_by = person()
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
