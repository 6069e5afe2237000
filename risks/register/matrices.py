"""The declaration of the register of risk matrices."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.accounts.models import Unit
from qms.lib.errors import Invalid
from qms.registers import Beginning, Register, Section, register

from ..lifecycle.matrices import lifecycle
from ..models import RiskMatrix
from ..panels.matrices import printed_table
from ..presets import beginning
from ..rules import matrices as rules

#: What a new edition takes over from the one in force.
TAKEN = ("likelihood", "consequence", "levels", "cells", "appetite")


@register
class RiskMatrices(Register):
    key = "risk-matrices"
    prefix = "RMX"
    shape = "{prefix}-{n:04d}"
    label = _("Risk matrix")
    label_plural = _("Risk matrices")
    purpose = _("By which scales risks and opportunities are rated, how much is acceptable, and who accepts it.")
    menu = "plan"
    order = 36
    icon = "grid-3x3"
    model = RiskMatrix
    lifecycle = lifecycle
    columns = ("family", "about", "edition", "effective_on")
    filters = ("family", "about")
    sections = (
        Section("what", _("Matrix"), ("title", "family", "about", "owner", "unit")),
        Section("scales", _("Scales"), ("likelihood", "consequence"), _("What each step means, in words.")),
        Section("levels", _("Levels"), ("levels",), _("Who accepts what, how often it is looked at.")),
        Section("table", _("Table"), ("cells",)),
        Section(
            "appetite", _("Appetite"), ("appetite",), _("What lies above it is treated, or accepted by signature.")
        ),
    )
    own_sections = ("table",)
    report_fields = ("title", "family", "about", "owner")
    audience = "everyone"
    first_phase = "all"
    may_add = rules.may_add
    may_edit = rules.may_edit
    record_template = "risks/matrices/record.html"

    def begins_from(self, given: Mapping[str, str], links: Sequence[tuple[str, Any]], actor: Any) -> Beginning:
        """Which families there are: another word in “Family” begins criteria of their own."""
        rows = RiskMatrix.objects.filter(state="in_force").order_by("family")
        families = list(rows.values_list("family", flat=True)[:20])
        if not families:
            return Beginning()
        if (family := given.get("family")) in families:
            said = (
                _t("This begins the next edition of “%s”, with the scales, levels and table that are in force.")
                % family
            )
        else:
            said = _t("In force: %s. A new edition bears the same family; another word begins criteria of their own.")
            said %= ", ".join(f"“{family}”" for family in families)
        return Beginning(said=(said,))

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """A new edition begins with what is in force in its family; the first one with an example."""
        record.owner = record.owner or actor
        family = RiskMatrix.objects.filter(family=record.family)
        record.edition = (family.aggregate(last=Max("edition"))["last"] or 0) + 1
        before = family.filter(state="in_force").first()
        begun = {name: getattr(before, name) for name in TAKEN} if before else beginning(record.about)
        if before:
            record.about = before.about
        for name, value in begun.items():
            if not getattr(record, name):
                setattr(record, name, value)
        _check(record)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Another family is another series of editions."""
        if record._was["family"] != record.family:
            last = RiskMatrix.objects.filter(family=record.family).aggregate(last=Max("edition"))["last"]
            record.edition = (last or 0) + 1
        _check(record)

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """The table on paper."""
        return printed_table(record)


def _check(record: Any) -> None:
    """Raises Invalid for an appetite that names a unit that there is not."""
    named = {row.get("unit", "") for row in record.appetite if isinstance(row, dict)} - {"", None}
    if gone := sorted(named - set(Unit.objects.filter(code__in=named).values_list("code", flat=True))):
        raise Invalid(fields={"appetite": [_t("There is no unit with the code “%s”.") % gone[0][:40]]})
