"""The declaration of the register of AI systems."""

from django.utils.translation import gettext_lazy as _

from qms.registers import Register, Section, register

from ..lifecycle.systems import lifecycle
from ..models import System


@register
class Systems(Register):
    key = "systems"
    prefix = "AIS"
    shape = "{prefix}-{n:04d}"
    label = _("AI system")
    label_plural = _("AI systems")
    purpose = _("What we build and use, for what, in which role, and how it is classified.")
    menu = "do"
    order = 10
    icon = "cpu"
    model = System
    lifecycle = lifecycle
    sections = (Section("what", _("AI system"), ("title", "purpose", "owner", "unit")),)
