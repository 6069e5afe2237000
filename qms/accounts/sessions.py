"""Idle and absolute limits of a session, and an end for people who were deactivated meanwhile."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .reach import access_ended

STARTED, SEEN, SIGNED = "qms_started", "qms_seen", "qms_signed"


class SessionLimits:
    """Signs out after QMS_IDLE_MINUTES without a request or QMS_SESSION_HOURS after sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            session = request.session
            idle = now - session.get(SEEN, now) > settings.QMS_IDLE_MINUTES * 60
            old = now - session.get(STARTED, now) > settings.QMS_SESSION_HOURS * 3600
            if idle or old or access_ended(request.user):
                logout(request)
            else:
                session.setdefault(STARTED, now)
                if now - session.get(SEEN, 0) > 30:  # one write in half a minute is exact enough
                    session[SEEN] = now
        return self.get_response(request)
