"""When the people of an audit change, its questions and findings change hands with it."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.registers import registry

LIVE_LINES, LIVE_FINDINGS = ("open", "answered"), ("draft", "issued", "responded", "in_follow_up")


def people_follow(audit: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
    """Give live lines and findings the audit's people, where these differ from what the audit had.

    `audit` is the changed record before it is written; its `_was` holds what it had. Reasons are those of the change.
    """
    was = audit._was
    before = list(dict.fromkeys([pk for pk in (was["lead_id"], *was["team"]) if pk]))
    if before != audit.auditors:
        lines, said = audit.lines.filter(state__in=LIVE_LINES), reason or _("The audit team was changed.")
        _each(audit, "checklist-lines", lines, actor=actor, at=at, reason=said, auditors=audit.auditors)
    people = {"auditors": audit.auditors} if before != audit.auditors else {}
    people |= {"auditees": audit.auditees} if was["auditees"] != audit.auditees else {}
    if people:
        findings, said = audit.findings.filter(state__in=LIVE_FINDINGS), reason or _("The people of the audit changed.")
        _each(audit, "findings", findings, actor=actor, at=at, reason=said, **people)


def _each(
    audit: Any, register: str, records: Any, *, actor: Any, at: datetime.datetime, reason: str, **values: Any
) -> None:
    given: dict[str, Any] = {"actor": actor, "at": at, "reason": reason, "source": audit.given_source}
    for record in list(records.order_by("pk")):
        registry[register].edit(record, rev=record.rev, **given, **values)
