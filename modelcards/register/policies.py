"""The declaration of the register of release policies."""

from django.utils.translation import gettext_lazy as _

from qms.registers import Register, Section, register

from ..lifecycle.policies import lifecycle
from ..models import Policy


@register
class Policies(Register):
    key = "release-policies"
    prefix = "POL"
    shape = "{prefix}-{n:04d}"
    label = _("Release policy")
    label_plural = _("Release policies")
    purpose = _("What a model card must hold, and who signs it, before a version goes out.")
    menu = "plan"
    order = 60
    icon = "shield-check"
    model = Policy
    lifecycle = lifecycle
    sections = (Section("what", _("Release policy"), ("title", "risk_class", "owner", "unit")),)
