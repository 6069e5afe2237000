"""What can be chosen in a breach. The keys are kept, the words may be translated."""

from django.utils.translation import gettext_lazy as _

ROLES = (("controller", _("Controller")), ("processor", _("Processor, for somebody else")))
REPORTED_BY_WAY = (
    ("phone", _("Telephone")), ("mail", _("Mail")), ("person", _("In person")), ("portal", _("Portal or form")),
    ("monitoring", _("Monitoring or alert")), ("authority", _("Authority or police")), ("other", _("Otherwise")),
)  # fmt: skip
#: EDPB Guidelines 9/2022, paragraph 17.
NATURES = (
    ("confidentiality", _("Confidentiality: somebody saw or took what was not for him")),
    ("integrity", _("Integrity: data were changed")),
    ("availability", _("Availability: data were lost or out of reach")),
)
CAUSES = (
    ("hacking", _("Attack on a system")), ("access", _("Unauthorised access or disclosure")),
    ("misdirected", _("Sent to the wrong person")), ("theft", _("Theft")), ("loss", _("Loss")),
    ("disposal", _("Disposal without care")), ("error", _("Error of a system or a person")), ("other", _("Other")),
)  # fmt: skip
RISKS = (
    ("none", _("Unlikely to result in a risk")), ("risk", _("A risk to rights and freedoms")),
    ("high", _("A high risk to rights and freedoms")),
)  # fmt: skip
#: Article 34: what follows from a high risk, with the exemptions of its paragraph 3.
COMMUNICATION = (
    ("tell", _("They are told")),
    ("protected", _("Not told: the data were unintelligible to whoever got them (34(3)(a))")),
    ("averted", _("Not told: measures taken since make the high risk no longer likely (34(3)(b))")),
    ("public", _("Told in public: telling each would take disproportionate effort (34(3)(c))")),
    ("no_high_risk", _("Not told: the risk is not high")),
)
EXEMPTIONS = ("protected", "averted", "public")
TOLD = ("tell", "public")
