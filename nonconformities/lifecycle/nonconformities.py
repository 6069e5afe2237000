"""The life of a nonconformity: reported, triaged, its cause found, a plan approved and carried out, its effect checked.

Containment and correction are fields and actions that are open from the first day; they wait for no state.
"""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, Signing, Transition

from .. import checking, closing, plan
from ..effects import note_planner
from ..eightd import guards as eightd
from ..rules import nonconformities as rules
from ..states import STATES, STEPPED

ANSWERED = [
    closing.is_corrected, closing.is_answered, closing.output_is_decided, closing.concession_is_signed,
    checking.no_action_is_open,
]  # fmt: skip

lifecycle = Lifecycle(
    states=STATES,
    transitions=[
        Transition("report", _("Report it"), ("draft",), "reported", rules.reports, guards=[closing.is_described]),
        Transition(
            "triage", _("Triage"), ("reported",), "analysis", rules.decides,
            asks=("severity", "owner", "due_on", "approach"), needs=("severity", "owner", "due_on"),
            checks=[closing.due_lies_ahead], shows=("description", "place", "product", "found_on", "containment"),
            help=_("Decide how severe it is, who answers for it, and by when."),
        ),
        Transition(
            "submit_plan", _("Submit the plan"), ("analysis",), "plan_approval", rules.works,
            guards=[closing.is_triaged, closing.concession_is_signed, eightd.early_steps_are_done, *plan.COMPLETE],
            effects=[note_planner],
        ),
        Transition(
            "grant_concession", _("Grant the concession"), ("analysis",), "analysis", rules.concedes,
            guards=[closing.concession_is_asked], checks=[closing.concession_is_limited],
            asks=("concession",), needs=("concession",), primary=False,
            signs=Signing("approval", closing.CONCESSION_SCOPE, _("the affected output and what may be used as it is")),
        ),
        Transition(
            "close_short", _("Close without corrective action"), ("reported", "analysis"), "closed_short", rules.closes,
            guards=[eightd.is_no_8d, closing.no_cycle_behind, *ANSWERED],
            checks=[closing.may_go_short, closing.short_is_argued],
            asks=("severity", "short_rationale"), needs=("severity", "short_rationale"), primary=False,
            signs=Signing("approval", closing.SHORT_SCOPE, _("the case, its correction, and why that is enough")),
        ),
        Transition(
            "approve_plan", _("Approve the plan"), ("plan_approval",), "implementing", rules.approves,
            guards=plan.COMPLETE,
            signs=Signing("approval", plan.PLAN_SCOPE, _("causes, plan, actions, and how the effect will be judged")),
        ),
        Transition(
            "return_plan", _("Return the plan"), ("plan_approval",), "analysis", rules.returns,
            reason=True, primary=False,
        ),
        Transition(
            "start_check", _("Go on to the effectiveness check"), ("implementing",), "check", rules.works,
            guards=[plan.plan_still_as_signed, checking.actions_are_verified, checking.actions_have_evidence],
            effects=[checking.note_earliest_check],
        ),
        Transition(
            "revise_plan", _("Take the plan back"), ("implementing", "check"), "analysis", rules.works,
            effects=[checking.forget_earliest_check], reason=True, primary=False,
            help=_("The plan is changed and approved anew."),
        ),
        Transition(
            "record_check", _("Record the check"), ("check",), "checked", rules.checks,
            guards=[
                checking.time_has_come, plan.plan_still_as_signed, plan.checker_is_independent,
                checking.actions_have_evidence,
            ],
            checks=[checking.check_is_dated_right, checking.check_says_something],
            asks=("check_date", "effectiveness", "result_text", "check_evidence"),
            needs=("check_date", "effectiveness", "result_text", "check_evidence"),
            shows=("criterion", "measure", "target", "method", "sample_or_window", "check_from", "plan"),
        ),
        Transition(
            "close", _("Close"), ("checked", "accepted"), "closed", rules.closes,
            guards=[checking.was_enough, plan.plan_still_as_signed, eightd.all_steps_are_done, *ANSWERED],
            signs=Signing("approval", closing.CASE_SCOPE, _("the whole case with its cause, actions and effect")),
        ),
        Transition(
            "accept_partly", _("Accept that partly is enough"), ("checked",), "accepted", rules.accepts_partly,
            guards=[checking.was_partly_effective], checks=[checking.partly_is_argued],
            asks=("partial_rationale",), needs=("partial_rationale",), primary=False,
            signs=Signing("approval", closing.PARTLY_SCOPE, _("what the check found, and why that is enough")),
        ),
        Transition(
            "new_cycle", _("Start a new cycle"), ("checked",), "analysis", rules.works,
            guards=[checking.was_not_enough], effects=[checking.begin_cycle, eightd.keep_first_steps],
            asks=("due_on",), needs=("due_on",), checks=[closing.due_lies_ahead],
            help=_("The cycle that did not work stays as it is and counts as a recurrence."),
        ),
        Transition(
            "void", _("Void"), ("draft", "reported", "analysis", "plan_approval"), "void", rules.voids,
            guards=[closing.no_cycle_behind, checking.no_action_is_open], reason=True, primary=False,
            help=_("It was reported by mistake, or twice. It stays readable."),
        ),
        Transition(
            "complete_step", _("Complete a step of the 8D"), STEPPED, "", rules.completes,
            guards=[eightd.works_by_8d], checks=[eightd.step_comes_next, eightd.step_is_filled],
            effects=[eightd.note_step], asks=("eight_d_step",), needs=("eight_d_step",), primary=False,
        ),
        Transition(
            "reopen_step", _("Reopen a step of the 8D"), STEPPED, "", rules.completes,
            guards=[eightd.works_by_8d], checks=[eightd.step_was_completed], effects=[eightd.reopen_step],
            asks=("eight_d_step",), needs=("eight_d_step",), reason=True, primary=False,
            help=_("The steps that stand on it are open again too."),
        ),
    ],
)  # fmt: skip
