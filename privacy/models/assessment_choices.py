"""The choices of impact assessments."""

from django.utils.translation import gettext_lazy as _

KINDS = (
    ("data_protection", _("Data protection (GDPR Art. 35)")),
    ("fundamental_rights", _("Fundamental rights (EU AI Act Art. 27)")),
    ("ai_impact", _("AI impact (ISO/IEC 42001)")),
)
#: With one of these an assessment is required (35(3), 35(4)).
REQUIRING = (
    ("a", _("35(3)(a): systematic, extensive evaluation by automated means with decisions that affect persons")),
    ("b", _("35(3)(b): special categories or convictions on a large scale")),
    ("c", _("35(3)(c): systematic monitoring of a public area on a large scale")),
    ("list", _("35(4): on the list of the supervisory authority")),
)
#: The nine criteria of WP 248 rev.01; with two of them an assessment is required in most cases.
CRITERIA = (
    ("scoring", _("Evaluation or scoring")),
    ("decisions", _("Automated decisions with legal or similar effect")),
    ("monitoring", _("Systematic monitoring")),
    ("sensitive", _("Sensitive data")),
    ("large_scale", _("Large scale")),
    ("matching", _("Matching or combining datasets")),
    ("vulnerable", _("Vulnerable data subjects")),
    ("innovative", _("New technology or new use")),
    ("blocking", _("Keeps people from a right, service or contract")),
)
#: The scale of the CNIL's method, for severity and for likelihood.
LEVELS = (("1", _("1 Negligible")), ("2", _("2 Limited")), ("3", _("3 Significant")), ("4", _("4 Maximum")))
FEARED = (
    ("access", _("Illegitimate access to data")),
    ("change", _("Unwanted modification of data")),
    ("loss", _("Disappearance of data")),
    ("other", _("Other risk to rights and freedoms")),
)
ADVICE = (
    ("proceed", _("Go ahead")),
    ("conditions", _("Go ahead under conditions")),
    ("stop", _("Do not go ahead")),
)
DECISIONS = ADVICE[:2]  # “do not go ahead” is a move of its own
#: The questions of the CNIL's PIA tool that no field of its own holds, by their number.
QUESTIONS = (
    ("113", _("Standards that apply")),
    ("121", _("Personal data that are processed")),
    ("122", _("Life cycle of data and processes")),
    ("123", _("Supporting assets")),
    ("212", _("Legal basis")),
    ("213", _("Data are adequate, relevant, limited")),
    ("214", _("Data are accurate and kept up to date")),
    ("215", _("Storage periods")),
    ("221", _("How data subjects are informed")),
    ("222", _("How consent is obtained")),
    ("223", _("Access and portability")),
    ("224", _("Rectification and erasure")),
    ("225", _("Restriction and objection")),
    ("226", _("Obligations of processors")),
    ("227", _("Transfers outside the Union")),
)
#: Of these, what necessity and proportionality are judged by (35(7)(b)).
NECESSITY = ("212", "213", "215")
