"""`/competence/`: people by competences in a unit; `/competence/mine/`: what is asked of me and what I have."""

import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.models import Unit
from qms.accounts.reach import reach
from qms.accounts.roles import CLOSED_ROLES, ROLES
from qms.lib.errors import BadRequest
from qms.pages import export, menu
from qms.pages.front import Page
from qms.pages.list_export import as_pdf
from qms.records.access import QUALITY
from qms.records.events import log_event

from .queries import standing, taken
from .queries.units import unit_asked

#: Whoever works here has a competence of his own to look after.
OPENING = tuple(role for role in ROLES if role not in CLOSED_ROLES)

menu.places.append(menu.Place("plan", gettext_lazy("Competence matrix"), "/competence/", 41, QUALITY))
menu.places.append(menu.Place("do", gettext_lazy("My competence"), "/competence/mine/", 61, OPENING))

LEGEND = ("held", "expiring", "claimed", "expired", "missing")
FILES = ("csv", "xlsx", "pdf")


def legend() -> list[tuple[str, str, str]]:
    """(colour, sign, word) of each standing."""
    return [(*standing.KINDS[key], standing.Standing(key).word) for key in LEGEND]


class MatrixPage(Page):
    """The quality people of a unit see who has what there."""

    template = "competence/matrix.html"
    allowed_parameters = frozenset({"unit", "format"})

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        unit, units = unit_asked(self.actor, request.GET.get("unit", ""))
        shown = standing.matrix(unit, self.actor, today=self.today)
        if kind := request.GET.get("format", ""):
            return self.taken_along(kind, shown, unit)
        files = [(kind.upper(), f"?{urlencode({'unit': unit.code, 'format': kind})}") for kind in FILES]
        return self.show(matrix=shown, unit=unit, units=units, legend=legend(), files=files)

    def taken_along(self, kind: str, shown: standing.Matrix, unit: Unit) -> HttpResponse:
        """The matrix as a file. The ledger keeps that it was taken out. Raises BadRequest for an unknown kind."""
        if kind not in FILES:
            raise BadRequest(_("There is no format “%s”: csv, xlsx or pdf.") % kind[:10])
        rows, name = taken.lines(shown), f"competence-{unit.code}-{self.today.isoformat()}"
        log_event(
            subject="qualifications", action="export", actor=self.actor, at=self.at, source=self.source,
            rows=len(rows), format=kind, query=urlencode({"unit": unit.code}),
        )  # fmt: skip
        if kind == "pdf":
            return as_pdf(taken.matrix_pdf(shown, unit, today=self.today, actor=self.actor, at=self.at), name)
        return export.download(kind, name, taken.heads(), [*rows, *taken.sum_lines(shown)])

    @property
    def today(self) -> datetime.date:
        """The day of the organisation."""
        return timezone.localdate(self.at)


class Mine(MatrixPage):
    """What is asked of me, what I have, and what runs out."""

    template = "competence/mine.html"
    allowed_parameters = frozenset()

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        lines = standing.own(self.actor, self.actor, today=self.today)
        return self.show(
            asked=[line for line in lines if line.asked], besides=[line for line in lines if not line.asked],
            is_insider=reach(self.actor).is_insider,
        )  # fmt: skip


urlpatterns = [
    path("competence/", MatrixPage.as_view(), name="competence-matrix"),
    path("competence/mine/", Mine.as_view(), name="competence-mine"),
]
