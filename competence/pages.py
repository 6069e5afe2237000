"""`/competence/`: people by competences in a unit; `/competence/mine/`: what is asked of me and what I have."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.models import Unit
from qms.accounts.reach import reach
from qms.accounts.roles import CLOSED_ROLES, ROLES
from qms.lib.errors import BadRequest, Forbidden
from qms.pages import menu
from qms.pages.front import Page
from qms.records.access import QUALITY

from .queries import standing

#: Whoever works here has a competence of his own to look after.
OPENING = tuple(role for role in ROLES if role not in CLOSED_ROLES)

menu.places.append(menu.Place("plan", gettext_lazy("Competence matrix"), "/competence/", 41, QUALITY))
menu.places.append(menu.Place("do", gettext_lazy("My competence"), "/competence/mine/", 61, OPENING))

LEGEND = ("held", "expiring", "claimed", "expired", "missing")


def legend() -> list[tuple[str, str, str]]:
    """(colour, sign, word) of each standing."""
    words = {
        "held": _("held"), "expiring": _("runs out within 30 days"), "claimed": _("claimed"),
        "expired": _("expired"), "missing": _("missing"),
    }  # fmt: skip
    return [(*standing.KINDS[key], words[key]) for key in LEGEND]


class MatrixPage(Page):
    """The quality people of a unit see who has what there."""

    template = "competence/matrix.html"
    allowed_parameters = frozenset({"unit"})

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        mine = reach(self.actor).unit_ids(QUALITY)
        units = list(Unit.objects.filter(pk__in=mine).order_by("path"))
        if not units:
            raise Forbidden(_("The matrix is for the quality people of a unit. What you have stands on your own page."))
        code = request.GET.get("unit", "") or units[0].code
        unit = next((u for u in units if u.code == code), None)
        if unit is None:
            raise BadRequest(_("There is no unit “%s” whose matrix you may see.") % code[:20])
        shown = standing.matrix(unit, self.actor, today=self.today)
        return self.show(matrix=shown, unit=unit, units=units, legend=legend())

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
