"""`/evidence-items/asked/`: what somebody is asked for, and what he delivered that waits."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from qms.pages.front import RegisterPage

MOST = 200


class Asked(RegisterPage):
    """What I am asked for, the nearest day first; below it what I delivered."""

    template = "documents/asked.html"

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        mine = self.register.visible(self.actor).select_related("requested_by").filter(owner=self.actor)
        wanted = mine.filter(state__in=("requested", "returned")).order_by("due", "pk")
        waiting = mine.filter(state="delivered").order_by("-delivered_on", "-pk")
        return self.show(wanted=list(wanted[:MOST]), waiting=list(waiting[:MOST]), today=self.at.date())


urlpatterns = [
    path("evidence-items/asked/", Asked.as_view(), {"register": "evidence-items"}, name="evidence-asked"),
]
