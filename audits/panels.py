"""What the record pages show besides the declared sections: warnings, course, checklist, findings, follow-up."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from qms.records.access import visible_to
from qms.registers import registry

from . import competence, independence
from .models.choosing import key_label
from .queries import nonconformities
from .queries.progress import progress_of
from .rules.findings import audits as on_audit_side
from .rules.sides import adds_to_audit, is_lead, is_manager, is_team
from .services.raising import RAISED_FROM, open_proposals

LINES_IN, FINDINGS_IN = ("planned", "confirmed", "in_progress"), ("in_progress", "reporting")


def audit_panels(register: Any, record: Any, actor: Any) -> list[Any]:
    """What stands under the content of an audit: its scope and its course."""
    scope = _scope(register, record, actor, f"/audits/{record.number}/")
    return [
        (_("What is audited"), "audits/panels/scope.html", scope),
        (_("Course"), "audits/panels/course.html", {"record": record}),
    ]


def audit_first_panels(record: Any, actor: Any) -> list[Any]:
    """What stands above the content: warnings, then what is worked on."""
    url, is_side = f"/audits/{record.number}/", bool((is_lead | is_team | is_manager)(actor, record))
    found = []
    if conflicts := independence.sentences(record):
        values = {"sentences": conflicts, "blocks": independence.blocks()}
        found.append((_("Independence"), "audits/panels/independence.html", values))
    if is_side and (gaps := competence.gaps(record)):
        values = {"gaps": gaps, "blocks": independence.blocks()}
        found.append((_("Competence of the auditors"), "audits/panels/competence.html", values))
    if proposals := [(p, key_label(p.clause)) for p in open_proposals(record)]:
        values = {"proposals": proposals, "url": url, "may_raise": is_side and record.state in FINDINGS_IN}
        found.append((_("Several minors on one clause"), "audits/panels/proposals.html", values))
    checklist = {"progress": progress_of(record), "url": url, "may_make": is_side and record.state in LINES_IN}
    found.append((_("Checklist"), "audits/panels/checklist.html", checklist))
    found.append((_("Findings"), "audits/panels/findings.html", _findings(record, actor, is_side, url)))
    return found


def _scope(register: Any, record: Any, actor: Any, url: str) -> dict[str, Any]:
    return {
        "entries": list(visible_to(independence.scope_of(record), actor)), "url": url,
        "may_add": register.can_attach(record, actor),
    }  # fmt: skip


def _findings(record: Any, actor: Any, is_side: bool, url: str) -> dict[str, Any]:
    findings = registry["findings"].visible(actor).filter(audit=record).order_by("pk")
    return {"findings": list(findings), "may_add": is_side and record.state in FINDINGS_IN, "url": url}


def line_panels(record: Any, actor: Any) -> list[Any]:
    """The answer, the way back to the checklist, and what was raised."""
    found = list(visible_to(record.findings.order_by("pk"), actor))
    may_raise = adds_to_audit(actor, record) and record.answer in RAISED_FROM and record.audit.state in FINDINGS_IN
    standing = any(f.state != "withdrawn" for f in found)
    values = {"record": record, "findings": found, "may_raise": may_raise and not standing}
    return [(_("Answer"), "audits/panels/line.html", values)]


def finding_panels(record: Any, actor: Any) -> list[Any]:
    """The response of the auditee, and what follows from the finding."""
    found = []
    if record.response:
        found.append((_("Response of the auditee"), "audits/panels/response.html", {"record": record}))
    if record.grade != "good_practice" and record.state != "draft":
        linked = nonconformities.linked(record.pk)
        values = {
            "record": record, "entries": list(visible_to(linked, actor)), "hidden": linked.exists(),
            "may_raise": _may_raise(record, actor), "needed": record.grade in settings.QMS_FOLLOW_UP_GRADES,
        }  # fmt: skip
        found.append((_("Follow-up"), "audits/panels/follow_up.html", values))
    return found


def _may_raise(record: Any, actor: Any) -> bool:
    if nonconformities.KEY not in registry or record.state in ("draft", "withdrawn", "closed"):
        return False
    if nonconformities.linked(record.pk).exclude(phase="void").exists():
        return False
    side = bool(on_audit_side(actor, record)) or actor.pk in record.auditees
    return side and bool(registry[nonconformities.KEY].may_add(actor, record))
