"""What is kept beside the records: how people like to look at a list, and work that is handed over."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from qms.jobs.models import QueueRow


class SavedView(models.Model):
    """A list as one person wants to see it again: tab, filters, search and order under a name.

    A preference and no record: it has no revision and no history, and opens nothing that its reader may not see. Only
    sharing it concerns others, and that stands in the ledger.
    """

    register = models.CharField(max_length=30)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000)
    is_default = models.BooleanField(default=False)
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("user", "register", Lower("name"), name="saved_view_name"),
            models.UniqueConstraint(
                fields=["user", "register"], condition=models.Q(is_default=True), name="saved_view_one_default"
            ),
        ]
        indexes = [
            models.Index(fields=["register"], condition=models.Q(shared_at__isnull=False), name="saved_view_shared")
        ]

    def __str__(self) -> str:
        return self.name


class HandOver(QueueRow):
    """That somebody leaves, and who takes what is open. Done record by record (handing.py); the access ends last."""

    leaver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    takers = models.JSONField(default=dict)  # register → id of the person who takes its records instead
    give_roles = models.BooleanField(default=False)
    reason = models.TextField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=60)
    begun_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)  # sentences

    class Meta(QueueRow.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.leaver} → {self.to}"

    @property
    def is_busy(self) -> bool:
        """Whether a worker has it or will have it."""
        return self.queue_state in (self.WAITING, self.RUNNING)
