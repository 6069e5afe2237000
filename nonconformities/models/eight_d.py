"""What an 8D asks besides what every nonconformity has (CA-02)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import PeopleField, RowsField
from qms.records.models import person

from .. import choices
from ..parts import READ_ACROSS, STEPS_DONE, StepsField


def _text(label: object, help_text: object = "") -> models.TextField:
    return models.TextField(label, blank=True, help_text=help_text)  # type: ignore[arg-type]


def _day(label: object) -> models.DateField:
    return models.DateField(label, null=True, blank=True)  # type: ignore[arg-type]


class EightD(models.Model):
    """Team, emergency response, validated containment, escape point, removal, read-across, recognition."""

    approach = models.CharField(
        _("way of working"), max_length=5, choices=choices.APPROACHES, blank=True, default="",
        help_text=_("8D where a customer expects it, or where a team is needed. Its steps then wait for one another."),
    )  # fmt: skip
    emergency = _text(_("emergency response"), _("What protected customers and people at once, or why nothing had to."))
    champion = person(
        _("champion"), null=True, blank=True, help_text=_("Has the authority to decide and to give resources.")
    )
    team_leader = person(
        _("team leader"), null=True, blank=True, help_text=_("Leads the team and completes its steps.")
    )
    team = PeopleField(_("team members"))
    team_outside = _text(_("team members from outside"), _("Name, organisation and part of those without an account."))

    containment_validated_on = _day(_("containment validated on"))
    containment_validated_by = person(_("containment validated by"), null=True, blank=True)
    containment_effective = models.CharField(
        _("containment holds"), max_length=3, choices=choices.YES_NO, blank=True, default=""
    )
    containment_result = _text(_("result of the validation"), _("What was checked, and what was found."))
    containment_removed_on = _day(_("containment removed on"))
    containment_removed_by = person(_("containment removed by"), null=True, blank=True)

    escape_status = models.CharField(
        _("escape point is"), max_length=9, choices=choices.STATUSES, blank=True, default=""
    )
    escape_evidence = _text(_("evidence of the escape point"), _("What shows that it should have been noticed there."))

    choice_verified_on = _day(_("choice verified on"))
    choice_verified = _text(
        _("how the choice was verified"), _("What shows, before the rollout, that these actions remove the cause.")
    )
    read_across = RowsField(
        _("read-across"), columns=READ_ACROSS,
        help_text=_("A row for each unit, by its code; it answers for the units below it too."),
    )  # fmt: skip
    recognition = _text(_("recognition"), _("What the team learned, and how it was thanked."))

    steps_done = StepsField(_("steps completed"), columns=STEPS_DONE)
    eight_d_step = models.CharField(_("step"), max_length=2, choices=choices.STEPS, blank=True, default="")

    class Meta:
        abstract = True
