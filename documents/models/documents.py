"""The document: what it is, who answers for it, who must read it, when it is looked at again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.records.choosing import UnitsField
from qms.records.fields import Column, RowsField, StringsField
from qms.records.models import Record
from standards.models import ClausesField

from .choices import COUNTED_FROM, OPEN_ROLES, QUORUM, TYPES

LONGEST_INTERVAL = 60  # months
MOST_SIGNERS = 9


class QuorumField(RowsField):
    """Seats of signers by role; counts are whole numbers from 1 to 9."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("columns", QUORUM)
        super().__init__(*args, **kwargs)

    def _row(self, place: int, item: dict[str, Any]) -> dict[str, Any]:
        row = super()._row(place, item)
        if not row["count"].isdigit() or not 1 <= int(row["count"]) <= MOST_SIGNERS:
            said = _t("Row %(n)d: “How many” is a whole number from 1 to %(most)d.")
            raise ValidationError(said % {"n": place, "most": MOST_SIGNERS})
        return row


def _percent(label: Any, help_text: Any) -> Any:
    return models.PositiveSmallIntegerField(label, default=0, validators=[MaxValueValidator(100)], help_text=help_text)


class Document(Record):
    """A controlled document (ISO 9001:2015 7.5.3). What it says stands in its revisions."""

    kind = models.CharField(_("type"), max_length=12, choices=TYPES, default="procedure")
    issuer = models.CharField(
        _("issued by"), max_length=200, blank=True, help_text=_("Who publishes an external document.")
    )
    clauses = ClausesField(_("clauses"), help_text=_("Requirements that it meets while a revision is effective."))

    reader_units = UnitsField(_("read in"), help_text=_("Units whose people must read it; those below are included."))
    reader_roles = StringsField(
        _("read by"), options=OPEN_ROLES, help_text=_("Where units are named too, only these roles in those units.")
    )
    read_days = models.PositiveSmallIntegerField(
        _("days to read it"), default=14, validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Counted from the day on which people are asked."),
    )  # fmt: skip
    wait_percent = _percent(
        _("effective once read by, %"), _("0: it does not wait for readers. 100: all of them must have read it.")
    )

    quorum = QuorumField(
        _("who signs"),
        help_text=_(
            "Nobody fills two seats, and no author signs. Empty: a quality manager reviews, an approver approves."
        ),
    )

    review_months = models.PositiveSmallIntegerField(
        _("months between reviews"), default=12, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_INTERVAL)],
        help_text=_("1 to 60."),
    )  # fmt: skip
    review_from = models.CharField(
        _("counted from"), max_length=8, choices=COUNTED_FROM, default="last",
        help_text=_("A review that comes late moves the next one only where it is counted from the last review."),
    )  # fmt: skip
    reviewed_on = models.DateField(_("last review"), null=True, blank=True)
    next_review = models.DateField(_("next review"), null=True, blank=True)
    review_result = models.TextField(
        _("result of the review"), max_length=5000, blank=True, validators=[MaxLengthValidator(5000)],
        help_text=_("What was looked at, and why it stays as it is. What has to change makes a new revision."),
    )  # fmt: skip
    reviews = RowsField(
        _("reviews"),
        columns=(
            Column("on", _("On"), kind="date"), Column("revision", _("Revision"), kind="record"),
            Column("by", _("By"), kind="person"), Column("result", _("Result"), kind="long"),
            Column("next", _("Next review"), kind="date"),
        ),
        editable=False,
    )  # fmt: skip

    #: Set in the transaction that makes a revision effective or ends it: what coverage joins on.
    effective_revision = models.ForeignKey(
        "documents.DocumentRevision", models.PROTECT, null=True, blank=True, verbose_name=_("effective revision"),
        related_name="+", editable=False,
    )  # fmt: skip

    class Meta(Record.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="document_interval", condition=Q(review_months__gte=1, review_months__lte=LONGEST_INTERVAL),
                violation_error_message=_("Reviews are 1 to 60 months apart."),
            ),
            models.CheckConstraint(
                name="document_issuer", condition=~Q(kind="external") | ~Q(issuer=""),
                violation_error_message=_("Say who issues the external document."),
            ),
        ]  # fmt: skip
