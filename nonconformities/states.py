"""The states of a nonconformity."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import State

STATES = [
    State("draft", _("Draft"), "draft", waits="owner"),
    State("reported", _("Reported"), "open", waits="role:quality_manager"),
    State("analysis", _("Cause analysis"), "open", waits="owner"),
    State("plan_approval", _("Plan approval"), "open", waits="role:approver"),
    State("implementing", _("Implementing"), "open", waits="owner"),
    State("check", _("Effectiveness check"), "open", waits="checker"),
    State("checked", _("Check recorded"), "open", waits="role:quality_manager"),
    State("accepted", _("Partly effective, accepted"), "open", waits="role:quality_manager"),
    State("closed", _("Closed, effective"), "done"),
    State("closed_short", _("Closed without corrective action"), "done"),
    State("void", _("Void"), "void"),
]
OPEN = tuple(s.key for s in STATES if s.phase == "open")
#: In which steps of an 8D are completed: after triage, before the end.
STEPPED = tuple(key for key in OPEN if key != "reported")
#: The plan is still being written.
ANALYSED = ("reported", "analysis")
#: The plan waits for approval, or is approved.
PLANNED = ("plan_approval", "implementing", "check", "checked", "accepted")
