"""The declaration of the register of release policies."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.registers import Register, Section, register

from ..cards import schema
from ..lifecycle.policies import lifecycle
from ..models import Policy
from ..rules import policies as rules


@register
class Policies(Register):
    key = "release-policies"
    prefix = "POL"
    shape = "{prefix}-{n:04d}"
    label = _("Release policy")
    label_plural = _("Release policies")
    purpose = _("What a model card must hold, and who signs it, before a version goes out.")
    menu = "plan"
    order = 60
    icon = "shield-check"
    model = Policy
    lifecycle = lifecycle
    columns = ("risk_class", "effective_on")
    filters = ("risk_class",)
    sections = (
        Section("what", _("Policy"), ("title", "risk_class", "owner", "unit")),
        Section(
            "gates", _("Gates"),
            ("required", "thresholds", "fairness", "datasets_needed", "verified_only", "smallest_n"),
            _("Submitting a card shows each of these as passed or failed, with the reason."),
        ),
        Section("people", _("Signatures"), ("signers", "review_months")),
        Section("again", _("Another look"), ("material",), _("What makes an approved card need another look.")),
    )  # fmt: skip
    audience = "everyone"
    first_phase = "all"
    may_add = rules.may_add
    may_edit = rules.may_edit

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Somebody owns it."""
        record.owner = record.owner or actor
        _check(record, at)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Sections that exist, days that have come."""
        _check(record, at)


def _check(record: Any, at: datetime.datetime) -> None:
    """Raises Invalid for a section that no card has, and a threshold that says it was fixed in the future."""
    known, errors = set(schema.fields()), {}
    if unknown := [name for name in record.required or () if name not in known]:
        errors["required"] = [_t("A card has no section “%s”.") % str(unknown[0])[:60]]
    today = timezone.localdate(at).isoformat()
    for name in ("thresholds", "fairness"):
        rows = getattr(record, name) or ()
        if any(str(row.get("fixed_on", "")) > today for row in rows if isinstance(row, dict)):
            errors[name] = [_t("“Fixed on” lies in the future.")]
    if errors:
        raise Invalid(fields=errors)
