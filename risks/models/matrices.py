"""The risk matrix: scales, levels, table, appetite and authority of one edition."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, RowsField
from qms.records.models import Record

from ..choices import ABOUT, AUTHORITIES, CATEGORIES, LEVELS, TONES
from ..parts import CellsField

SCALE = (Column("label", _("Label"), required=True), Column("meaning", _("What it means"), kind="long"))


class RiskMatrix(Record):
    """One edition of a family's criteria (ISO 31000:2018 6.3.4). One edition of a family is in force at a time."""

    family = models.CharField(
        _("family"), max_length=60, default="general",
        help_text=_("Editions of one family follow one another. Another family may serve another kind of work."),
    )  # fmt: skip
    about = models.CharField(_("for"), max_length=12, choices=ABOUT, default="risk")
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    likelihood = RowsField(_("likelihood"), columns=SCALE, help_text=_("Three to ten steps, the lowest first."))
    consequence = RowsField(
        _("consequence or benefit"), columns=SCALE, help_text=_("Three to ten steps, the lowest first.")
    )
    levels = RowsField(
        _("levels"),
        columns=(
            Column("level", _("Level"), kind="choice", choices=LEVELS, required=True),
            Column("name", _("Called here")),
            Column("tone", _("Colour"), kind="choice", choices=TONES, required=True),
            Column("authority", _("Accepted by"), kind="choice", choices=AUTHORITIES, required=True),
            Column("review_days", _("Review every, days"), kind="number", required=True),
            Column("accept_days", _("Accepted for at most, days"), kind="number", required=True),
        ),
        help_text=_("Whoever may accept a level may accept those below it."),
    )
    cells = CellsField(_("table"), help_text=_("Which level each pair of steps has. It has a page of its own."))
    appetite = RowsField(
        _("appetite"),
        columns=(
            Column("category", _("Category"), kind="choice", choices=CATEGORIES),
            Column("unit", _("Unit, by its code")),
            Column("highest", _("Highest level within the appetite"), kind="choice", choices=LEVELS, required=True),
        ),
        help_text=_("An empty category or unit means all. The nearest unit counts first, then the category."),
    )
    effective_on = models.DateField(_("in force since"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("risk matrix")
        verbose_name_plural = _("risk matrices")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["family"], name="risk_matrix_in_force_once", condition=Q(state="in_force"),
                violation_error_message=_("Another edition of this family is in force."),
            ),
            models.UniqueConstraint(
                fields=["family", "edition"], name="risk_matrix_edition_once",
                violation_error_message=_("This family has this edition already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.title}, {_('edition')} {self.edition}"
