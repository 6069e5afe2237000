"""The acknowledgement: that one person has read one revision. Many people read at once: each line has its own rev."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, RowsField
from qms.records.models import Record

from .revisions import DocumentRevision


class Acknowledgement(Record):
    """A person (the owner) and a revision, asked to be read; then when, and what exactly was read."""

    revision = models.ForeignKey(
        DocumentRevision, models.PROTECT, verbose_name=_("revision"), related_name="acknowledgements"
    )
    due_on = models.DateField(_("to be read by"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True, editable=False)
    read_hash = models.CharField(_("what was read, SHA-256"), max_length=64, blank=True, editable=False)
    answers = RowsField(
        _("answers"),
        columns=(
            Column("question", _("Question"), required=True),
            Column("answer", _("Answer"), required=True, kept=True),
            Column("right", _("Right"), kind="bool", kept=True),
            Column("attempt", _("Attempt"), kind="number"),
            Column("on", _("On"), kind="date"),
        ),
    )  # fmt: skip
    passed = models.BooleanField(_("quiz passed"), default=False, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["revision", "owner"], name="acknowledgement_once",
                violation_error_message=_("This person is asked to read this revision already."),
            ),
        ]  # fmt: skip
        indexes = [*Record.Meta.indexes, models.Index(fields=["owner", "state"], name="acknowledgement_owner")]
