"""Lists that more than one table of this folder chooses from."""

from django.utils.translation import gettext_lazy as _

YES_NO = (("yes", _("Yes")), ("no", _("No")))

#: From strictest to least strict; the strictest that applies drives the policy. Reg. (EU) 2024/1689 Art. 5, 6, 50, 51.
RISK_CLASSES = (
    ("prohibited", _("Prohibited")),
    ("high", _("High-risk")),
    ("gpai_systemic", _("General-purpose with systemic risk")),
    ("gpai", _("General-purpose")),
    ("transparency", _("Transparency duties")),
    ("minimal", _("Minimal")),
    ("out_of_scope", _("Out of scope")),
    ("unclassified", _("Not classified")),
)
STRICTNESS = tuple(key for key, _label in RISK_CLASSES)

ROLES = (
    ("provider", _("Provider")),
    ("deployer", _("Deployer")),
    ("importer", _("Importer")),
    ("distributor", _("Distributor")),
    ("manufacturer", _("Product manufacturer")),
    ("representative", _("Authorised representative")),
)
