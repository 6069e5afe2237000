"""The life of a finding: written, issued, answered by the auditee, followed up, verified by the audit side."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition

from ..rules import findings as rules
from .finding_guards import (
    audit_is_open,
    dispute_has_words,
    is_due,
    is_followed_up,
    is_verified,
    is_written,
    note_response,
    nothing_is_due,
    report_is_not_signed,
    report_is_signed,
    response_is_due,
    silence_is_noted_by_others,
)

lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("issued", _("Issued"), "open", waits="auditees"),
        State("responded", _("Responded"), "open", waits="owner"),
        State("in_follow_up", _("In follow-up"), "open", waits="owner"),
        State("closed", _("Closed"), "done"),
        State("withdrawn", _("Withdrawn"), "void"),
    ],
    transitions=[
        Transition(
            "issue", _("Issue"), ("draft",), "issued", rules.audits, guards=[audit_is_open, is_written],
            asks=("response_due",), checks=[is_due], effects=[response_is_due],
            help=_("The auditees are asked to respond."),
        ),
        Transition(
            "respond", _("Respond"), ("issued",), "responded", rules.responds,
            guards=[report_is_not_signed], asks=("response", "response_text"), needs=("response",),
            checks=[dispute_has_words, silence_is_noted_by_others], effects=[note_response],
            shows=("criterion", "grade", "statement", "evidence", "response_due"),
        ),
        Transition(
            "respond_again", _("Change the response"), ("responded",), "responded", rules.responds,
            guards=[report_is_not_signed], asks=("response", "response_text"), needs=("response",),
            checks=[dispute_has_words, silence_is_noted_by_others], effects=[note_response], primary=False,
        ),
        Transition(
            "follow", _("Follow up"), ("issued", "responded"), "in_follow_up", rules.audits, guards=[report_is_signed],
            effects=[nothing_is_due],
        ),
        Transition(
            "close", _("Close"), ("issued", "responded", "in_follow_up"), "closed", rules.verifies,
            guards=[report_is_signed, is_followed_up], asks=("verification",), checks=[is_verified],
            effects=[nothing_is_due],
            help=_("The audit side has seen that it is settled."),
        ),
        Transition(
            "withdraw", _("Withdraw"), ("draft", "issued", "responded", "in_follow_up"), "withdrawn", rules.audits,
            effects=[nothing_is_due], reason=True, primary=False,
        ),
    ],
)  # fmt: skip
