"""`/systems/kept/`: which systems were placed on the market, and until when their documents are kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from qms.pages.front import RegisterPage
from qms.records.access import visible_to

from ..queries.retention import placed, undated, until, years

MOST = 500


class KeptPage(RegisterPage):
    """One line per system, the longest kept first."""

    template = "modelcards/systems/kept.html"

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        rows = list(visible_to(placed(), self.actor)[: MOST + 1])
        shown: list[dict[str, Any]] = [
            {"system": system, "until": until(system.placed_on), "over": until(system.placed_on) < self.at.date()}
            for system in rows[:MOST]
            if system.placed_on
        ]
        without = list(visible_to(undated(), self.actor).select_related("entry")[: MOST + 1])
        more = len(rows) > MOST or len(without) > MOST
        last = shown[0] if shown else None
        return self.show(rows=shown, undated=without[:MOST], more=more, years=years(), last=last)


urlpatterns = [path("systems/kept/", KeptPage.as_view(), {"register": "systems"}, name="systems-kept")]
