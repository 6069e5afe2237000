"""The life of a document: active, reviewed from time to time, withdrawn."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.accounts.people import system_user
from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition
from qms.registers import registry

from ..models import DocumentRevision
from ..rules import documents as rules
from . import reviewing


def has_effective(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A review looks at what is in force."""
    return (
        None
        if record.effective_revision_id
        else _t("No revision is effective yet: start one, have it approved, then it can be reviewed.")
    )


def nothing_is_in_work(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What somebody is writing would be left without a document."""
    number = (
        DocumentRevision.objects.filter(document=record, state__in=("draft", "in_review", "approved"))
        .values_list("number", flat=True).first()
    )  # fmt: skip
    return _t("%s is in work: finish or void it first.") % number if number else None


def end_effective(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What was effective becomes obsolete, in the same transaction; nobody is reminded of it any more."""
    held = record.effective_revision
    record.effective_revision, record.next_review = None, None
    if held is not None:
        registry["document-revisions"].perform(
            held, "end_with_document", rev=None, actor=system_user(), at=at, source=record.given_source,
            reason=_t("%s was withdrawn.") % record.number,
        )  # fmt: skip


REVIEWED = Signing(
    "responsibility", Scope(values=reviewing.reviewed, context=reviewing.which, files=False),
    _("the review: which revision was looked at, with which result, and when it is looked at again"),
)  # fmt: skip

lifecycle = Lifecycle(
    states=[
        State("active", _("Active"), "open"),
        State("withdrawn", _("Withdrawn"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "review", _("Record the review"), ("active",), "active", rules.reviews, guards=[has_effective],
            effects=[reviewing.note], asks=("review_result",), needs=("review_result",), signs=REVIEWED,
            help=_("It stays as it is. Where something has to change, start the next revision instead."),
        ),
        Transition(
            "note_effective", _("Note the effective revision"), ("active",), "active", rules.keeps_current,
            asks=("effective_revision", "reviewed_on", "next_review"), primary=False,
            help=_("Made by a revision that becomes effective or ends."),
        ),
        Transition(
            "withdraw", _("Withdraw"), ("active",), "withdrawn", rules.withdraws, guards=[nothing_is_in_work],
            effects=[end_effective], reason=True, primary=False,
        ),
        Transition(
            "void", _("Void"), ("active",), "void", rules.withdraws, guards=[nothing_is_in_work],
            effects=[end_effective], reason=True, primary=False,
        ),
    ],
)  # fmt: skip
