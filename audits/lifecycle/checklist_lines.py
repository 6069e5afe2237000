"""The life of a checklist line: answered on site, as often as need be; settled when the audit leaves the site."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition

from ..rules import checklist_lines as rules


def audit_is_on_site(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Answers are given where the work is done."""
    return None if record.audit.state == "in_progress" else _t("Answers are given while the audit is in progress.")


def audit_is_being_reported(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Answers are taken up again with the whole audit, before its report is signed."""
    return None if record.audit.state == "reporting" else _t("The audit is not being reported.")


def has_no_finding(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A question that led to a finding was looked at."""
    if record.findings.exclude(state="withdrawn").exists():
        return _t("A finding was raised from it: withdraw that first.")
    return None


lifecycle = Lifecycle(
    states=[
        State("open", _("To answer"), "draft"),
        State("answered", _("Answered"), "draft"),
        State("settled", _("Settled"), "done"),
        State("dropped", _("Dropped"), "void"),
    ],
    transitions=[
        Transition(
            "answer", _("Save answer"), ("open", "answered"), "answered", rules.answers, guards=[audit_is_on_site],
            asks=("answer", "evidence", "asked", "note"), needs=("answer",),
        ),
        Transition("settle", _("Settle"), ("answered",), "settled", rules.answers, primary=False),
        Transition(
            "unsettle", _("Take up again"), ("settled",), "answered", rules.answers,
            guards=[audit_is_being_reported], primary=False,
        ),
        Transition(
            "drop", _("Drop"), ("open", "answered"), "dropped", rules.answers,
            guards=[has_no_finding], reason=True, primary=False,
        ),
    ],
)  # fmt: skip
