"""The life of an audit (ISO 19011, 6.2 to 6.7): planned, carried out, reported by signature, followed up, closed."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition

from ..rules import audits as rules
from . import audit_effects as effects
from . import audit_guards as guards
from .report_scope import signing

lifecycle = Lifecycle(
    states=[
        State("planned", _("Planned"), "draft", waits="lead"),
        State("confirmed", _("Confirmed"), "open", waits="lead"),
        State("in_progress", _("In progress"), "open", waits="lead"),
        State("reporting", _("Reporting"), "open", waits="lead"),
        State("reported", _("Reported"), "open", waits="lead"),
        State("follow_up", _("Follow-up"), "open", waits="lead"),
        State("closed", _("Closed"), "done"),
        State("cancelled", _("Cancelled"), "void"),
    ],
    transitions=[
        Transition(
            "confirm", _("Confirm"), ("planned",), "confirmed", rules.plans,
            guards=[guards.plan_is_complete, guards.auditors_are_independent, guards.auditors_are_competent],
            help=_("The plan is agreed with the auditees."),
        ),
        Transition(
            "start", _("Start the audit"), ("confirmed",), "in_progress", rules.leads,
            guards=[guards.plan_is_complete, guards.auditors_are_independent, guards.auditors_are_competent],
            effects=[effects.note_start, effects.due_by("planned_to")],
        ),
        Transition(
            "finish", _("Finish on site"), ("in_progress",), "reporting", rules.leads,
            guards=[guards.checklist_is_answered], asks=("report_due",),
            effects=[effects.settle_checklist, effects.note_end, effects.due_by("report_due")],
            help=_("Answers of the checklist are settled; the report is written."),
        ),
        Transition(
            "sign", _("Sign the report"), ("reporting",), "reported", rules.leads,
            guards=[guards.report_is_written, guards.findings_are_answered],
            effects=[effects.note_report, effects.due_by("")], signs=signing,
        ),
        Transition(
            "follow", _("Start the follow-up"), ("reported",), "follow_up", rules.plans,
            effects=[effects.carry_on_findings],
        ),
        Transition(
            "close", _("Close"), ("follow_up",), "closed", rules.plans,
            guards=[guards.majors_have_nonconformities, guards.every_finding_is_closed],
        ),
        Transition(
            "postpone", _("Postpone"), ("planned", "confirmed"), "planned", rules.plans, primary=False, reason=True,
            asks=("planned_from", "planned_to"), needs=("planned_from", "planned_to"), checks=[guards.dates_have_moved],
            effects=[effects.note_move, effects.due_by("planned_from")],
            help=_("New dates are confirmed again; the first ones stay on record."),
        ),
        Transition(
            "resume", _("Go back on site"), ("reporting",), "in_progress", rules.leads, primary=False, reason=True,
            guards=[guards.was_never_signed], effects=[effects.reopen_checklist, effects.due_by("planned_to")],
        ),
        Transition(
            "revise", _("Revise the report"), ("reported", "follow_up"), "reporting", rules.leads, primary=False,
            reason=True, help=_("The changed report is signed again; the earlier signature stays in the history."),
        ),
        Transition(
            "cancel", _("Cancel"), ("planned", "confirmed", "in_progress"), "cancelled", rules.plans,
            guards=[guards.nothing_was_found], effects=[effects.note_cancelling, effects.due_by("")],
            primary=False, reason=True,
        ),
    ],
)  # fmt: skip
