"""Checks that several registers of this folder make on a new record."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid, WrongState
from qms.records.access import sees


def check_programme(record: Any, actor: Any) -> None:
    """An audit is planned in a programme that the actor sees and that is not over. Raises Invalid."""
    programme = record.programme
    if programme is None:
        return
    if not sees(actor, programme):
        raise Invalid(fields={"programme": [_("There is no record with this number that you may see.")]})
    if programme.state not in ("draft", "running"):
        raise Invalid(fields={"programme": [_("This programme is over: choose the one that runs.")]})


def check_audit(record: Any, actor: Any, states: tuple[str, ...]) -> Any:
    """The audit of a new record. Raises Invalid when the actor does not see it, WrongState when it is too late."""
    audit = record.audit
    if not sees(actor, audit):
        raise Invalid(fields={"audit": [_("There is no record with this number that you may see.")]})
    if audit.state not in states:
        from qms.registers import registry

        said = {"n": audit.number, "s": registry["audits"].lifecycle.label(audit.state)}
        raise WrongState(_("%(n)s is “%(s)s”: nothing is added to it now.") % said)
    return audit


def check_report_due(record: Any) -> None:
    """A report follows the audit. Raises Invalid."""
    due, begins = record.report_due, record.planned_from
    early = isinstance(due, datetime.date) and isinstance(begins, datetime.date) and due < begins
    if early and record.state in ("planned", "confirmed"):
        raise Invalid(fields={"report_due": [_("The report cannot be due before the audit begins.")]})
