"""The roles that can be granted in a unit. A role in a unit covers the units below it."""

from django.utils.translation import gettext_lazy as _

ROLES = {
    "reader": _("Reader"),
    "contributor": _("Contributor"),
    "auditor": _("Auditor"),
    "quality_manager": _("Quality manager"),
    "compliance_officer": _("Compliance officer"),
    "risk_manager": _("Risk manager"),
    "privacy_officer": _("Privacy officer"),
    "validator": _("Validator"),
    "approver": _("Approver"),
    "executive": _("Executive"),
    "external_auditor": _("External auditor"),
    "administrator": _("Administrator"),
}

#: Roles that open no register by themselves: an external auditor sees only what names him, an administrator manages
#: people and settings and reads no quality record unless he also holds another role.
CLOSED_ROLES = frozenset({"external_auditor", "administrator"})
ROLE_CHOICES = list(ROLES.items())
