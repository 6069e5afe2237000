"""What risks and opportunities share: where they come from, how they are rated, treated and reviewed (RM-03)."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, RowsField
from qms.records.models import Record
from standards.models import ClausesField

from ..choices import CATEGORIES, COUNTED_FROM, LEVELS, RATINGS, SCOPES, STEPS

Words = Sequence[tuple[str, Any]]


def ratings(kinds: Words = RATINGS, levels: Words = LEVELS) -> RowsField:
    """Every rating that was made, in these words."""
    columns = (
        Column("kind", _("Rating"), kind="choice", choices=kinds),
        Column("likelihood", _("L"), kind="number", whole=True),
        Column("consequence", _("C"), kind="number", whole=True),
        Column("level", _("Level"), kind="choice", choices=levels),
        Column("matrix", _("Matrix")),
        Column("edition", _("Edition"), kind="number", whole=True, hidden=True),
        Column("on", _("On"), kind="date"),
        Column("by", _("By"), kind="person"),
        Column("reason", _("Reason"), kind="long"),
    )
    return RowsField(_("ratings"), columns=columns, editable=False)


def reviews(levels: Words = LEVELS) -> RowsField:
    """Every review, with the level as it was then."""
    columns = (
        Column("on", _("On"), kind="date"),
        Column("by", _("By"), kind="person"),
        Column("level", _("Level"), kind="choice", choices=levels),
        Column("result", _("Reasoning"), kind="long"),
        Column("next", _("Next review"), kind="date"),
    )
    return RowsField(_("reviews"), columns=columns, editable=False)


def step(label: Any) -> models.PositiveSmallIntegerField:
    """A place on a scale; set by a move that rates, never by an edit."""
    return models.PositiveSmallIntegerField(label, choices=STEPS, null=True, blank=True)


def level(label: Any, words: Words = LEVELS) -> models.CharField:
    """The level as it was looked up when the rating was made."""
    return models.CharField(label, max_length=10, choices=words, blank=True, editable=False)


def edition(label: Any) -> models.ForeignKey:
    """The edition that a rating was made with: it stays, whatever is in force later (RM-01)."""
    return models.ForeignKey(
        "risks.RiskMatrix", verbose_name=label, on_delete=models.PROTECT, related_name="+", null=True,
        editable=False,
    )  # fmt: skip


class Rated(Record):
    """Something uncertain with an effect on objectives (ISO 31000:2018 3.1), good or bad."""

    scope = models.CharField(_("scope"), max_length=15, choices=SCOPES, default="organisation")
    category = models.CharField(_("category"), max_length=20, choices=CATEGORIES, blank=True)
    cause = models.TextField(_("cause"), blank=True, help_text=_("Because of what? One per line where there are many."))
    event = models.TextField(_("event"), blank=True, help_text=_("What may happen?"))
    consequence = models.TextField(
        _("consequence"), blank=True, help_text=_("What follows, for whom? One per line where there are many.")
    )
    notes = models.TextField(
        _("notes"), blank=True, help_text=_("What is known besides. Columns of an imported file are kept here.")
    )
    clauses = ClausesField(_("clauses"), help_text=_("Requirements that it touches."))
    matrix = models.ForeignKey(
        "risks.RiskMatrix", verbose_name=_("matrix"), on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        help_text=_("The criteria it is rated by; ratings use the edition in force."),
    )  # fmt: skip

    inherent_likelihood = step(_("inherent likelihood"))
    inherent_consequence = step(_("inherent consequence"))
    inherent_level = level(_("inherent level"))
    inherent_matrix = edition(_("inherent rating made with"))
    current_likelihood = step(_("current likelihood"))
    current_consequence = step(_("current consequence"))
    current_level = level(_("current level"))
    current_matrix = edition(_("current rating made with"))
    current_rated_at = models.DateTimeField(_("rated"), null=True, editable=False)
    target_likelihood = step(_("target likelihood"))
    target_consequence = step(_("target consequence"))
    target_level = level(_("target level"))
    target_matrix = edition(_("target rating made with"))
    ratings = ratings()
    above_appetite = models.BooleanField(_("above appetite"), default=False, editable=False)

    plan = models.TextField(_("plan"), blank=True, help_text=_("What shall be different, and how. Actions do it."))
    review_on = models.DateField(_("next review"), null=True, blank=True)
    review_from = models.CharField(
        _("cadence counted from"), max_length=8, choices=COUNTED_FROM, default="review",
        help_text=_("The level says how often; this says from which day."),
    )  # fmt: skip
    reviewed_on = models.DateField(_("last review"), null=True, blank=True, editable=False)
    review_result = models.TextField(
        _("reasoning"), blank=True, help_text=_("What was looked at, what has changed, and why the rating holds.")
    )
    reviews = reviews()
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        abstract = True

    @property
    def rated(self) -> bool:
        """Whether it has a current rating."""
        return self.current_likelihood is not None
