"""The life of an action: planned, in progress, done with evidence, verified by somebody else."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition

from . import guards, rules

lifecycle = Lifecycle(
    states=[
        State("planned", _("Planned"), "open", waits="owner"),
        State("in_progress", _("In progress"), "open", waits="owner"),
        State("done", _("Done, to be verified"), "open", waits="verifier"),
        State("verified", _("Verified"), "done"),
        State("cancelled", _("Cancelled"), "void"),
    ],
    transitions=[
        Transition(
            "start", _("Start"), ("planned",), "in_progress", rules.does,
            guards=[guards.has_an_owner, guards.has_a_due_date],
        ),
        Transition(
            "complete", _("Report as done"), ("in_progress",), "done", rules.does,
            checks=[guards.done_by_now, guards.has_evidence, guards.another_verifies, guards.verifier_is_inside],
            effects=[guards.note_done],
            asks=("done_on", "result", "evidence", "verifier"), needs=("done_on", "result", "verifier"),
            help=_("Attach what shows it first (under Files), or say where it can be seen."),
            shows=("description", "due_on"),
        ),
        Transition(
            "verify", _("Verify"), ("done",), "verified", rules.verifies,
            checks=[guards.says_what_was_seen, guards.no_harm], effects=[guards.note_verified],
            asks=("verification", "harm", "harm_evidence"), needs=("verification", "harm", "harm_evidence"),
            shows=("description", "result", "evidence", "done_on", "done_by"),
            help=_("An action that harms the product is not verified: send it back instead, or have it cancelled."),
        ),
        Transition(
            "send_back", _("Send back"), ("done",), "in_progress", rules.verifies,
            effects=[guards.take_back_done], reason=True, primary=False,
            help=_("It is not done, or not shown to be done. Say what is missing."),
        ),
        Transition(
            "extend", _("Extend"), ("in_progress",), "in_progress", rules.grants_time,
            checks=[guards.later_date], effects=[guards.note_extension], asks=("due_on",), needs=("due_on",),
            reason=True, primary=False, help=_("The first date stays, and extensions are counted."),
        ),
        Transition(
            "cancel", _("Cancel the action"), ("planned", "in_progress", "done"), "cancelled", rules.decides,
            reason=True, primary=False,
        ),
    ],
)  # fmt: skip
