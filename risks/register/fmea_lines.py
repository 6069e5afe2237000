"""The declaration of the register of the lines. It has no place in the menu: a worksheet leads to its lines."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.registers import Register, Section, register

from ..fmea_derived import derive
from ..fmea_words import HEADINGS
from ..lifecycle.fmea_guards import FILLED
from ..lifecycle.fmea_lines import lifecycle
from ..models.fmea_lines import AFTER, FmeaLine
from ..rules import fmea as rules


@register
class FmeaLines(Register):
    key = "fmea-lines"
    prefix = "L"
    shape = "{worksheet}-{prefix}{n:03d}"
    label = _("Line of an FMEA worksheet")
    label_plural = _("Lines of FMEA worksheets")
    purpose = _("Ways to fail with effect, cause, controls and ratings; each with what is done about it.")
    icon = "table-2"
    model = FmeaLine
    lifecycle = lifecycle
    columns = ("worksheet", "severity", "occurrence", "detection", "priority", "rpn")
    filters = ("worksheet", "priority", "severity")
    sections = (
        Section("failure", _("Failure"), ("item", "function", "title", "effect", "severity")),
        Section("cause", _("Cause and controls"),
            ("cause", "prevention_control", "occurrence", "detection_control", "detection"),
        ),
        Section("answer", _("What is done about it"), ("justification", "owner", "notes")),
    )  # fmt: skip
    search = ("item", "function", "effect", "cause", "prevention_control", "detection_control", "notes")
    author_stays = False
    not_content = frozenset({*AFTER, "priority_after", "rpn_after"})
    record_template = "risks/line.html"
    explained = ("owner",)
    reads = ("worksheet",)
    may_add = rules.adds_line
    may_edit = rules.fills
    intake = ("worksheet", "unit")
    first_phase = "all"
    import_names = HEADINGS
    import_records = {"worksheet": "fmea-worksheets"}
    import_derived = ("priority", "rpn", *AFTER, "priority_after", "rpn_after")
    import_keeps = "notes"
    import_titles = False

    def series(self, record: Any, at: datetime.datetime) -> str:
        """Numbered within the worksheet: FMW-2026-0002-L007."""
        return self.shape.replace("{worksheet}", record.worksheet.number).replace("{prefix}", self.prefix)

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It is seen where the worksheet is seen, and comes while that is filled in."""
        if record.worksheet_id is None:
            raise Invalid(fields={"worksheet": [_t("Say to which worksheet the line belongs.")]})
        if record.worksheet.state not in FILLED:
            raise Invalid(fields={"worksheet": [_t("The worksheet is not being filled in any more.")]})
        record.unit_id, record.audience = record.worksheet.unit_id, record.worksheet.audience
        derive(record)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Priority and number follow from the ratings."""
        derive(record)

    def locked(self, record: Any) -> dict[str, str]:
        """What is reviewed, approved or accepted stays as it is."""
        content = tuple(name for name in self.editable if name not in ("owner", "notes"))
        if record.worksheet.state not in FILLED:
            return dict.fromkeys(content, _t("The worksheet is reviewed or approved: its lines stay as they are."))
        if record.state == "justified":
            return dict.fromkeys(content, _t("Management has accepted this line as it is. Take it up again first."))
        return {}
