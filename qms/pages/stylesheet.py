"""One style sheet for the browser out of many small files, at an address that changes with what is in it.

A page would else ask for each file of static/css, and ask again every minute. Answered before sessions are looked at,
so that the browser may keep it for good.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

TOP = Path(settings.BASE_DIR) / "static" / "css"
_PART = re.compile(r'@import url\("([^"]+)"\)(?: layer\((\w+)\))?;')
A_YEAR = 365 * 24 * 3600  # seconds


def together(name: str = "plumbline.css") -> str:
    """The text of a style sheet with each `@import` replaced by the file itself, wrapped in its layer."""

    def part(found: re.Match[str]) -> str:
        text = (TOP / found[1]).read_text(encoding="utf-8")
        return f"@layer {found[2]} {{\n{text}}}" if found[2] else text

    return _PART.sub(part, (TOP / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=2)
def _made(changed: int) -> tuple[str, bytes, bytes]:
    body = together().encode()
    digest = hashlib.sha256(body).hexdigest()[:12]
    return f"{settings.STATIC_URL}css/plumbline.{digest}.css", body, gzip.compress(body, mtime=0)


def made() -> tuple[str, bytes, bytes]:
    """Address, bytes and compressed bytes. Made once; while developing, whenever a file was saved."""
    return _made(max(path.stat().st_mtime_ns for path in TOP.rglob("*.css")) if settings.DEBUG else 0)


class StyleSheet:
    """Answers the address of the style sheet, and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address, plain, small = made()
        if request.path != address or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        answer = HttpResponse(small if packed else plain, content_type="text/css; charset=utf-8")
        answer["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        answer["Vary"] = "Accept-Encoding"
        if packed:
            answer["Content-Encoding"] = "gzip"
        return answer
