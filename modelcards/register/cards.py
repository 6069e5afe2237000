"""The declaration of the register of model cards."""

from django.utils.translation import gettext_lazy as _

from qms.registers import Register, Section, register

from ..lifecycle.cards import lifecycle
from ..models import ModelCard


@register
class ModelCards(Register):
    key = "model-cards"
    prefix = "MC"
    shape = "{prefix}-{n:04d}"
    label = _("Model card")
    label_plural = _("Model cards")
    purpose = _("What is said of a version of a system: measured, reviewed and signed.")
    menu = "do"
    order = 20
    icon = "file-badge"
    model = ModelCard
    lifecycle = lifecycle
    sections = (Section("what", _("Model card"), ("title", "system", "version", "owner", "unit")),)
