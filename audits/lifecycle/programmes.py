"""The life of an audit programme: drawn up, running, evaluated."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from qms.lifecycle import Lifecycle, State, Transition

from ..rules import programmes as rules

OVER = ("reported", "follow_up", "closed", "cancelled")


def has_an_owner(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 19011 5.4.1: somebody manages the programme."""
    return None if record.owner_id else _t("Name who manages the programme first, as its owner.")


def every_audit_is_over(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """An audit still to come moves to the next programme or is cancelled; it is not lost."""
    waiting = record.audits.exclude(state__in=OVER).count()
    if not waiting:
        return None
    return ngettext(
        "%(n)d audit of this programme is neither reported nor cancelled.",
        "%(n)d audits of this programme are neither reported nor cancelled.",
        waiting,
    ) % {"n": waiting}


def has_no_audit(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A programme with audits is completed, not voided."""
    return _t("It has audits: complete it instead.") if record.audits.exclude(state="cancelled").exists() else None


def is_evaluated(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 19011 5.7: the programme is reviewed."""
    return None if record.evaluation.strip() else _t("Say under “evaluation” whether the objectives were met.")


lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("running", _("Running"), "open", waits="owner"),
        State("completed", _("Completed"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "start", _("Start"), ("draft",), "running", rules.decides, guards=[has_an_owner],
            help=_("From now on its audits are planned and counted."),
        ),
        Transition(
            "complete", _("Complete"), ("running",), "completed", rules.decides, guards=[every_audit_is_over],
            asks=("evaluation",), checks=[is_evaluated],
        ),
        Transition(
            "void", _("Void"), ("draft", "running"), "void", rules.decides,
            guards=[has_no_audit], reason=True, primary=False,
        ),
    ],
)  # fmt: skip
