"""System checks that explain a wrong setting before it hurts."""

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured


def _secret_key() -> str:
    """The key; "" where there is none, which Django says by an exception."""
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:
        return ""


@register()
def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to run with settings that would weaken the records or lock everybody out."""
    found: list[CheckMessage] = []
    if len(_secret_key()) < 32:
        found.append(
            Error(
                "SECRET_KEY is missing or shorter than 32 characters.",
                hint="Set SECRET_KEY, or write a random text of 50 characters to the file 'secret-key' in QMS_DATA. "
                "`make run` does this for you.",
                id="qms.E001",
            )
        )
    if settings.QMS_INDEPENDENCE not in ("warn", "block"):
        found.append(Error("QMS_INDEPENDENCE must be 'warn' or 'block'.", id="qms.E002"))
    if settings.TIME_ZONE not in available_timezones():
        found.append(Error(f"TIME_ZONE {settings.TIME_ZONE!r} is not an IANA time zone.", id="qms.E003"))
    if settings.QMS_UPLOAD_MAX < 1024:
        found.append(Error("QMS_UPLOAD_MAX is in bytes and must be at least 1024.", id="qms.E004"))
    if settings.DEBUG and settings.QMS_TLS:
        found.append(Warning("DEBUG shows internals and must be off where QMS_TLS is on.", id="qms.W005"))
    return found
