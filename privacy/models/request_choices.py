"""What can be chosen in a request of a data subject. The keys are kept, the words may be translated."""

from django.utils.translation import gettext_lazy as _

REGIMES = (("gdpr", _("GDPR")), ("ccpa", _("CCPA (California)")))
GDPR_KINDS = (
    ("access", _("Access (Art. 15)")), ("rectification", _("Rectification (Art. 16)")),
    ("erasure", _("Erasure (Art. 17)")), ("restriction", _("Restriction (Art. 18)")),
    ("notification", _("Who the recipients were (Art. 19)")), ("portability", _("Portability (Art. 20)")),
    ("objection", _("Objection (Art. 21)")), ("automated", _("Automated decision (Art. 22)")),
)  # fmt: skip
CCPA_KINDS = (
    ("know", _("Know (1798.100, .110)")), ("delete", _("Delete (1798.105)")), ("correct", _("Correct (1798.106)")),
    ("opt_out", _("Opt out of selling and sharing (1798.120)")),
    ("limit", _("Limit the use of sensitive data (1798.121)")),
)  # fmt: skip
KINDS = (*GDPR_KINDS, *CCPA_KINDS)
KINDS_OF = {"gdpr": frozenset(k for k, _l in GDPR_KINDS), "ccpa": frozenset(k for k, _l in CCPA_KINDS)}
#: Not verified and not confirmed: done within fifteen business days (11 CCR 7026(f), 7027(g)).
OPT_OUTS = frozenset({"opt_out", "limit"})
CHANNELS = (
    ("mail", _("Mail")), ("phone", _("Telephone")), ("letter", _("Letter")), ("meeting", _("Conversation")),
    ("portal", _("Portal or form")), ("other", _("Otherwise")),
)  # fmt: skip
IDENTITIES = (
    ("undoubted", _("No doubt noted")), ("doubted", _("In doubt: asked for more")),
    ("confirmed", _("Confirmed")), ("unconfirmed", _("Could not be confirmed")),
)  # fmt: skip
OUTCOMES = (("granted", _("Granted")), ("partly", _("Granted in part")))
GROUNDS = (
    ("unidentified", _("The person cannot be identified (11(2), 12(2))")),
    ("unfounded", _("Manifestly unfounded (12(5))")), ("excessive", _("Excessive, as repeated (12(5))")),
    ("exempt", _("An exemption applies, as 17(3) or a law")),
    ("others", _("Rights of others stand against it (15(4))")),
    ("no_data", _("We process no data of this person")),
)  # fmt: skip
CHARGEABLE = (("no", _("Free of charge")), ("unfounded", _("Charged: manifestly unfounded")),
              ("excessive", _("Charged: excessive, as repeated")))  # fmt: skip
