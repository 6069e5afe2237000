"""When an audit may move on: one sentence each, saying what is missing."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.lib.errors import Said

from .. import competence, independence
from ..queries.nonconformities import without_nonconformity

PLAN = ("objectives", "scope", "criteria", "locations", "lead", "auditees", "client", "language")
REPORT = ("summary", "conclusions", "fulfilment", "sampling")
ANSWERED = ("responded", "in_follow_up", "closed", "withdrawn")
NEEDS_ANSWER = ("major", "minor")


def _missing(record: Any, names: tuple[str, ...]) -> str:
    fields = [record._meta.get_field(name) for name in names]
    return ", ".join(str(f.verbose_name) for f in fields if getattr(record, f.attname) in (None, "", []))


def plan_is_complete(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 19011 6.3.2: what a plan holds."""
    missing = _missing(record, PLAN)
    return Said(_("The plan still lacks: %s.") % missing, way="edit/") if missing else None


def auditors_are_independent(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 9001 9.2.2 c, where the setting QMS_INDEPENDENCE says `block`; else the conflict is only shown."""
    return " ".join(independence.sentences(record)) or None if independence.blocks() else None


def auditors_are_competent(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 19011 7.2, where the setting QMS_INDEPENDENCE says `block`; else the gap is only shown."""
    return " ".join(competence.gaps(record)) or None if independence.blocks() else None


def checklist_is_answered(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What was not looked at is dropped with a reason, not passed over."""
    n = record.lines.filter(state="open").count()
    if not n:
        return None
    said = ngettext(
        "%(n)d question of the checklist has no answer: answer it, or drop it with a reason.",
        "%(n)d questions of the checklist have no answer: answer them, or drop them with a reason.",
        n,
    )
    return Said(said % {"n": n}, way="checklist/")


def report_is_written(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 19011 6.5.1: what a report holds."""
    missing = _missing(record, REPORT)
    return Said(_("The report still lacks: %s.") % missing, way="edit/") if missing else None


def findings_are_answered(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """No draft stays behind, and of a nonconformity it is known whether the auditee accepts it."""
    found = list(record.findings.exclude(state__in=ANSWERED).order_by("pk").only("number", "state", "grade"))
    drafts = [f.number for f in found if f.state == "draft"]
    silent = [f.number for f in found if f.state == "issued" and f.grade in NEEDS_ANSWER]
    said = []
    if drafts:
        said.append(_("Still a draft: %s. Issue or withdraw it.") % ", ".join(drafts))
    if silent:
        said.append(_("The auditee has not responded to: %s.") % ", ".join(silent))
    return " ".join(said) or None


def majors_have_nonconformities(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """No audit ends with a major finding that nobody follows up."""
    majors = record.findings.filter(grade="major").exclude(state="withdrawn").order_by("pk").only("number")
    missing = without_nonconformity({f.pk: f.number for f in majors})
    return _("No nonconformity was raised from the major finding %s.") % ", ".join(missing) if missing else None


def every_finding_is_closed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """The audit is over when the last finding is."""
    n = record.findings.exclude(state__in=("closed", "withdrawn")).count()
    return (
        ngettext("%(n)d finding is not closed yet.", "%(n)d findings are not closed yet.", n) % {"n": n} if n else None
    )


def nothing_was_found(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What was found is reported."""
    if record.findings.exclude(state="withdrawn").exists():
        return _("It has findings: report them, or withdraw them first.")
    return None


def was_never_signed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A signed report is revised; what was answered on site stays as it was answered then."""
    return _("The report was signed before: revise it, or plan another audit.") if record.reported_on else None


def dates_have_moved(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Postponing to the same dates says nothing."""
    was = record._was
    if (was["planned_from"], was["planned_to"]) == (record.planned_from, record.planned_to):
        return _("These are the dates it has now: give new ones.")
    return None
