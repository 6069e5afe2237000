"""When a finding may move on, and what a response sets."""

import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.errors import Said

from ..queries.nonconformities import linked

OPEN = ("in_progress", "reporting")
SIGNED = ("reported", "follow_up", "closed")


def needs_nonconformity(record: Any) -> bool:
    """Grades that are followed up by a nonconformity (setting QMS_FOLLOW_UP_GRADES; default: major and minor)."""
    return record.grade in settings.QMS_FOLLOW_UP_GRADES


def audit_is_open(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Findings belong to the report, which is not signed yet."""
    return None if record.audit.state in OPEN else _("The audit is neither in progress nor being reported.")


def report_is_not_signed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """The response is part of the signed report."""
    return _("The report is signed, and the response is part of it.") if record.audit.state in SIGNED else None


def report_is_signed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Follow-up begins with the report."""
    return None if record.audit.state in SIGNED else _("The report of the audit is not signed yet.")


def is_written(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 19011 6.4.8: a finding names its criterion and the evidence."""
    empty = [
        str(record._meta.get_field(n).verbose_name) for n in ("statement", "evidence") if not getattr(record, n).strip()
    ]
    return _("It still lacks: %s.") % ", ".join(empty) if empty else None


def is_due(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Who has to respond knows by when."""
    if needs_nonconformity(record) and record.response_due is None:
        return Said(_("Say by when the auditee responds."), field="response_due")
    if record.response_due is not None and record.response_due < timezone.localdate(at):
        return Said(_("The response would be due in the past: give a day that can be kept."), field="response_due")
    return None


def silence_is_noted_by_others(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Whoever responds has an answer; that there was none is noted by the audit side."""
    if record.response == "none" and actor.pk in record.auditees and actor.pk not in record.auditors:
        said = _(
            "You are asked whether you accept the finding or dispute it. That there was no answer is for the auditors "
            "to note."
        )
        return Said(said, field="response")
    return None


def dispute_has_words(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A diverging opinion stands in the report in the auditee's own words."""
    if record.response == "disputes" and not record.response_text.strip():
        return Said(_("Say why it is disputed: this stands in the report."), field="response_text")
    return None


def note_response(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Who responded, and when."""
    record.response_on, record.response_by_id = timezone.localdate(at), actor.pk
    record.due = None


def response_is_due(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The date that counts while the response is waited for."""
    record.due = record.response_due


def nothing_is_due(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """No response is waited for any more."""
    record.due = None


def is_followed_up(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A nonconformity was raised from it, and every one that was is closed."""
    if not needs_nonconformity(record):
        return None
    phases = {entry.phase for entry in linked(record.pk)} - {"void"}
    if not phases:
        return _("No nonconformity was raised from it yet.")
    return None if phases == {"done"} else _("The nonconformity that was raised from it is not closed yet.")


def is_verified(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 19011 6.7: completion and effectiveness of the actions are verified."""
    if needs_nonconformity(record) and not record.verification.strip():
        return Said(_("Say what you looked at to verify that it is settled."), field="verification")
    return None
