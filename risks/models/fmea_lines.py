"""A line of an FMEA worksheet: a way to fail, its effect and cause, what is done about it, and three ranks."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.records.models import Record

from ..fmea import HIGHEST, LOWEST
from .fmea_texts import long_text
from .fmea_worksheets import FmeaWorksheet

NOT_RATED = "none"
PRIORITIES = (("H", _("High")), ("M", _("Medium")), ("L", _("Low")), (NOT_RATED, _("Not rated")))
RATINGS = ("severity", "occurrence", "detection")
AFTER = tuple(f"{name}_after" for name in RATINGS)
MOST_IN_CELL = 2000
_RANGE = _("A rating is a whole number from 1 to 10.")


class RankField(models.PositiveSmallIntegerField):
    """A rank from 1 to 10, or nothing where nobody has rated. Neither 7.5 nor True is rounded to one."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, bool | float | Decimal):
            raise ValidationError(_RANGE)
        return super().to_python(value)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs


def rank(label: Any, **options: Any) -> RankField:
    """A field for a rank."""
    limits = [MinValueValidator(LOWEST, _RANGE), MaxValueValidator(HIGHEST, _RANGE)]
    return RankField(label, null=True, blank=True, validators=limits, error_messages={"invalid": _RANGE}, **options)


def derived(label: Any) -> models.CharField:
    """What follows from three ranks; kept, so that lists filter and sort by it."""
    return models.CharField(label, max_length=4, choices=PRIORITIES, default=NOT_RATED, editable=False)


def _whole(names: tuple[str, ...], priority: str) -> Q:
    """A priority is there exactly where all three ranks are (FM-01): a missing rank is never taken for low."""
    rated, missing = Q(), Q()
    for name in names:  # said of each: a comparison with nothing is neither true nor false, and would pass
        rated &= Q(**{f"{name}__isnull": False}) & Q(**{f"{name}__range": (LOWEST, HIGHEST)})
        missing |= Q(**{f"{name}__isnull": True})
    return (Q(**{priority: NOT_RATED}) & missing) | (Q(**{f"{priority}__in": ("H", "M", "L")}) & rated)


def standing_priority(line: Any) -> str:
    """The priority that counts today: the one after the action, where there is one."""
    return str(line.priority_after if line.priority_after != NOT_RATED else line.priority)


class FmeaLine(Record):
    """One cause of one failure mode. `title` is the failure mode; priority and number follow from the ranks."""

    worksheet = models.ForeignKey(FmeaWorksheet, models.PROTECT, verbose_name=_("worksheet"), related_name="lines")
    item = models.CharField(
        _("item"), max_length=200, blank=True, help_text=_("The part or step to which the function belongs.")
    )
    function = long_text(_("function"), MOST_IN_CELL, blank=True, help_text=_("What it is there for."))
    title = models.CharField(_("failure mode"), max_length=200)
    effect = long_text(_("effect"), MOST_IN_CELL, blank=True, help_text=_("What comes of it, for whom."))
    severity = rank(_("severity"))
    cause = long_text(_("cause"), MOST_IN_CELL, blank=True)
    prevention_control = long_text(
        _("prevention control"), MOST_IN_CELL, blank=True, help_text=_("What keeps the cause from happening.")
    )
    occurrence = rank(_("occurrence"))
    detection_control = long_text(
        _("detection control"), MOST_IN_CELL, blank=True, help_text=_("What finds cause or failure in time.")
    )
    detection = rank(_("detection"), help_text=_("10: it is not found in time."))
    priority = derived(_("action priority"))
    rpn = models.PositiveSmallIntegerField(_("risk priority number"), null=True, blank=True, editable=False)
    justification = long_text(
        _("justification"), MOST_IN_CELL, blank=True,
        help_text=_("Why nothing more is done. For a high priority somebody from management signs it."),
    )  # fmt: skip
    severity_after = rank(_("severity after"))
    occurrence_after = rank(_("occurrence after"))
    detection_after = rank(_("detection after"))
    priority_after = derived(_("action priority after"))
    rpn_after = models.PositiveSmallIntegerField(_("risk priority number after"), null=True, blank=True, editable=False)
    notes = long_text(_("notes"), MOST_IN_CELL * 5, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("line of an FMEA worksheet")
        verbose_name_plural = _("lines of FMEA worksheets")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["worksheet", "entry"], name="fmealine_of_worksheet"),
            models.Index(fields=["priority", "severity"], name="fmealine_gravest"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="fmealine_not_rated_is_no_priority", condition=_whole(RATINGS, "priority"),
                violation_error_message=_("A priority follows from three ratings; without them it is not rated."),
            ),
            models.CheckConstraint(
                name="fmealine_after_not_rated", condition=_whole(AFTER, "priority_after"),
                violation_error_message=_("New ratings are given all three together."),
            ),
        ]  # fmt: skip

    @property
    def standing_priority(self) -> str:
        """The priority that counts today."""
        return standing_priority(self)
