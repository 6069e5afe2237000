"""gunicorn's logger (`--logger-class`): an access log, where one is wanted, without pages that leave no trace.

Addresses that are secrets themselves, of calendars and of the end of mail, are left out too.
"""

from typing import Any

from django.conf import settings
from gunicorn.glogging import Logger

from qms.lib.traceless import is_traceless

SECRET = ("/calendar/", "/unsubscribe/")


class AccessLog(Logger):
    """As gunicorn's own; requests of `settings.TRACELESS` and of SECRET are left out."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
        """Write the line of a request, or nothing."""
        path = str(environ.get("PATH_INFO", ""))
        if not path.startswith(SECRET) and not is_traceless(path, settings.TRACELESS):
            super().access(resp, req, environ, request_time)
