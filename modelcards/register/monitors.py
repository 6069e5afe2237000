"""The declaration of the register of monitors."""

from django.utils.translation import gettext_lazy as _

from qms.registers import Register, Section, register

from ..lifecycle.monitors import lifecycle
from ..models import Monitor


@register
class Monitors(Register):
    key = "monitors"
    prefix = "MON"
    shape = "{prefix}-{n:04d}"
    label = _("Monitor")
    label_plural = _("Monitors")
    purpose = _("Metric series of versions in operation, with their limits and signals.")
    menu = "check"
    order = 40
    icon = "activity"
    model = Monitor
    lifecycle = lifecycle
    sections = (Section("what", _("Monitor"), ("title", "version", "metric", "kind", "owner", "unit")),)
