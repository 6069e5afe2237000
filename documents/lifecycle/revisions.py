"""The life of a revision: drafted, reviewed, approved by a quorum, effective from a day on, superseded or obsolete."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition

from ..rules import revisions as rules
from . import revision_effects as effects
from . import revision_guards as guards

CONTENT = Scope(fields=("title", "document", "text", "change_summary", "quiz"))
COVERED = _("the text or file, what changed, and the quiz")

lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("in_review", _("In review"), "open"),
        State("approved", _("Approved"), "open"),
        State("effective", _("Effective"), "open"),
        State("superseded", _("Superseded"), "done"),
        State("obsolete", _("Obsolete"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "submit", _("Submit for review"), ("draft",), "in_review", rules.submits,
            guards=[
                guards.document_is_active, guards.says_something, guards.says_what_changed, guards.quorum_can_be_met,
                guards.readers_can_see,
            ],
            effects=[effects.note_quorum], signs=Signing("authorship", CONTENT, COVERED),
        ),
        Transition(
            "sign_review", _("Sign the review"), ("in_review",), "in_review", rules.reviews,
            guards=[guards.has_not_signed, guards.review_helps], effects=[effects.note_signature("review")],
            signs=Signing("review", CONTENT, COVERED),
        ),
        Transition(
            "sign_approval", _("Sign the approval"), ("in_review",), "in_review", rules.approves,
            guards=[guards.has_not_signed, guards.reviews_are_given, guards.helps, guards.is_not_the_last],
            effects=[effects.note_signature("approval")], signs=Signing("approval", CONTENT, COVERED),
        ),
        Transition(
            "approve", _("Approve"), ("in_review",), "approved", rules.approves,
            guards=[
                guards.document_is_active, guards.has_not_signed, guards.reviews_are_given, guards.helps,
                guards.is_the_last,
            ],
            checks=[guards.periods_do_not_overlap, guards.day_is_not_past], asks=("effective_from",),
            effects=[effects.note_signature("approval"), effects.ask_readers_first],
            signs=Signing("approval", CONTENT, COVERED),
            help=_(
                "The last signature of the quorum. Then it waits for its day, and for its readers. Without a day it is "
                "effective from today; where another revision was in force today, from tomorrow."
            ),
        ),
        Transition(
            "request_changes", _("Request changes"), ("in_review",), "draft", rules.sends_back,
            effects=[effects.forget_signatures], reason=True, primary=False,
            help=_("It goes back to its authors. Signatures given so far end with the first change."),
        ),
        Transition(
            "take_back", _("Take back"), ("approved",), "draft", rules.takes_back,
            effects=[effects.forget_signatures], reason=True, primary=False,
            help=_("It is changed, submitted and signed anew before it becomes effective."),
        ),
        Transition(
            "make_effective", _("Make effective"), ("approved",), "effective", rules.makes_effective,
            guards=[guards.document_is_active, guards.day_has_come, guards.day_is_free, guards.is_read],
            effects=[effects.take_effect, effects.note_on_document, effects.ask_readers],
            help=_("The clock does this by itself on the day; what was effective is superseded."),
        ),
        Transition(
            "adopt", _("Adopt from outside"), ("draft",), "effective", rules.migrates,
            guards=[guards.is_migrated, guards.document_is_active, guards.says_something],
            checks=[guards.migrated_is_whole, guards.periods_do_not_overlap],
            asks=("effective_on", "approved_outside", "approved_outside_on"), needs=("effective_on",),
            effects=[effects.take_effect, effects.note_on_document, effects.ask_readers],
            help=_("For migrated revisions: effective without a signature of this system, and marked so."),
        ),
        Transition(
            "supersede", _("Supersede"), ("effective",), "superseded", rules.keeps_current,
            asks=("effective_until",), needs=("effective_until",), reason=True, primary=False,
            help=_("Made by the next revision when it becomes effective."),
        ),
        Transition(
            "make_obsolete", _("Make obsolete"), ("effective",), "obsolete", rules.ends,
            effects=[effects.end_today], reason=True, primary=False,
            help=_("It is no longer in force and nothing takes its place."),
        ),
        Transition(
            "end_with_document", _("End with the document"), ("effective",), "obsolete", rules.keeps_current,
            effects=[effects.end_period], reason=True, primary=False, help=_("Made when the document is withdrawn."),
        ),
        Transition(
            "void", _("Void"), ("draft", "in_review", "approved"), "void", rules.voids, reason=True, primary=False
        ),
    ],
)  # fmt: skip
