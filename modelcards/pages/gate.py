"""`/systems/<number>/gate/`: ask the gate as a person, see what it was asked, make a badge, copy the steps for CI."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest
from qms.pages.front import RecordPage

from ..services import badges, gate


class Gate(RecordPage):
    """The release gate of a system."""

    template = "modelcards/gate.html"
    allowed_parameters = frozenset({"before", "version", "artifact"})
    allowed_inputs = frozenset({"move", "version", "artifact"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        return self.page()

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        self.check_inputs()
        move = request.POST.get("move", "")
        if move == "ask":
            return self.ask(request.POST.get("version", "").strip(), request.POST.get("artifact", "").strip())
        common: dict[str, Any] = {"actor": self.actor, "at": self.at, "source": self.source}
        if move == "badge":
            secret = badges.make(self.record, **common)
            return self.page(badge_url=request.build_absolute_uri(f"/badge/{secret}.svg"))
        if move == "revoke":
            badges.revoke(self.record, **common)
            messages.success(request, _("The badge's address no longer works."))
            return HttpResponseRedirect(f"{self.url}gate/")
        raise BadRequest(_("“%s” is nothing that can be done here.") % move[:60])

    def ask(self, version: str, artifact: str) -> HttpResponse:
        """The answer, as a pipeline would get it; it is kept like any other."""
        if not version:
            return self.page(422, error=_("Say which version."), asked={"version": version, "artifact": artifact})
        row = gate.answer(
            self.record, version=version, artifact=artifact, actor=self.actor, at=self.at, source=self.source
        )
        return self.page(answer=row, asked={"version": version, "artifact": artifact})

    def page(self, status: int = 200, **shown: Any) -> HttpResponse:
        """The form with the latest answers."""
        versions = self.record.versions.exclude(state="void").order_by("-pk")[:20]
        shown.setdefault("asked", {n: self.request.GET.get(n, "") for n in ("version", "artifact")})
        answers = gate.answers_of(self.record, before=self.request.GET.get("before", ""), most=20)
        return self.show(
            self.template, status, answers=answers,
            versions=versions, api_url=self.request.build_absolute_uri(f"/api/v1/systems/{self.record.number}/gate/"),
            may_badge=bool(self.register.may_edit(self.actor, self.record)), **shown,
        )  # fmt: skip


urlpatterns = [path("systems/<str:number>/gate/", Gate.as_view(), {"register": "systems"}, name="system-gate")]
