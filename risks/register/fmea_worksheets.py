"""The declaration of the register of FMEA worksheets."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.accounts.models import User
from qms.accounts.reach import reach_of_all
from qms.lib.errors import Invalid
from qms.registers import Register, Section, register

from ..fmea_panels import why_panel
from ..fmea_print import worksheet_print
from ..fmea_scales import proposed
from ..lifecycle.fmea_guards import FILLED
from ..lifecycle.fmea_worksheets import lifecycle
from ..models.fmea_worksheets import RANKS, FmeaWorksheet
from ..rules import fmea as rules


@register
class FmeaWorksheets(Register):
    key = "fmea-worksheets"
    prefix = "FMW"
    label = _("FMEA worksheet")
    label_plural = _("FMEA worksheets")
    purpose = _("How a product, process or machine-learning system can fail, why, and what is done about it.")
    menu = "plan"
    order = 34
    icon = "table-2"
    model = FmeaWorksheet
    lifecycle = lifecycle
    columns = ("kind", "version", "approved_on", "review_on")
    filters = ("kind",)
    sections = (
        Section("what", _("Worksheet"), ("title", "kind", "analysed", "owner", "unit", "audience")),
        Section("scope", _("Scope and team"), ("scope", "team")),
        Section("scales", _("Scales"), ("scales",), _("What the ranks mean in this analysis.")),
        Section("review", _("Review"), ("review_on",)),
    )
    report_fields = ("title", "kind", "analysed", "scope", "team")
    search = ("analysed", "scope")
    dates = {"next_review": "review_on"}
    involved = {"team": "team"}
    not_content = frozenset({"version", "approved_on", "review_on"})
    may_add = rules.may_add
    may_edit = rules.may_edit
    list_template = "risks/worksheets.html"
    record_template = "risks/worksheet.html"

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Somebody owns it, and the ranks mean something from the first day."""
        record.owner = record.owner or actor
        record.scales = record.scales or proposed()
        _check(record)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Ten ranks, each once; a team that sees what it fills in."""
        _check(record)

    def locked(self, record: Any) -> dict[str, str]:
        """Its lines are seen where it is seen; what is reviewed or approved stays."""
        found = {}
        if record.lines.exists():
            said = _t("Its lines stand in this unit. Begin another worksheet for another one.")
            found = dict.fromkeys(("unit", "audience"), said)
        if record.state not in FILLED:
            said = _t("It is reviewed or approved. Have it returned, or take it up again, to change this.")
            found |= dict.fromkeys(("title", "kind", "analysed", "scope", "team", "scales"), said)
        return found

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Why priority and not the number."""
        return [why_panel()]

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """The lines as a table."""
        return worksheet_print(record)


def _check(record: Any) -> None:
    """Raises Invalid for scales with a hole, and for somebody in the team who may not see the lines."""
    errors: dict[str, list[str]] = {}
    given = sorted(str(row.get("rank", "")) for row in record.scales or () if isinstance(row, dict))
    if given != sorted(key for key, _label in RANKS):
        errors["scales"] = [_t("The scales say for each rank from 1 to 10, once, what it means.")]
    if outside := _outside(record):
        said = _t("%s holds no role in this unit and could not see the lines: name somebody who does.")
        errors["team"] = [said % outside]
    if errors:
        raise Invalid(fields=errors)


def _outside(record: Any) -> str:
    """The first of the team whose roles do not reach the unit, by name."""
    ids = [pk for pk in record.team or () if isinstance(pk, int)]
    if not ids or record.audience == "everyone":
        return ""
    people = reach_of_all(User.objects.filter(pk__in=ids))
    return next((p.printed_name for p in people if record.unit_id not in p._reach.unit_ids()), "")
