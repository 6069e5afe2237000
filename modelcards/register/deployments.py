"""The declaration of the register of deployments."""

from django.utils.translation import gettext_lazy as _

from qms.registers import Register, Section, register

from ..lifecycle.deployments import lifecycle
from ..models import Deployment


@register
class Deployments(Register):
    key = "deployments"
    prefix = "DEP"
    shape = "{prefix}-{n:04d}"
    label = _("Deployment")
    label_plural = _("Deployments")
    purpose = _("Where versions run, since when, and on which answer of the gate.")
    icon = "rocket"
    model = Deployment
    lifecycle = lifecycle
    sections = (Section("what", _("Deployment"), ("version", "environment", "share")),)
