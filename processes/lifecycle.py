"""The life of a process: written, in use and reviewed from time to time, retired."""

import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition

from . import rules


def has_an_owner(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 9001 4.4.1 e: somebody answers for it."""
    return None if record.owner_id else _t("Name the owner of the process first.")


def takes_and_gives(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 9001 4.4.1 a: inputs and outputs are known."""
    return None if record.inputs and record.outputs else _t("Name at least one input and one output first.")


def plan_review(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The first review is as far away as later ones, unless a date was given."""
    record.next_review = record.next_review or _after(record, at)


def note_review(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """A completed review sets the next one, counted from today."""
    record.reviewed_on, record.next_review = timezone.localdate(at), _after(record, at)


def _after(record: Any, at: datetime.datetime) -> datetime.date:
    return timezone.localdate(at) + relativedelta(months=record.review_months)


def end_reviews(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What is over is not reviewed any more."""
    record.next_review = None


lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("in_use", _("In use"), "open"),
        State("retired", _("Retired"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "put_in_use", _("Put in use"), ("draft",), "in_use", rules.decides,
            guards=[has_an_owner, takes_and_gives], effects=[plan_review],
        ),
        Transition(
            "review", _("Record the review"), ("in_use",), "in_use", rules.reviews,
            effects=[note_review], asks=("review_result",), needs=("review_result",),
        ),
        Transition(
            "retire", _("Retire"), ("in_use",), "retired", rules.decides,
            effects=[end_reviews], reason=True, primary=False,
        ),
        Transition(
            "void", _("Void"), ("draft", "in_use"), "void", rules.decides,
            effects=[end_reviews], reason=True, primary=False,
        ),
    ],
)  # fmt: skip
