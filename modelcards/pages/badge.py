"""`/badge/<secret>.svg`: the gate's answer as a small picture, without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from ..services import badges

WORDS = {"pass": _("pass"), "conditional": _("conditional"), "fail": _("fail")}


def badge(request: HttpRequest, secret: str) -> HttpResponse:
    """The picture; an unknown or revoked secret answers 404."""
    shown = badges.look(secret, at=timezone.now())
    if shown is None:
        raise Http404
    values = {"version": shown.version[:14], "result": shown.result, "words": WORDS[shown.result]}
    answer = HttpResponse(render_to_string("modelcards/badge.svg", values), content_type="image/svg+xml")
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


urlpatterns = [path("badge/<str:secret>.svg", badge, name="gate-badge")]
