"""A pack that somebody ordered: the row is the order, the work that waits, and what became of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.jobs.models import QueueRow

from .order import Order


class Pack(QueueRow):
    """One evidence pack. Only the person who ordered it sees it: it holds what that person may see.

    `done` of `total` records are in the file so far. `said` are the sentences of a refusal. `file` is the name of the
    file under QMS_DATA/packs while it is there.
    """

    WORDS = {
        QueueRow.WAITING: _("Waiting"),
        QueueRow.RUNNING: _("Being built"),
        QueueRow.DONE: _("Ready"),
        QueueRow.FAILED: _("Not built"),
    }

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.JSONField()
    source = models.CharField(max_length=60)
    ordered_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    said = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    position = models.BigIntegerField(null=True)
    file = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True)

    class Meta(QueueRow.Meta):
        abstract = False
        indexes = [*QueueRow.Meta.indexes, models.Index(fields=["actor", "-id"], name="pack_actor")]

    def __str__(self) -> str:
        return f"{self.order.name}.zip"

    @property
    def order(self) -> Order:
        """What was asked for."""
        return Order.from_data(self.asked)

    @property
    def is_busy(self) -> bool:
        """Whether a worker has it or will have it."""
        return self.queue_state in (self.WAITING, self.RUNNING)

    @property
    def state_words(self) -> Any:
        """The state in words; a pack whose file was removed says so."""
        return _("Removed") if self.queue_state == self.DONE and not self.file else self.WORDS[self.queue_state]
