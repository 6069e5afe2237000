"""gunicorn's logger (`--logger-class`): an access log, where one is wanted, without the pages that leave no trace."""

from typing import Any

from django.conf import settings
from gunicorn.glogging import Logger

from qms.lib.traceless import is_traceless


class AccessLog(Logger):
    """As gunicorn's own; requests of `settings.TRACELESS` are left out."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
        """Write the line of a request, or nothing."""
        if not is_traceless(str(environ.get("PATH_INFO", "")), settings.TRACELESS):
            super().access(resp, req, environ, request_time)
