"""The context of the organisation, as ISO 9001 and ISO/IEC 42001 ask: issues 4.1, interested parties 4.2, scope 4.3."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, RowsField
from qms.records.models import Record

from .catalogue import Requirement
from .choosing import EditionsField, UnitsField, long_text
from .clauses import ClausesField

ISSUES = (("internal", _("Internal")), ("external", _("External")), ("climate", _("Climate change")))
WEIGHTS = (("high", _("High")), ("medium", _("Medium")), ("low", _("Low")))
RELEVANCES = (("relevant", _("Relevant")), ("not_relevant", _("Not relevant")))
PARTIES = (
    ("customer", _("Customers and users")),
    ("affected", _("People affected by our systems")),
    ("authority", _("Legislators and authorities")),
    ("employee", _("Employees")),
    ("supplier", _("Suppliers and partners")),
    ("owner", _("Owners and investors")),
    ("public", _("Society and neighbours")),
)


def clauses_called(ref: str, editions: Collection[str] = ()) -> Any:
    """The keys of this clause in the two management system standards; `editions`: only in these, where any is named."""
    wanted = Requirement.objects.filter(ref=ref, edition__standard__ref__in=("ISO 9001", "ISO/IEC 42001"))
    wanted = wanted.filter(edition__key__in=editions) if editions else wanted
    return list(wanted.order_by("key").values_list("key", flat=True))


class ContextIssue(Record):
    """Something inside or outside that bears on what the system is to achieve (4.1; climate: Amendment 1:2024)."""

    kind = models.CharField(_("kind"), max_length=10, choices=ISSUES)
    description = long_text(_("what it is"), 5000)
    effect = long_text(_("effect"), 5000, blank=True, help_text=_("On what the management system is to achieve."))
    weight = models.CharField(_("importance"), max_length=6, choices=WEIGHTS, default="medium")
    climate = models.CharField(
        _("climate change is"), max_length=12, choices=RELEVANCES, blank=True,
        help_text=_("For the kind “Climate change” only: the decision that Amendment 1:2024 asks for."),
    )  # fmt: skip
    climate_reason = long_text(_("reason for the decision"), 2000, blank=True,
        help_text=_("“Not relevant” is allowed; it needs a reason too."),
    )  # fmt: skip
    clauses = ClausesField(_("clauses"), help_text=_("4.1 of the loaded editions where none is chosen."))
    review_on = models.DateField(_("next review"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("context issue")
        verbose_name_plural = _("context issues")


class InterestedParty(Record):
    """Who has a stake, what they need and expect, and which of it the system takes up (4.2)."""

    kind = models.CharField(_("kind"), max_length=10, choices=PARTIES)
    requirements = RowsField(
        _("needs and expectations"),
        columns=(
            Column("what", _("What they need or expect"), kind="long", required=True),
            Column("climate", _("About climate change"), kind="bool"),
            Column("addressed", _("Taken up by the system"), kind="bool"),
            Column("how", _("How it is met, or why it is not taken up"), kind="long"),
        ),
    )
    clauses = ClausesField(_("clauses"), help_text=_("4.2 of the loaded editions where none is chosen."))
    review_on = models.DateField(_("next review"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("interested party")
        verbose_name_plural = _("interested parties")


class ScopeStatement(Record):
    """What the system covers (4.3). What does not apply comes from the statements of applicability in force."""

    editions = EditionsField(_("standards"), blank=False)
    version = models.PositiveSmallIntegerField(_("version"), null=True, blank=True, editable=False)
    text = long_text(_("scope"), 5000)
    boundaries = long_text(
        _("boundaries"), 5000, blank=True, help_text=_("Where it ends: what is outside, and who does that.")
    )
    units = UnitsField(_("sites and units"))
    products = long_text(_("products, services and AI systems"), 5000, blank=True,
        help_text=_("One per line. Systems on record are linked as “concerns” besides."),
    )  # fmt: skip
    exclusions = RowsField(
        _("what does not apply"),
        columns=(
            Column("clause", _("Requirement")), Column("why", _("Justification"), kind="long"),
            Column("statement", _("Statement"), kind="record"),
        ),
        editable=False,
    )  # fmt: skip
    clauses = ClausesField(_("clauses"), help_text=_("4.3 of the loaded editions where none is chosen."))
    in_force_on = models.DateField(_("in force since"), null=True, blank=True, editable=False)
    review_on = models.DateField(_("next review"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("scope statement")
        verbose_name_plural = _("scope statements")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit"], name="scope_in_force_once", condition=Q(state="in_force"),
                violation_error_message=_("Another scope statement of this unit is in force."),
            ),
        ]  # fmt: skip
