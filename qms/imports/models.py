"""An import that somebody works on in the pages or by API, and the work that waits to be done for it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.attachments.models import Blob
from qms.jobs.models import QueueRow

KEPT = models.PROTECT


class ImportRun(models.Model):
    """One file on its way into one register. Only the person who brought it sees it."""

    COLUMNS, CHECKING, ASKING, CHECKED = "columns", "checking", "asking", "checked"
    WRITING, DONE, REFUSED, FAILED = "writing", "done", "refused", "failed"
    STATES = (
        (COLUMNS, _("Columns are being chosen")),
        (CHECKING, _("Being checked")),
        (ASKING, _("A question is open")),
        (CHECKED, _("Checked")),
        (WRITING, _("Being imported")),
        (DONE, _("Imported")),
        (REFUSED, _("Rows were refused")),
        (FAILED, _("Could not be read")),
    )

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=KEPT, related_name="+")
    register = models.CharField(max_length=30)
    name = models.CharField(max_length=150)
    blob = models.ForeignKey(Blob, on_delete=KEPT, related_name="+")
    source = models.CharField(max_length=40, default="page")
    state = models.CharField(max_length=10, choices=STATES, default=COLUMNS)
    options = models.JSONField(default=dict)  # what the reader was told: encoding, delimiter, sheet, header
    seen = models.JSONField(default=dict)  # what the reader found: columns, sample rows, notes
    mapping = models.JSONField(default=dict)
    questions = models.JSONField(default=dict)  # column → what it leaves open
    result = models.JSONField(default=dict)
    said = models.JSONField(default=list)  # sentences of a refusal
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["actor", "-id"], name="import_actor")]

    def __str__(self) -> str:
        return f"{self.name} → {self.register}"

    @property
    def seen_at(self) -> str:
        """What a form sends back, to show that nobody went on with this import meanwhile."""
        return self.changed_at.isoformat()

    @property
    def is_busy(self) -> bool:
        """Whether a worker has it or will have it."""
        return self.state in (self.CHECKING, self.WRITING)


class ImportTask(QueueRow):
    """A check (`dry`) or the writing of one import, waiting for a worker."""

    run = models.ForeignKey(ImportRun, on_delete=KEPT, related_name="tasks")
    dry = models.BooleanField()

    class Meta(QueueRow.Meta):
        abstract = False
