"""The next version of a scope statement, begun from the one in force."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _

from qms.pages.front import RecordPage

from ..services.scopes import next_scope


class NextScope(RecordPage):
    """POST only: begins the next scope as a copy; pressed twice, it leads to the one that was begun."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_inputs()
        made = next_scope(self.record, actor=self.actor, at=self.at, source=self.source)
        messages.success(request, _("%s begins as a copy. Change what has changed.") % made.number)
        return HttpResponseRedirect(f"/scope-statements/{made.number}/")


urlpatterns = [
    path(
        "scope-statements/<str:number>/next/", NextScope.as_view(), {"register": "scope-statements"}, name="scope-next"
    )
]
