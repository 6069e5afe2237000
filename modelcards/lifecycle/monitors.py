"""The life of a monitor: a baseline is collected, its limits approved by signature, then the series is watched."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, Signing, Transition

from ..rules import monitors as rules
from . import monitor_guards as guards
from .monitor_states import STATES

SHOWN = _("the limits with everything they rest on: chart, rules, options, baseline, and what was left out of it")
BASELINE = ("baseline_from", "baseline_points")

lifecycle = Lifecycle(
    states=STATES,
    transitions=[
        Transition(
            "begin", _("Begin the baseline"), ("draft",), "baseline", rules.works, guards=[guards.is_defined],
            effects=[guards.expect_points], help=_("Points can be sent from now on."),
        ),
        Transition(
            "propose", _("Compute the limits"), ("baseline",), "proposed", rules.works,
            guards=[guards.is_defined, guards.has_a_baseline, guards.dropped_are_there], effects=[guards.compute],
            help=_("They are shown, and wait for approval."),
        ),
        Transition(
            "approve", _("Approve the limits"), ("proposed",), "watching", rules.approves,
            guards=[guards.computed_by_somebody_else], effects=[guards.freeze],
            signs=Signing("approval", guards.LIMITS, SHOWN),
            help=_("From then on these limits judge every point, and nothing moves them."),
        ),
        Transition(
            "return", _("Back to the baseline"), ("proposed",), "baseline", rules.returns,
            guards=[guards.has_no_limits], effects=[guards.forget_proposal], reason=True, primary=False,
        ),
        Transition(
            "keep", _("Keep the limits in force"), ("proposed",), "watching", rules.returns,
            guards=[guards.has_limits], effects=[guards.forget_proposal], reason=True, primary=False,
        ),
        Transition(
            "recalculate", _("Compute the limits anew"), ("watching",), "proposed", rules.works,
            guards=[guards.is_defined], asks=(*BASELINE, "rule_set"),
            checks=[guards.has_a_baseline, guards.dropped_are_there], effects=[guards.compute],
            reason=True, primary=False, help=_("The limits in force go on judging until the new ones are approved."),
        ),
        Transition("pause", _("Pause"), ("watching",), "paused", rules.works, reason=True, primary=False),
        Transition(
            "resume", _("Go on watching"), ("paused",), "watching", rules.works, effects=[guards.begin_again],
        ),
        Transition(
            "retire", _("Retire"), ("baseline", "proposed", "watching", "paused"), "retired", rules.retires,
            guards=[guards.nothing_is_open], reason=True, primary=False,
        ),
        Transition("void", _("Void"), ("draft",), "void", rules.works, reason=True, primary=False),
    ],
)  # fmt: skip
