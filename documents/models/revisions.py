"""The revision: one text or file of a document, signed, effective from one day to another."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, PeopleField, RowsField
from qms.records.models import Record

from .choices import MEANINGS, OPEN_ROLES
from .documents import Document, QuorumField

LONGEST = 200_000  # characters of Markdown
MOST_QUESTIONS, MOST_CHOICES = 30, 8


class QuizField(RowsField):
    """Questions with their possible answers, one per line, and which of them is right, counted from 1."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "columns",
            (
                Column("question", _("Question"), kind="long", required=True),
                Column("answers", _("Answers, one per line"), kind="long", required=True),
                Column("right", _("Number of the right one"), kind="number", required=True, kept=True),
            ),
        )
        super().__init__(*args, **kwargs)

    def read_items(self, items: list[Any]) -> list[Any]:
        if len(items) > MOST_QUESTIONS:
            raise ValidationError(_t("A quiz has at most %d questions.") % MOST_QUESTIONS)
        return super().read_items(items)

    def _row(self, place: int, item: dict[str, Any]) -> dict[str, Any]:
        row = super()._row(place, item)
        answers = list(dict.fromkeys(line.strip() for line in row["answers"].splitlines() if line.strip()))
        if not 2 <= len(answers) <= MOST_CHOICES:
            said = _t("Question %(n)d: give two to %(most)d different answers, one per line.")
            raise ValidationError(said % {"n": place, "most": MOST_CHOICES})
        if not row["right"].isdigit() or not 1 <= int(row["right"]) <= len(answers):
            said = _t("Question %(n)d: the right answer is a number from 1 to %(most)d.")
            raise ValidationError(said % {"n": place, "most": len(answers)})
        return {**row, "answers": "\n".join(answers)}


class DocumentRevision(Record):
    """One revision of a document (ISO 9001:2015 7.5.2, 7.5.3). One of a document is effective at a time."""

    document = models.ForeignKey(Document, models.PROTECT, verbose_name=_("document"), related_name="revisions")
    text = models.TextField(
        _("text"),
        max_length=LONGEST,
        validators=[MaxLengthValidator(LONGEST)],
        blank=True,
        help_text=_("Markdown; or leave it empty and add one file."),
    )
    file_hash = models.CharField(_("file, SHA-256"), max_length=64, blank=True, editable=False)
    change_summary = models.TextField(
        _("what changed"),
        max_length=5000,
        validators=[MaxLengthValidator(5000)],
        blank=True,
        help_text=_("What is different from the revision before, and why."),
    )
    quiz = QuizField(_("quiz"), help_text=_("Readers answer it before they can say that they have understood."))
    authors = PeopleField(_("authors"), help_text=_("Whoever changed the content. They sign authorship only."))

    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("replaces"), related_name="replaced_by",
        editable=False,
    )  # fmt: skip
    quorum = QuorumField(_("who signs"), editable=False)
    signed = RowsField(
        _("signed by"),
        columns=(
            Column("by", _("By"), kind="person"),
            Column("meaning", _("As"), kind="choice", choices=MEANINGS),
            Column("roles", _("Roles held")),
        ),
        editable=False,
    )
    effective_from = models.DateField(
        _("to be effective from"),
        null=True,
        blank=True,
        help_text=_("Empty: as soon as it is approved and read; not on a day on which another revision was in force."),
    )
    effective_on = models.DateField(_("effective since"), null=True, blank=True)
    effective_until = models.DateField(_("effective until"), null=True, blank=True, editable=False)
    approved_outside = models.CharField(_("approved outside the system by"), max_length=200, blank=True)
    approved_outside_on = models.DateField(_("approved outside the system on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["document"], name="document_effective_once", condition=Q(state="effective"),
                violation_error_message=_("Another revision of this document is effective."),
            ),
            models.CheckConstraint(
                name="document_revision_period",
                condition=Q(effective_until=None) | Q(effective_on__lte=F("effective_until")),
                violation_error_message=_("A revision cannot end before it is effective."),
            ),
        ]  # fmt: skip
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["document", "effective_on"], name="document_effective_on"),
        ]

    @property
    def role_words(self) -> dict[str, Any]:
        """The roles that a quorum can name, in words."""
        return dict(OPEN_ROLES)

    @property
    def is_over(self) -> bool:
        """Whether it was effective and is no longer."""
        return self.state in ("superseded", "obsolete")
