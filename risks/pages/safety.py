"""`/risks/safety/`: the risk management file of ISO 14971 over the risks that name a hazard; as CSV and XLSX, too."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest
from qms.pages.export import FORMATS, download
from qms.records.events import log_event
from qms.registers import registry

from ..queries.heat import highest_first
from ..queries.safety import Line, lines_of, overall
from .overviews import MOST, Overview


class Safety(Overview):
    """Hazard, situation, harm; initial risk, measures, residual risk; what is missing, and the whole."""

    tab = "safety"
    template = "risks/safety.html"
    allowed_parameters = Overview.allowed_parameters | {"format"}

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        rows = highest_first(self.rows.exclude(hazard="")).select_related("entry", "unit")
        lines = lines_of(rows[:MOST], self.actor)
        if kind := self.asked.get("format", ""):
            if kind not in FORMATS:
                raise BadRequest(_("There is no format “%s”: csv or xlsx.") % kind[:10])
            log_event(
                subject=self.register.key, action="export", actor=self.actor, at=self.at, source=self.source,
                rows=len(lines), format=kind, numbers=[line.risk.number for line in lines],
            )  # fmt: skip
            return download(kind, "risk-management-file", heads(), map(cells, lines))
        return self.show(lines=lines, overall=overall(lines), cut=rows.count() > MOST, most=MOST, formats=FORMATS)


def heads() -> list[str]:
    """The headings of the table."""
    return [
        _("Number"), _("Hazard"), _("Sequence of events"), _("Hazardous situation"), _("Harm"), _("Initial risk"),
        _("Measures"), _("Residual risk"), _("Above appetite"), _("Benefit"), _("New risks"), _("Missing"),
    ]  # fmt: skip


def cells(line: Line) -> list[object]:
    """A line of it."""
    risk = line.risk
    measures = "; ".join(f"{c.number} {c.title} ({c.get_measure_display()}: {_state(c)})" for c in line.controls)
    return [
        risk.number, risk.hazard, risk.sequence, risk.situation, risk.harm, str(risk.get_inherent_level_display()),
        measures, str(risk.get_current_level_display()), _("yes") if risk.above_appetite else _("no"), risk.benefit,
        risk.new_risks, " ".join(line.missing),
    ]  # fmt: skip


def _state(control: Any) -> str:
    return str(registry["controls"].lifecycle.label(control.state))


urlpatterns = [path("risks/safety/", Safety.as_view(), {"register": "risks"}, name="risks-safety")]
