"""Words of this folder that are chosen from: levels and their colours, categories, scopes, strategies."""

from django.utils.translation import gettext_lazy as _

from qms.accounts.roles import ROLES

#: Lowest first. The word is what lists, filters and the trend know a level by, whatever a matrix calls it besides.
LEVELS = (
    ("minimal", _("Minimal")),
    ("low", _("Low")),
    ("medium", _("Medium")),
    ("high", _("High")),
    ("critical", _("Critical")),
)
#: The same levels of what is wanted: how large the gain is. Nothing good is critical.
GAINS = (
    ("minimal", _("Slight")),
    ("low", _("Small")),
    ("medium", _("Medium")),
    ("high", _("Large")),
    ("critical", _("Great")),
)
RANKS = {key: rank for rank, (key, _word) in enumerate(LEVELS)}
#: Tones of tokens.css; a level is never told by its colour alone.
TONES = (
    ("good", _("green")),
    ("plan", _("blue")),
    ("warn", _("amber")),
    ("bad", _("red")),
    ("worst", _("dark red")),
)
ABOUT = (("risk", _("Risks")), ("opportunity", _("Opportunities")))

#: ISO 31000 leaves categories to the organisation; the second half is what AI adds (ISO/IEC 42001 A.5, NIST AI 100-1).
CATEGORIES = (
    ("strategic", _("Strategy and market")),
    ("operational", _("Operations")),
    ("quality", _("Product and service quality")),
    ("financial", _("Finance")),
    ("legal", _("Law and compliance")),
    ("people", _("Staff and competence")),
    ("security", _("Information security")),
    ("privacy", _("Privacy")),
    ("supply", _("Suppliers and purchased models")),
    ("environment", _("Environment")),
    ("ai_people", _("AI: harm to people")),
    ("ai_groups", _("AI: harm to groups, unfair treatment")),
    ("ai_society", _("AI: harm to society")),
    ("ai_robustness", _("AI: robustness and performance")),
    ("ai_misuse", _("AI: misuse")),
    ("ai_data", _("AI: data")),
    ("ai_transparency", _("AI: transparency and oversight")),
)
SCOPES = (
    ("organisation", _("Organisation")),
    ("process", _("Process")),
    ("system", _("AI system")),
    ("product", _("Product or service")),
    ("project", _("Project")),
    ("supplier", _("Supplier")),
)
#: Roles that a matrix may name as the authority that accepts.
AUTHORITIES = tuple(
    (role, ROLES[role])
    for role in ("quality_manager", "risk_manager", "compliance_officer", "privacy_officer", "approver", "executive")
)
RATINGS = (("inherent", _("Inherent")), ("current", _("Current")), ("target", _("Target")))
OPPORTUNITY_RATINGS = (("inherent", _("If nothing is done")), ("current", _("Now")), ("target", _("Aimed at")))
#: Steps of a scale, as far as the largest one goes.
STEPS = tuple((n, str(n)) for n in range(1, 11))
#: ISO 31000:2018 6.5.2.
RISK_STRATEGIES = (
    ("avoid", _("Avoid it: do not start, or stop")),
    ("remove", _("Remove its source")),
    ("reduce", _("Reduce likelihood or consequence")),
    ("share", _("Share it, by contract or insurance")),
    ("accept", _("Accept it, by an informed decision")),
)
OPPORTUNITY_STRATEGIES = (
    ("pursue", _("Pursue it")),
    ("enhance", _("Enhance likelihood or benefit")),
    ("share", _("Share it with a partner")),
    ("leave", _("Leave it for now")),
)
COUNTED_FROM = (("review", _("the last review")), ("planned", _("the date that was planned")))
CONTROL_KINDS = (("prevent", _("Prevents")), ("detect", _("Detects")), ("recover", _("Recovers")))
#: ISO 14971:2019 7.1: in this order of priority.
MEASURES = (
    ("design", _("1 Safe by design")),
    ("protective", _("2 Protective measure in the product or process")),
    ("information", _("3 Information for safety, training")),
)
