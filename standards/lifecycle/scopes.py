"""The life of a scope statement: written, reviewed with what does not apply, signed, superseded by the next."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.accounts.people import system_user
from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition
from qms.registers import registry

from ..excluding import excluded_rows, same_rows
from ..rules import context as rules
from .context import review_lies_ahead
from .family import next_of

CONTENT = ("title", "editions", "text", "boundaries", "units", "products", "exclusions")


def exclusions_stand(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What is signed is what is in force: a statement of applicability may have changed since the review began."""
    if same_rows(record.exclusions, excluded_rows(record, on=timezone.localdate(at))):
        return None
    return _t("What does not apply has changed since this was submitted. Return it and submit it again.")


def freeze(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """From the review on, what does not apply stands in the record itself (ISO 9001 4.3)."""
    record.exclusions = excluded_rows(record, on=timezone.localdate(at))


def thaw(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """A draft shows what is in force now."""
    record.exclusions = []


def take_over(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The scope that was in force is superseded, in the same transaction."""
    scopes = registry["scope-statements"]
    family = type(record).objects.filter(unit_id=record.unit_id)
    record.in_force_on = timezone.localdate(at)
    for old in next_of(record, family):
        reason = _t("%s is in force now.") % record.number
        scopes.perform(
            old, "supersede", rev=None, actor=system_user(), at=at, reason=reason, source=record.given_source
        )


def end_reviews(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What is over is not reviewed any more."""
    record.review_on = None


lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("in_review", _("In review"), "open", waits="role:executive"),
        State("in_force", _("In force"), "open"),
        State("superseded", _("Superseded"), "done"),
        State("withdrawn", _("Withdrawn"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition("submit", _("Submit for review"), ("draft",), "in_review", rules.proposes, effects=[freeze]),
        Transition(
            "approve", _("Approve"), ("in_review",), "in_force", rules.approves, guards=[exclusions_stand],
            asks=("review_on",), needs=("review_on",), checks=[review_lies_ahead], effects=[take_over],
            signs=Signing("approval", Scope(fields=CONTENT), _("the scope, its boundaries, and what does not apply")),
            help=_("It comes into force at once; the scope before it is superseded."),
        ),
        Transition(
            "return", _("Return"), ("in_review",), "draft", rules.returns, effects=[thaw], reason=True, primary=False
        ),
        Transition(
            "supersede", _("Supersede"), ("in_force",), "superseded", rules.supersedes, effects=[end_reviews],
            reason=True,
        ),
        Transition(
            "withdraw", _("Withdraw"), ("in_force",), "withdrawn", rules.withdraws, effects=[end_reviews],
            reason=True, primary=False,
        ),
        Transition(
            "void", _("Void"), ("draft", "in_review"), "void", rules.proposes, effects=[end_reviews], reason=True,
            primary=False,
        ),
    ],
)  # fmt: skip
