"""The life of a line: decided while its statement is a draft, in force with it, ended with it."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition
from qms.records.access import sees

from ..rules import applicability as rules

ASKED = ("applicable", "because", "justification", "status", "owner", "due")


def statement_is_draft(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nothing changes under the eyes of those who review it."""
    if record.statement.state == "draft":
        return None
    return _t("Lines are decided while the statement is a draft. Return it to change them.")


def inclusion_has_a_basis(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Why something is in is said by one of a list, besides the text."""
    if record.applicable == "yes" and not record.because:
        return _t("Say why it is included: law, contract, risk treatment or business need.")
    return None


def owner_sees_it(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Whoever answers for a line can see the statement it stands in."""
    if record.owner_id is None or record.owner_id == record._was["owner_id"] or sees(record.owner, record.statement):
        return None
    return _t("%s may not see this statement. Name somebody with a role in its unit.") % record.owner.printed_name


def note_decision(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Who decided, and when; what does not apply is not implemented either."""
    record.decided_by, record.decided_on = actor, timezone.localdate(at)
    if record.applicable == "no":
        record.because, record.status, record.due = "", "", None
    else:
        record.status = record.status or "not_started"


def is_applicable(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Only what applies is implemented."""
    return None if record.applicable == "yes" else _t("It does not apply: there is nothing to implement.")


lifecycle = Lifecycle(
    states=[
        State("open", _("To decide"), "draft", waits="owner"),
        State("decided", _("Decided"), "draft"),
        State("in_force", _("In force"), "open"),
        State("ended", _("Ended"), "done"),
        State("dropped", _("Dropped"), "void"),
    ],
    transitions=[
        Transition(
            "decide", _("Decide"), ("open", "decided"), "decided", rules.decides, guards=[statement_is_draft],
            asks=ASKED, needs=("applicable", "justification"), checks=[inclusion_has_a_basis, owner_sees_it],
            effects=[note_decision],
        ),
        Transition(
            "report", _("Report progress"), ("in_force",), "in_force", rules.decides, guards=[is_applicable],
            asks=("status", "owner", "due"), needs=("status",), checks=[owner_sees_it],
        ),
        Transition("settle", _("Put in force"), ("decided",), "in_force", rules.by_statement, primary=False),
        Transition("end", _("End"), ("in_force",), "ended", rules.by_statement, primary=False),
        Transition("drop", _("Drop"), ("open", "decided"), "dropped", rules.by_statement, primary=False),
    ],
)  # fmt: skip
