"""The declaration of the register of opportunities."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.registers import Section, register

from ..lifecycle.opportunities import lifecycle
from ..models import Opportunity
from .shared import REVIEW, WHAT, RatedRegister


@register
class Opportunities(RatedRegister):
    key = "opportunities"
    about = "opportunity"
    chooses = {"matrix": Q(state="in_force", about="opportunity")}
    prefix = "OPP"
    order = 32
    label = _("Opportunity")
    label_plural = _("Opportunities")
    purpose = _("What may turn out well, how much it is worth, and what is done for it.")
    icon = "lightbulb"
    model = Opportunity
    lifecycle = lifecycle
    sections = (WHAT, Section("treatment", _("Decision"), ("strategy", "plan")), REVIEW)
    record_template = "risks/record.html"
    list_template = "risks/list.html"

    def locked(self, record: Any) -> dict[str, str]:
        """What becomes of it is decided by a move, with the rating it shall reach."""
        said = _("Press “Pursue” to decide this: it asks for the target rating too.")
        return {} if record.state == "draft" else {"strategy": str(said)}
