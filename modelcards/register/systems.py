"""The declaration of the register of AI systems."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.registers import Register, Section, register

from ..classification import printed_classification
from ..lifecycle.system_guards import too_short
from ..lifecycle.systems import lifecycle
from ..models import System
from ..queries.unsigned import unsigned_tile
from ..rules import systems as rules


@register
class Systems(Register):
    key = "systems"
    prefix = "AIS"
    shape = "{prefix}-{n:04d}"
    label = _("AI system")
    label_plural = _("AI systems")
    purpose = _("What we build and use, for what, in which role, and how it is classified.")
    menu = "do"
    order = 10
    icon = "cpu"
    model = System
    lifecycle = lifecycle
    columns = ("risk_class", "roles", "review_on")
    filters = ("risk_class", "roles", "in_use")
    sections = (
        Section(
            "what", _("AI system"),
            ("title", "purpose", "misuse", "roles", "in_use", "owner", "unit", "team", "placed_on", "review_on"),
        ),
        Section("classification", _("Classification"), ("answers",)),
        Section(
            "conformity", _("Conformity"), ("harmonised", "standards_applied", "foreseen_changes", "sme"),
            _("What the way to conformity and the technical file need."),
        ),
        Section("suppliers", _("Suppliers"), ("suppliers",), _("Who delivers data, models and services.")),
        Section("oversight", _("Human oversight"), ("oversight",), _("Art. 14(4), a to e, and who does it.")),
        Section("logs", _("Logs"), ("logs", "log_rationale"), _("Which there are, and how long they are kept.")),
        Section("monitoring", _("Monitoring"), ("monitoring_plan", "watched"), _("What is watched once it is used.")),
    )  # fmt: skip
    report_fields = ("title", "purpose", "roles", "in_use", "owner")
    search = ("purpose", "misuse", "suppliers", "monitoring_plan", "restrictions")
    dates = {"review": "review_on"}
    involved = {"team": "team"}
    not_content = frozenset({"review_on", "reviewed_on", "review_result"})
    may_add = rules.may_add
    may_edit = rules.may_edit
    record_template = "modelcards/systems/record.html"
    list_template = "modelcards/systems/list.html"
    api_extra = ("classification", "kept_until")

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Whoever reports it owns it until somebody else is named; the class follows from the answers."""
        record.owner_id = record.owner_id or actor.pk
        record.risk_class = record.found.risk_class
        _check(record, at)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """The class follows from the answers."""
        record.risk_class = record.found.risk_class
        if record.state != "proposed" and record._was["placed_on"] and record.placed_on is None:
            said = _t("Documents are kept for ten years from this day: correct it, but do not take it away.")
            raise Invalid(fields={"placed_on": [said]})
        _check(record, at)

    def locked(self, record: Any) -> dict[str, str]:
        """The classification is approved by signature, and purpose and roles with the system."""
        found = {}
        if record.state not in ("proposed", "reassessment"):
            found["answers"] = _t("The classification is approved. Start a reassessment to change it.")
        if record.state in ("approved", "restricted"):
            said = _t("The system is approved for this. Start a reassessment to change it.")
            found |= dict.fromkeys(("purpose", "roles"), said)
        return found

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """What follows from the classification."""
        return printed_classification(record)

    def tiles(self, actor: Any, today: datetime.date) -> list[dict[str, Any]]:
        """For the home page: models in use without a valid signature."""
        return [unsigned_tile(actor)]


def _check(record: Any, at: datetime.datetime) -> None:
    """Raises Invalid for a day that has not come yet, and for logs of a high-risk system that are kept too briefly."""
    errors = {}
    if record.placed_on and record.placed_on > timezone.localdate(at):
        errors["placed_on"] = [_t("This day has not come yet.")]
    if wrong := [row["name"] for row in record.logs if not _is_months(row.get("months", ""))]:
        errors["logs"] = [_t("“%s”: months are a whole number from 0 to 600.") % wrong[0]]
    elif record.risk_class == "high" and (said := too_short(record)):
        errors["logs"] = [said]
    if errors:
        raise Invalid(fields=errors)


def _is_months(text: str) -> bool:
    return text.isdigit() and int(text) <= 600
