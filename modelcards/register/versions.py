"""The declaration of the register of versions."""

from django.utils.translation import gettext_lazy as _

from qms.registers import Register, Section, register

from ..lifecycle.versions import lifecycle
from ..models import SystemVersion


@register
class SystemVersions(Register):
    key = "system-versions"
    prefix = "VER"
    shape = "{prefix}-{n:04d}"
    label = _("Version")
    label_plural = _("Versions")
    purpose = _("The versions of AI systems, each one artifact known by its hash.")
    icon = "git-commit-horizontal"
    model = SystemVersion
    lifecycle = lifecycle
    sections = (Section("what", _("Version"), ("system", "version", "artifact", "changes", "components")),)
