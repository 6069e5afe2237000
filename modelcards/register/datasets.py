"""The declaration of the register of datasets."""

from django.utils.translation import gettext_lazy as _

from qms.registers import Register, Section, register

from ..lifecycle.datasets import lifecycle
from ..models import Dataset


@register
class Datasets(Register):
    key = "datasets"
    prefix = "DAT"
    shape = "{prefix}-{n:04d}"
    label = _("Dataset")
    label_plural = _("Datasets")
    purpose = _("What models learn from and are judged by: where it comes from and what is known of it.")
    menu = "do"
    order = 30
    icon = "database"
    model = Dataset
    lifecycle = lifecycle
    sections = (Section("what", _("Dataset"), ("title", "family", "version", "version_hash", "owner", "unit")),)
