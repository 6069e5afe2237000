"""What a page answers to htmx: the part asked for, and a redirect of the whole window, not one inside the part."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect


class Fragments:
    """Stands behind HtmxMiddleware. Without it a sign-in page, or the record just signed, would land in a dialog."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_fragment(request) and isinstance(response, HttpResponseRedirect):
            response = whole_window(response)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["HX-Request"])
        return response


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asked, so that the page comes without its frame."""
    return bool(getattr(request, "htmx", False))


def whole_window(response: HttpResponseRedirect) -> HttpResponse:
    """The same redirect for the browser's address bar; cookies go with it."""
    made = HttpResponseClientRedirect(response.url)
    made.cookies = response.cookies
    made["Cache-Control"] = "no-store"
    return made
