"""What must be answered before a nonconformity is closed, and what its closing signature covers."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.lifecycle import Scope
from qms.registers.signing import is_valid
from qms.signatures.models import Signature

from .choices import CONCESSION
from .eightd import steps
from .followup import actions_of
from .plan import MIN_RATIONALE, PLAN

HAPPENED = (
    "title",
    "description",
    "place",
    "product",
    "found_on",
    "occurred_on",
    "origin",
    "detected",
    "clauses",
    "severity",
)
AT_ONCE = ("containment", "containment_on", "correction", "correction_on")
OUTPUT = ("output_affected", "output", "dispositions", "decided_by", "concession")
#: ISO 9001:2015 10.2.1: each is answered, also with no (Q9-11).
ANSWERS = (
    "consequences",
    "similar",
    "similar_text",
    "risks",
    "risks_text",
    "qms_change",
    "qms_text",
    "output_affected",
)


# What signatures cover


def _children(record: Any, context: dict[str, Any]) -> list[dict[str, Any]]:
    """Every action of every cycle with how it ended."""
    return [
        {"number": a.number, "title": a.title, "kind": a.kind, "cycle": a.cycle, "done_on": a.done_on, "state": a.state}
        for a in actions_of(record)
    ]


_CASE = (*HAPPENED, *AT_ONCE, *OUTPUT, *(a for a in ANSWERS if a != "output_affected"))
_WHOLE = (
    *_CASE, *PLAN, "cycle", "check_date", "effectiveness", "result_text", "check_evidence", "partial_rationale",
)  # fmt: skip


def _case(record: Any, context: dict[str, Any]) -> dict[str, Any]:
    """The whole case; of an 8D also what only its steps ask, and who completed them."""
    of_8d = ("approach", "steps_done", *(n for step in steps.ALL for n in step.fields)) if steps.is_8d(record) else ()
    return {n: getattr(record, record._meta.get_field(n).attname) for n in dict.fromkeys((*_WHOLE, *of_8d))}


CASE_SCOPE = Scope(values=_case, children=_children)
SHORT_SCOPE = Scope(fields=(*_CASE, "short_rationale"), children=_children)
PARTLY_SCOPE = Scope(
    files=False,
    fields=(
        "criterion",
        "measure",
        "target",
        "check_date",
        "effectiveness",
        "result_text",
        "check_evidence",
        "partial_rationale",
    ),
)
CONCESSION_SCOPE = Scope(files=False, fields=("title", "description", "product", *OUTPUT))


# Guards


def is_described(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nobody can work on what is not described."""
    said = Said(_("Describe what is wrong first."), field="description", way="edit/?section=what")
    return said if says_nothing(record.description) else None


def is_triaged(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-09: how much follows depends on the severity."""
    return None if record.severity else _("Its severity is not decided yet.")


def due_lies_ahead(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nothing is late the moment it is decided."""
    if record.due_on >= timezone.localdate(at):
        return None
    return Said(_("The due date lies in the past: give one that can be kept."), field="due_on")


def is_corrected(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 9001 10.2.1 a: it was put right."""
    if says_nothing(record.correction) or record.correction_on is None:
        return _("Say what corrected it, and when.")
    return None


def is_answered(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Q9-11: nothing that ISO 9001 10.2 asks is left empty."""
    fields = [record._meta.get_field(name) for name in ANSWERS]
    missing = ", ".join(str(f.verbose_name) for f in fields if not str(getattr(record, f.attname)).strip())
    return _("Not answered yet: %s.") % missing if missing else None


def output_is_decided(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Q9-10, ISO 9001 8.7.2: description, actions, concession and deciding authority are on record."""
    if record.output_affected != "yes":
        return None
    names = ("output", "dispositions", "decided_by")
    fields = [record._meta.get_field(name) for name in names]
    missing = ", ".join(str(f.verbose_name) for f in fields if not getattr(record, f.attname))
    return _("Of the affected output is missing: %s.") % missing if missing else None


def concession_is_signed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Q9-10: use as it is takes the signature of the deciding authority."""
    if CONCESSION not in record.dispositions:
        return None
    signed = Signature.objects.filter(entry_id=record.pk, verb="grant_concession").order_by("-pk").first()
    if signed is not None and is_valid(signed, record):
        return None
    return _("The concession is not signed as it stands: the deciding authority grants it during the analysis.")


def concession_is_asked(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nobody signs what nobody asked for."""
    return None if CONCESSION in record.dispositions else _("“Use as it is” is not among the dispositions.")


def concession_is_limited(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A concession has limits."""
    return _("Say what may be used, by whom and until when.") if says_nothing(record.concession) else None


def no_cycle_behind(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What came back once is not waved through."""
    return None if record.cycle == 1 else _("It has been through a cycle already.")


def may_go_short(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-09: a critical nonconformity has its cause analysed."""
    if record.severity == "critical":
        return _("A critical nonconformity is not closed without finding its cause.")
    return _("Its severity is not decided yet.") if not record.severity else None


def short_is_argued(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-09: going without corrective action takes a rationale."""
    if says_nothing(record.short_rationale) or len(record.short_rationale.strip()) < MIN_RATIONALE:
        return _("Say in at least %d characters why no corrective action is needed.") % MIN_RATIONALE
    return None
