"""Two addresses that open without a sign-in, each by a secret in it: the end of mail (RFC 8058) and a calendar."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt  # for the one POST that a mail program sends
from django.views.decorators.http import require_safe
from django.views.generic import View

from qms.notices.unsubscribing import whose
from qms.registers import calendar
from qms.registers.reaching import end_mail


@method_decorator(csrf_exempt, name="dispatch")  # a mail program sends the POST; the signed address is the proof
class Unsubscribe(View):
    """`/unsubscribe/<token>/`: a look changes nothing (mail scanners look), a POST switches mail off."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.answer(request, token, done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if (user := whose(token)) is not None:
            end_mail(user=user, at=timezone.now())
        return self.answer(request, token, done=True)

    def answer(self, request: HttpRequest, token: str, *, done: bool) -> HttpResponse:
        """What it does, or that it was done. Says nobody's name: the address may have been passed on."""
        user = whose(token)
        context: dict[str, Any] = {"known": user is not None, "done": done or (user and not user.mail_wanted)}
        response = render(request, "pages/unsubscribe.html", context, status=200 if user else 404)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response


@require_safe
def ics(request: HttpRequest, secret: str) -> HttpResponse:
    """`/calendar/<secret>.ics`; 404 for a secret that is unknown or ended."""
    user = calendar.owner_of(secret)
    if user is None:
        raise Http404
    text, etag = calendar.feed(user, at=timezone.now())
    response: HttpResponse
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    return response
