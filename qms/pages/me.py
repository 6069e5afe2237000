"""A person's own page: the statement on signatures, how he is told of things, roles, tokens."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from qms.accounts import statement
from qms.accounts.models import ApiToken, Grant
from qms.accounts.people import has_accepted, live_tokens
from qms.accounts.tokens import DAYS
from qms.lib.errors import Invalid, NotVisible
from qms.lib.text import is_whole
from qms.registers import people as verbs

from .away import AbsenceForm
from .told import Told


class Me(Told):
    """`/me/`"""

    allowed_inputs = frozenset({"do"})

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        ways = {
            "accept": self.accept,
            "issue": self.issue,
            "revoke": self.revoke,
            "choose": self.choose,
            "leave": self.leave,
            "back": self.back,
            "calendar": self.calendar,
            "calendar_end": self.calendar_end,
            "confirm": self.confirm,
        }
        do = ways.get(request.POST.get("do", ""))
        if do is None:
            raise Invalid(_("Choose what to do."))
        return do(request)

    def accept(self, request: HttpRequest) -> HttpResponse:
        """Accept the statement on signature accountability."""
        self.check_inputs(None, "next")
        verbs.accept_statement(actor=self.actor, at=self.at)
        messages.success(request, _("Accepted. You can sign now."))
        return HttpResponseRedirect(_safe_next(request))

    def issue(self, request: HttpRequest) -> HttpResponse:
        """A new token; its text is shown this once."""
        self.check_inputs(None, "name", "scope")
        name, scope = request.POST.get("name", "").strip()[:80], request.POST.get("scope", "")
        if not name or scope not in dict(ApiToken.SCOPES):
            raise Invalid(_("Give the token a name and a scope."))
        _row, text = verbs.issue_token(user=self.actor, name=name, scope=scope, days=DAYS, actor=self.actor, at=self.at)
        return self.page(new_token=text)

    def revoke(self, request: HttpRequest) -> HttpResponse:
        """End a token."""
        self.check_inputs(None, "token")
        pk = request.POST.get("token", "")
        row = ApiToken.objects.filter(pk=int(pk) if is_whole(pk) else 0, user=self.actor).select_related("user").first()
        if row is None:
            raise NotVisible(_("There is no such token."))
        verbs.revoke_token(token=row, actor=self.actor, at=self.at)
        messages.success(request, _("The token has ended."))
        return HttpResponseRedirect("/me/")

    def page(self, status: int = 200, away: AbsenceForm | None = None, **more: Any) -> HttpResponse:
        """Everything on one page."""
        return self.show(
            "pages/me.html", status, accepted=has_accepted(self.actor), statement=statement.TEXT,
            grants=Grant.objects.filter(user=self.actor).select_related("unit").order_by("unit__path", "role"),
            tokens=live_tokens(self.actor, at=self.at).order_by("-pk"), scopes=ApiToken.SCOPES, days=DAYS,
            next=self.request.GET.get("next", ""), **self.told_context(away), **more,
        )  # fmt: skip


def _safe_next(request: HttpRequest) -> str:
    """Where to go on; only to an address of ours."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/me/"
