"""When a system may move on: one sentence each, saying what is missing."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.lib.text import says_nothing
from qms.registers.signing import is_valid, signatures_of
from qms.signatures.models import Signature

from ..models.choices import OVERSIGHT
from ..models.dates import dates

APPROVAL = "approve_classification"
NAMED = ("purpose", "roles")


def is_classified(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Every question that matters is answered; nothing is minimal by silence."""
    missing = record.found.missing
    if not missing:
        return None
    said = {"n": len(missing), "first": missing[0].question.title}
    return (
        ngettext(
            "It is not classified yet: %(n)d question is open (“%(first)s”).",
            "It is not classified yet: %(n)d questions are open, the first is “%(first)s”.",
            len(missing),
        )
        % said
    )


def is_not_prohibited(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Art. 5: what nobody may do is neither developed nor used."""
    found = record.found
    if found.at_least != "prohibited":
        return None
    refs = ", ".join(b.option.ref for b in found.because if b.leads_to == "prohibited")
    return _("It does what is prohibited (%s): it can only be voided or retired.") % refs


def is_described(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """AIMS-03: purpose, role and owner are known."""
    empty = [n for n in NAMED if not (v := getattr(record, n)) or (isinstance(v, str) and says_nothing(v))]
    empty += [] if record.owner_id else ["owner"]
    names = ", ".join(str(record._meta.get_field(name).verbose_name) for name in empty)
    return _("Still missing: %s.") % names if names else None


def classification_is_approved(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A compliance officer has signed the classification as it stands."""
    return unapproved(signatures_of(record))


def unapproved(signatures: list[tuple[Signature, bool]]) -> str | None:
    """What is missing where the latest approval of the classification does not cover what stands there now."""
    approvals = [valid for row, valid in signatures if row.verb == APPROVAL]
    if approvals and approvals[-1]:
        return None
    return _(
        "The classification was changed since it was approved, or never was: a compliance officer approves it first."
    )


def approved_classification(record: Any) -> Signature | None:
    """The latest approval of the classification, if it covers what stands there now."""
    signed = Signature.objects.filter(entry_id=record.pk, verb=APPROVAL).order_by("-pk").first()
    return signed if signed is not None and is_valid(signed, record) else None


def is_overseen(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Art. 14(4), 26(2): of a high-risk system each letter has a measure, and each measure a competent person."""
    if record.risk_class != "high":
        return None
    covered = {row["ability"] for row in record.oversight}
    open_ones = [str(label) for key, label in OVERSIGHT if key not in covered]
    if open_ones:
        return _("High-risk: human oversight has no measure yet for: %s.") % "; ".join(open_ones)
    if any(not row["person"] or says_nothing(row["competence"]) for row in record.oversight):
        return _("High-risk: name for each measure of human oversight a person and what makes that person competent.")
    return None


def logs_are_kept(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Art. 12, 19(1), 26(6): a high-risk system keeps its logs long enough, or says why not."""
    if record.risk_class != "high":
        return None
    if not record.logs:
        return _("High-risk: list its logs with how long they are kept.")
    return too_short(record)


def too_short(record: Any) -> str | None:
    """The sentence about logs that are kept for less than the law's minimum without a reason."""
    least = dates().limits["log_months"]
    short = [row for row in record.logs if Decimal(row["months"]) < least]
    if not short or not says_nothing(record.log_rationale):
        return None
    names = ", ".join(f"{row['name']} ({row['months']})" for row in short)
    said = _(
        "Logs of a high-risk system are kept for at least %(least)d months (Art. 19(1), 26(6)). Shorter: %(names)s. "
        "Keep them longer, or say in “why logs are kept shorter” what allows it."
    )
    return said % {"least": least, "names": names}


def is_monitored(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Art. 72: a high-risk system has a plan for after it is placed on the market."""
    if record.risk_class != "high":
        return None
    if says_nothing(record.monitoring_plan) or not record.watched:
        return _("High-risk: write the post-market monitoring plan, and what is monitored, how often and by whom.")
    return None


def next_review_lies_ahead(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A next review is in the future."""
    if record.review_on and record.review_on > timezone.localdate(at):
        return None
    return _("The next review must lie in the future.")


def restrictions_are_said(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What it may not be used for is written down."""
    return _("Say what it may not be used for.") if says_nothing(record.restrictions) else None


def is_not_deployed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What is retired runs nowhere."""
    from ..models import Deployment

    return _running(
        Deployment.objects.filter(version__system_id=record.pk, state="live").values_list("number", flat=True)
    )


def _running(numbers: Iterable[str]) -> str | None:
    names = ", ".join(sorted(numbers))
    return _("It is still live: %s. End that first.") % names if names else None


def has_no_versions(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A system with versions existed: it is retired, not voided."""
    if record.versions.exclude(state="void").exists():
        return _("It has versions: retire it instead.")
    return None
