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

#: Art. 14(4): what a person who oversees the system is enabled to do, by its letters.
OVERSIGHT = (
    ("understand", _("a: understand its capacities and limits")),
    ("bias", _("b: stay aware of automation bias")),
    ("interpret", _("c: interpret its output")),
    ("override", _("d: decide not to use or to override it")),
    ("stop", _("e: intervene or stop it")),
)
#: Art. 40: whether harmonised standards cover the requirements.
HARMONISED = (("full", _("In full")), ("partly", _("In part")), ("no", _("No")))
#: Art. 43(4): what a version is to the conformity assessment of its system.
MODIFICATIONS = (
    ("ordinary", _("Not substantial")),
    ("foreseen", _("Determined in advance, in the technical file")),
    ("substantial", _("Substantial: the system is assessed anew")),
)
#: Art. 20(1): what is done about a system that does not conform.
MEASURES = (
    ("correct", _("Corrected")),
    ("withdraw", _("Withdrawn")),
    ("disable", _("Disabled")),
    ("recall", _("Recalled")),
)
