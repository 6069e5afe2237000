"""The choices of processing activities and impact assessments (GDPR)."""

from django.utils.translation import gettext_lazy as _

YES_NO = (("yes", _("Yes")), ("no", _("No")))
ROLES = (("controller", _("Controller")), ("processor", _("Processor")))

#: Who is named under letter a of Art. 30(1) and 30(2).
PARTIES = (
    ("controller", _("Controller")),
    ("joint", _("Joint controller")),
    ("processor", _("Processor")),
    ("representative", _("Representative")),
    ("dpo", _("Data protection officer")),
)
#: What can be said to be none of, so that a blank is never read as an answer.
NONE_OF = (
    ("joint", _("Joint controller")),
    ("representative", _("Representative")),
    ("dpo", _("Data protection officer")),
    ("recipients", _("Recipients")),
    ("transfers", _("Transfers to third countries")),
)
LEGAL_BASES = (
    ("consent", _("Consent, 6(1)(a)")),
    ("contract", _("Contract, 6(1)(b)")),
    ("legal_obligation", _("Legal obligation, 6(1)(c)")),
    ("vital_interests", _("Vital interests, 6(1)(d)")),
    ("public_task", _("Public task, 6(1)(e)")),
    ("legitimate_interest", _("Legitimate interest, 6(1)(f)")),
)
DATA_KINDS = (
    ("ordinary", _("Ordinary")),
    ("special", _("Special category, Art. 9")),
    ("criminal", _("Convictions and offences, Art. 10")),
)
RECIPIENT_KINDS = (
    ("internal", _("Within the organisation")),
    ("processor", _("Processor")),
    ("controller", _("Another controller")),
    ("authority", _("Authority")),
)
#: Chapter V; what Art. 30(1)(e) wants documented is the derogation of 49(1), second subparagraph.
SAFEGUARDS = (
    ("adequacy", _("Adequacy decision, Art. 45")),
    ("clauses", _("Standard contractual clauses, 46(2)(c)")),
    ("binding_rules", _("Binding corporate rules, Art. 47")),
    ("code", _("Code of conduct or certification, 46(2)(e), (f)")),
    ("other_46", _("Other safeguard of Art. 46")),
    ("derogation", _("Derogation for a specific situation, 49(1)")),
    ("compelling", _("Compelling legitimate interests, 49(1) second subparagraph")),
)
