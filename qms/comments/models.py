from django.conf import settings
from django.db import models

from qms.records.backdoor import AppendOnly
from qms.records.models import Entry


class Comment(AppendOnly):
    """A remark on a record, written once."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="comments")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    text = models.TextField()

    @property
    def who(self) -> str:
        """The name to be shown: that of the day, or the pseudonym of somebody who was given one since."""
        return self.by.pseudonym or self.by_name

    class Meta(AppendOnly.Meta):
        abstract = False
        indexes = [models.Index(fields=["entry", "-id"], name="comment_entry")]
