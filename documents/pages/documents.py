"""Starting the next revision of a document, and the document as it was on a day."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest
from qms.pages.front import RecordPage

from ..queries.periods import effective_on
from ..services import next_revision


class Next(RecordPage):
    """`/documents/<number>/next/`: POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_inputs()
        made = next_revision.start(self.record, actor=self.actor, at=self.at, source=self.source)
        said = _("%s is a draft now: change the text, say what changed, and submit it.")
        messages.success(request, said % made.number)
        if made.quiz:
            messages.warning(
                request, _("The questions to readers came along: see whether their answers are still right.")
            )
        return HttpResponseRedirect(f"/document-revisions/{made.number}/")


class OnDay(RecordPage):
    """`/documents/<number>/on/?day=2025-06-01`: the revision that was effective then."""

    template = "documents/on.html"
    allowed_parameters = frozenset({"day"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        asked = request.GET.get("day", "")
        try:
            day = datetime.date.fromisoformat(asked)
        except ValueError:
            raise BadRequest(_("“%s” is no date such as 2026-11-23.") % asked[:40]) from None
        return self.show(on=day, found=effective_on(self.record, day, self.actor))


HERE = {"register": "documents"}
urlpatterns = [
    path("documents/<str:number>/next/", Next.as_view(), HERE, name="document-next"),
    path("documents/<str:number>/on/", OnDay.as_view(), HERE, name="document-on"),
]
