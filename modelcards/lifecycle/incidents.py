"""The life of an incident: recorded, taken up, reported at first and in full, investigated, closed (Art. 73)."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition

from ..rules import incidents as rules
from . import incident_effects as effects
from . import incident_guards as guards

INITIAL = ("initial_at", "initial_authority", "initial_reference", "initial_report")
COMPLETE = ("complete_at", "complete_authority", "complete_reference", "complete_report")
INVESTIGATED = ("assessed", "initial", "reported")

lifecycle = Lifecycle(
    states=[
        State("recorded", _("Recorded"), "draft", waits="role:compliance_officer"),
        State("assessed", _("To be reported"), "open", waits="owner"),
        State("initial", _("Initial report made"), "open", waits="owner"),
        State("reported", _("Reported, under investigation"), "open", waits="owner"),
        State("closed", _("Closed"), "done"),
        State("not_serious", _("Not serious"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "take_up", _("Take it up"), ("recorded",), "assessed", rules.decides,
            asks=("kinds", "sector", "class_reason", "owner"), needs=("kinds", "owner"), shows=("what", "aware_at"),
            checks=[guards.is_described], effects=[effects.count_anew],
            help=_("The investigation begins. Nothing about the system is changed before the authority is informed."),
        ),
        Transition(
            "report_initial", _("Record the initial report"), ("assessed",), "initial", rules.works,
            guards=[guards.goes_to_an_authority], asks=(*INITIAL, "complete_by", "late_reason"),
            needs=INITIAL[:2] + INITIAL[3:], checks=[guards.initial_fits, guards.lateness_is_explained],
            effects=[effects.count_anew],
            help=_("Incomplete on purpose: what is known now (Art. 73(5)). The complete report follows."),
        ),
        Transition(
            "report_complete", _("Record the complete report"), ("assessed", "initial"), "reported", rules.works,
            guards=[guards.goes_to_an_authority], asks=(*COMPLETE, "late_reason"), needs=COMPLETE[:2] + COMPLETE[3:],
            checks=[guards.complete_fits, guards.lateness_is_explained], effects=[effects.count_anew],
        ),
        Transition(
            "inform_authority", _("Authority informed of changes"), INVESTIGATED, "", rules.works,
            guards=[guards.not_informed_yet], asks=("informed_at", "informed_how"),
            needs=("informed_at", "informed_how"), checks=[guards.informed_fits], primary=False,
            help=_("From then on the system may be altered while this is investigated (Art. 73(6))."),
        ),
        Transition(
            "raise_nonconformity", _("Raise a nonconformity"), INVESTIGATED, "", rules.works,
            guards=[guards.has_no_open_nonconformity], effects=[effects.raise_nonconformity], primary=False,
            help=_("Its cause is found and removed there; it addresses this incident."),
        ),
        Transition(
            "reclassify", _("Reclassify"), INVESTIGATED, "", rules.decides, asks=("kinds", "sector", "class_reason"),
            needs=("kinds",), effects=[effects.count_anew], primary=False, reason=True,
            help=_("Every clock counts from the same moment of awareness as before; the earliest deadline holds."),
        ),
        Transition(
            "correct_awareness", _("Correct the awareness"), INVESTIGATED, "", rules.decides, asks=("aware_at",),
            needs=("aware_at",), checks=[guards.awareness_fits], effects=[effects.keep_former, effects.count_anew],
            primary=False, reason=True, help=_("Both are kept, and the deadline is counted anew."),
        ),
        Transition(
            "close", _("Close"), ("reported",), "closed", rules.decides, guards=[guards.is_investigated],
            effects=[effects.count_anew], shows=("risk_assessment", "cause", "corrective"),
        ),
        Transition(
            "close_elsewhere", _("Close, reported elsewhere"), ("assessed",), "closed", rules.decides,
            guards=[guards.goes_elsewhere, guards.is_investigated], effects=[effects.count_anew], primary=False,
            shows=("risk_assessment", "cause", "corrective"), reason=True,
            help=_("For what the law of the sector has reported (Art. 73(9), (10)): say when and to whom it was."),
        ),
        Transition(
            "dismiss", _("Not serious"), ("recorded", "assessed", "initial"), "not_serious", rules.decides,
            asks=("class_reason",), needs=("class_reason",), checks=[guards.dismissal_is_explained],
            effects=[effects.stop], primary=False, help=_("No clock runs any more. What came near is kept."),
        ),
        Transition(
            "reopen", _("Take it up again"), ("not_serious",), "assessed", rules.decides,
            asks=("kinds", "sector", "owner"), needs=("kinds", "owner"), effects=[effects.count_again],
            reason=True, help=_("Every clock counts from the same moment of awareness as before."),
        ),
        Transition(
            "void", _("Void"), ("recorded",), "void", rules.may_edit, effects=[effects.stop], primary=False,
            reason=True, help=_("Recorded by mistake."),
        ),
    ],
)  # fmt: skip
