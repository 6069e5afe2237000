"""The control: what keeps a risk down. Implemented and effective are two states, each with its evidence (RM-05)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.lib.text import says_nothing
from qms.records.models import Record, person
from standards.models import ClausesField

from ..choices import CONTROL_KINDS, MEASURES


class Control(Record):
    """One measure; it may be linked to many risks."""

    kind = models.CharField(_("what it does"), max_length=8, choices=CONTROL_KINDS)
    measure = models.CharField(
        _("kind of measure"), max_length=12, choices=MEASURES,
        help_text=_("In the order of priority of ISO 14971:2019 7.1: information alone comes last."),
    )  # fmt: skip
    description = models.TextField(_("description"), blank=True, help_text=_("What it is, and how it works."))
    test = models.TextField(_("how its effect is seen"), blank=True, help_text=_("A test or measure, and its limit."))
    clauses = ClausesField(_("clauses"))
    implemented_on = models.DateField(_("implemented on"), null=True, blank=True)
    evidence = models.TextField(
        _("evidence of implementation"), blank=True,
        help_text=_("Where one sees that it is there. An attached file or a linked record may stand for it."),
    )  # fmt: skip
    verification = models.TextField(
        _("evidence of effect"), blank=True, help_text=_("What was looked at, and what was seen.")
    )
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True, editable=False)
    verified_by = person(_("verified by"), null=True, blank=True, editable=False)
    failure = models.TextField(_("how it failed"), blank=True)
    review_on = models.DateField(_("next verification"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("control")

    @property
    def has_evidence(self) -> bool:
        """Whether something shows that it is there: a file, a link besides those to risks, or words."""
        attached = self.entry.attached
        linked = any(link["kind"] != "mitigates" for link in attached.get("links", []))
        return bool(attached.get("files")) or linked or not says_nothing(self.evidence)
