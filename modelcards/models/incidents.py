"""An incident with a system: what happened, since when it is known, which clock runs, what was reported and found."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, RowsField, StringsField
from qms.records.models import Record

from ..aiact.incidents import KINDS, SECTORS
from .countries import MEMBER_STATES
from .deployments import Deployment
from .instants import InstantField
from .systems import System
from .versions import SystemVersion


def _text(label: Any, help_text: Any = "") -> models.TextField:
    return models.TextField(label, blank=True, help_text=help_text)


def _moment(label: Any, help_text: Any = "", **more: Any) -> InstantField:
    return InstantField(label, null=True, blank=True, help_text=help_text, **more)


class Incident(Record):
    """A serious incident, or one that came near (Reg. (EU) 2024/1689 Art. 3(49), 73)."""

    system = models.ForeignKey(System, models.PROTECT, verbose_name=_("system"), related_name="incidents")
    version = models.ForeignKey(
        SystemVersion, models.PROTECT, verbose_name=_("version"), null=True, blank=True, related_name="incidents"
    )
    deployment = models.ForeignKey(
        Deployment, models.PROTECT, verbose_name=_("deployment"), null=True, blank=True, related_name="incidents"
    )
    what = _text(_("what happened"), _("And what it has to do with the system, as far as it is known."))
    countries = StringsField(_("member states"), options=MEMBER_STATES, help_text=_("Where it happened (Art. 73(1))."))
    place = models.CharField(_("place"), max_length=200, blank=True)
    happened_at = _moment(_("happened"), _("When it began, as far as it is known."))
    aware_at = _moment(_("became aware"), _("When we learned of it. Every clock counts from this moment (Art. 73(2))."))
    awareness_before = RowsField(
        _("awareness as recorded before"),
        columns=(
            Column("was", _("Became aware")),
            Column("corrected", _("Corrected")),
            Column("why", _("Why"), kind="long"),
            Column("at", _("Became aware, as an instant"), kind="instant", hidden=True),
        ),
        editable=False,
    )
    kinds = StringsField(
        _("class"), options=KINDS,
        help_text=_(
            "What it led to (Art. 3(49)). Several may hold: the earliest deadline counts. As long as nobody says, it "
            "counts as serious."
        ),
    )  # fmt: skip
    class_reason = _text(_("why this class"), _("And why it is not serious, where it is not."))
    sector = models.CharField(
        _("law of the sector"), max_length=9, choices=SECTORS, blank=True,
        help_text=_("Where such a law has reports of its own, only a breach of fundamental rights is reported here."),
    )  # fmt: skip
    due_at = _moment(_("report due"), editable=False, db_index=True)

    initial_at = _moment(_("initial report made"))
    initial_authority = models.CharField(_("initial report to"), max_length=200, blank=True)
    initial_reference = models.CharField(_("reference of the initial report"), max_length=100, blank=True)
    initial_report = _text(_("initial report"), _("What is known, and what is not known yet (Art. 73(5))."))
    complete_by = models.DateField(_("complete report by"), null=True, blank=True)
    complete_at = _moment(_("complete report made"))
    complete_authority = models.CharField(_("complete report to"), max_length=200, blank=True)
    complete_reference = models.CharField(_("reference of the complete report"), max_length=100, blank=True)
    complete_report = _text(_("complete report"))
    late_reason = _text(_("why the report is late"), _("Needed once the deadline has passed."))

    risk_assessment = _text(_("risk assessment"), _("Of the incident, after it was reported (Art. 73(6))."))
    cause = _text(_("cause"))
    corrective = _text(_("corrective action"), _("What was done so that it does not happen again."))
    informed_at = _moment(
        _("authority informed of changes"), _("Before the system is altered while this is investigated (Art. 73(6)).")
    )
    informed_how = models.CharField(
        _("who was informed, and how"), max_length=300, blank=True, help_text=_("Authority, reference.")
    )

    class Meta(Record.Meta):
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        indexes = [*Record.Meta.indexes, models.Index(fields=["system", "state"], name="incident_system_state")]
