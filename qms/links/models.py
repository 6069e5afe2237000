from django.conf import settings
from django.db import models

from qms.records.backdoor import Closed
from qms.records.models import Entry

from .kinds import KIND_CHOICES


class Link(Closed):
    """A typed edge. The newer record is the source; a removed link keeps its row."""

    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    source = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="links_in")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta(Closed.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"], name="link_once", condition=models.Q(removed_at=None)
            ),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="link_not_to_itself"),
        ]
