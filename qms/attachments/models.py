from django.conf import settings
from django.db import models

from qms.records.backdoor import AppendOnly, Closed
from qms.records.models import Entry


class Blob(AppendOnly):
    """Immutable bytes under their SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        abstract = False


class Attachment(Closed):
    """A file of a record. Detaching keeps row and bytes."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=150)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta(Closed.Meta):
        abstract = False
        indexes = [models.Index(fields=["entry", "id"], name="attachment_entry")]
