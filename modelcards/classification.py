"""What follows from the answers of a system, for its pages and its print."""

from typing import Any

from django.utils.translation import gettext as _

from qms.printing.shapes import PrintFact, PrintSection, Value

from .lifecycle.system_guards import approved_classification
from .models import System
from .models.choices import RISK_CLASSES
from .models.dates import dates


def classification_of(record: System) -> dict[str, Any]:
    """Class, reasons, duties, dates, ways to conformity, what is open, and whether it is approved as it stands."""
    found = record.found
    return {
        "found": found, "routes": record.routes, "label": record.get_risk_class_display(), "dates": dates(),
        "at_least": dict(RISK_CLASSES)[found.at_least], "approved": approved_classification(record),
        "starts": dates().starts,
    }  # fmt: skip


def printed_classification(record: System) -> list[PrintSection]:
    """The same on paper."""
    found = record.found
    said: list[tuple[str, Value]] = [
        (_("Risk class"), str(record.get_risk_class_display())),
        (_("Rules apply from"), found.applies_from),
        (_("Because"), [because.words for because in found.because]),
        (_("In addition"), [duty.option.words for duty in found.further]),
        (_("Not answered yet"), [str(missing.question.title) for missing in found.missing]),
        (_("Conformity"), [f"{route.ref}: {route.label}" for route in record.routes]),
        (_("Documents are kept until"), record.kept_until),
        (_("Edition"), dates().edition),
    ]
    facts = [PrintFact(label=label, value=value) for label, value in said if value]
    return [PrintSection(label=_("What follows from the classification"), facts=facts)]
