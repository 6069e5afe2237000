"""A refusal of the engine becomes a page that says what is wrong and what to do next; the API has its own form."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import gettext as _

from qms.attachments.store import check_request
from qms.lib.errors import BadRequest, NotYet, Refused, TooLarge
from qms.lib.traceless import is_silent

log = logging.getLogger("qms.refused")
SAFE = ("GET", "HEAD", "OPTIONS")
#: Attempts at what may not be done now, or not by this person: 21 CFR 11.10(f) wants a note of them.
NOTED = (401, 403, 404, 409, 412, 429)


class RefusalPages:
    """Turns `Refused` into the page of its status. JSON where JSON is asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):  # no database takes it
            return refusal_page(request, BadRequest(_("The address contains a control character.")))
        try:
            check_request(content_type=request.content_type or "", length=request.META.get("CONTENT_LENGTH") or "")
        except TooLarge as refused:
            if not request.path_info.startswith("/api/"):  # the API says so in its own form
                return refusal_page(request, refused)
        response = self.get_response(request)
        if request.method not in SAFE and response.status_code in NOTED and not is_silent():
            who = getattr(request.user, "username", "") or "nobody"
            log.warning(
                "Refused with %d: %s %s by %s", response.status_code, request.method, request.get_full_path()[:200], who
            )
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer to a refusal; anything else goes on to Django."""
        return refusal_page(request, error) if isinstance(error, Refused) else None


def refusal_page(request: HttpRequest, error: Refused) -> HttpResponse:
    """One refusal as a page, or as JSON."""
    if wants_json(request):
        said = {"ok": False, "code": error.code, "sentences": error.all_sentences(), "fields": error.fields}
        return JsonResponse(said, status=error.status)
    context = {
        "code": error.status, "sentences": error.all_sentences(), "back": back(request),
        "early": isinstance(error, NotYet),
    }  # fmt: skip
    response = render(request, template_for(error.status), context, status=error.status)
    response["Cache-Control"] = "no-store"
    return response


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller is one of our own scripts."""
    return "application/json" in request.headers.get("Accept", "")


def template_for(status: int) -> str:
    """errors/<status>.html, or the plain refusal."""
    name = f"errors/{status}.html"
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return "errors/400.html"
    return name


def back(request: HttpRequest) -> str:
    """The record a refused step was about, if the address names one."""
    match = getattr(request, "resolver_match", None)
    named = match.kwargs if match else {}
    if match and {"register", "number"} <= set(named) and match.url_name != "record":
        return f"/{named['register']}/{named['number']}/"
    return ""
