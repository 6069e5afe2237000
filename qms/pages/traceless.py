"""Pages for people whom nobody may find (settings.TRACELESS): who asks is taken off before anyone reads the request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from qms.lib.traceless import is_traceless, silence

#: What a request says about its sender. The host and the kind of content are no secrets.
KEPT = ("CONTENT_TYPE", "CONTENT_LENGTH", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO")


class Traceless:
    """Stands before sessions: a signed-in visitor is nobody here, and no cookie is read or set.

    The browser is told to keep nothing and to name the page nowhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_traceless(request.path_info, settings.TRACELESS):
            return self.get_response(request)
        request.leaves_no_trace = True  # type: ignore[attr-defined]
        for name in [n for n in request.META if n.startswith(("HTTP_", "REMOTE_"))]:
            if name not in KEPT:
                del request.META[name]
        request.META["REMOTE_ADDR"] = "0.0.0.0"
        with silence():
            response = self.get_response(request)
        response.cookies.clear()
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response
