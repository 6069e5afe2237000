"""What can be chosen in a nonconformity. The keys are kept, the words may be translated."""

from django.utils.translation import gettext_lazy as _

ORIGINS = (
    ("audit", _("Audit")),
    ("internal", _("Found by ourselves")),
    ("customer", _("Customer")),
    ("supplier", _("Supplier")),
    ("monitor", _("Monitoring")),
    ("other", _("Other")),
)
DETECTED = (("before", _("Before delivery")), ("after", _("After delivery")))
#: In the order in which a list sorted by severity shows them.
SEVERITIES = (("critical", _("Critical")), ("major", _("Major")), ("minor", _("Minor")))
YES_NO = (("yes", _("Yes")), ("no", _("No")))

#: ISO 9001:2015 8.7.1 a to d, and what shop floors call it (Q9-10).
DISPOSITIONS = (
    ("correct", _("Correct")),
    ("segregate", _("Segregate or contain")),
    ("return", _("Return")),
    ("suspend", _("Suspend delivery")),
    ("rework", _("Rework")),
    ("use_as_is", _("Concession: use as is")),
    ("reject", _("Reject")),
)
CONCESSION = "use_as_is"

#: ISO 9001:2015 10.2.1 b 3, e and f: each is answered, also with no (Q9-11).
SIMILAR = (
    ("exist", _("Yes, others are affected")),
    ("could", _("None found, but it could happen elsewhere")),
    ("none", _("No, and it could not happen elsewhere")),
)
RISKS = (("updated", _("Updated")), ("fit", _("Looked at; they still fit")))
CHANGE = (("yes", _("Yes, a change is planned")), ("no", _("No change is needed")))

STATUSES = (("assumed", _("assumed")), ("confirmed", _("confirmed")), ("refuted", _("refuted")))
APPROACHES = (("short", _("Short: cause, plan, check")), ("8d", _("8D: eight disciplines, in their order")))
#: D0 to D8; D3 and D4 may run side by side (CA-02).
STEPS = (
    ("d0", _("D0 Prepare and respond")),
    ("d1", _("D1 Team")),
    ("d2", _("D2 Problem")),
    ("d3", _("D3 Interim containment")),
    ("d4", _("D4 Root cause and escape point")),
    ("d5", _("D5 Permanent actions chosen")),
    ("d6", _("D6 Implemented and validated")),
    ("d7", _("D7 Recurrence prevented")),
    ("d8", _("D8 Closed and recognised")),
)
#: Which object and fault; place, and where on the object; first seen, since, in which phase; how many, which trend.
DIMENSIONS = (
    ("what", _("What")),
    ("where", _("Where")),
    ("when", _("When")),
    ("extent", _("How big")),
)
GATES = (("or", _("Any of its causes suffices (or)")), ("and", _("It takes all of its causes together (and)")))
OUTCOMES = (
    ("effective", _("Effective")),
    ("partial", _("Partly effective")),
    ("not_effective", _("Not effective")),
)
