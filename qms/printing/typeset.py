"""WeasyPrint, told what we want of it. Imported by the printing child only."""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from qms.printing.qr import qr_png

TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}


#: What the warm process draws before the first print, so that fonts, caches and Python itself are warm: it has the
#: parts of a record's print.
SAMPLE = Path(__file__).with_name("sample.html")

NAME, EITHER = re.compile(r"var\((--[\w-]+)\)"), re.compile(r"light-dark\(([^,()]+),[^()]+\)")
ROOT_RULE, DEFINITION = re.compile(r":root\s*{([^}]*)}"), re.compile(r"(--[\w-]+):\s*([^;]+);")

_fonts = FontConfiguration()
_sheets: dict[str, tuple[tuple[int, int], CSS]] = {}  # address → mark of the file, parsed


class OwnFiles(URLFetcher):
    """Serves `plumbline:static/…`, `plumbline:files/…` and `plumbline:qr/…`, the code of a text; refuses file:, http:,
    data: and everything else."""

    def __init__(self, static: Path, files: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._static, self._files = static.resolve(), files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return one of our files. Raises ValueError for anything else; WeasyPrint then leaves the thing out."""
        scheme, _, rest = url.partition(":")
        room, _, name = rest.partition("/")
        if scheme == "plumbline" and room == "qr":
            return URLFetcherResponse(url, qr_png(unquote(name)), {"Content-Type": "image/png"})
        kind = TYPES.get(Path(name).suffix)
        if scheme != "plumbline" or kind is None:
            raise ValueError(f"refused: {url[:200]}")
        if room == "files" and name in self._files:
            return URLFetcherResponse(url, self._files[name], {"Content-Type": kind})
        path = (self._static / name).resolve()
        if room != "static" or not path.is_relative_to(self._static) or not path.is_file():
            raise ValueError(f"refused: {url[:200]}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def prepare(static: str, css: list[str]) -> None:
    """In the warm process: parse the style sheets and draw something. Every print inherits it, which spares it much
    of its processor time."""
    sample = SAMPLE.read_text(encoding="utf-8")
    job = {"files": {}, "static": static, "css": css, "html": sample, "lang": "en", "title": "Sample", "tagged": True}
    pdf(job)


def _sheet(url: str, static: Path) -> CSS:
    """A style sheet, parsed again only when its file has changed since."""
    path = static / url.partition("/")[2]
    mark = (path.stat().st_mtime_ns, path.stat().st_size)
    known = _sheets.get(url)
    if known is None or known[0] != mark:
        style = on_paper(path.read_text(encoding="utf-8"), path_of_names=static / "css" / "tokens.css")
        parsed = CSS(string=style, base_url=url, url_fetcher=OwnFiles(static, {}), font_config=_fonts)
        known = mark, parsed
        _sheets[url] = known
    return known[1]


def on_paper(style: str, *, path_of_names: Path) -> str:
    """The style with the values of names (`var(--ink)`) in their places, and the light one of two colours.

    WeasyPrint works a name out anew for every element that it paints, which takes a tenth of a print's time.
    Names that are defined nowhere at a root stay as they are.
    """
    names = _names(path_of_names.read_text(encoding="utf-8")) | _names(style)
    for _depth in range(3):  # a name may stand for one that stands for one
        style = NAME.sub(lambda found: names.get(found[1], found[0]), style)
    return EITHER.sub(r"\1", style)


@cache
def _names(style: str) -> dict[str, str]:
    return {name: value for root in ROOT_RULE.findall(style) for name, value in DEFINITION.findall(root)}


def pdf(job: dict[str, Any]) -> bytes:
    """Lay out a job's HTML and return the PDF."""
    files = {name: base64.b64decode(data) for name, data in job["files"].items()}
    static = Path(job["static"])
    fetcher, styles = OwnFiles(static, files), [_sheet(url, static) for url in job["css"]]
    source = HTML(string=job["html"], url_fetcher=fetcher, base_url=None)
    source.etree_element.set("lang", job["lang"])
    document = source.render(font_config=_fonts, stylesheets=styles, pdf_variant="pdf/ua-1" if job["tagged"] else None)
    document.metadata.title, document.metadata.lang = job["title"], job["lang"]
    # Nothing in a print comes from the document's own claims about itself.
    document.metadata.attachments = []
    document.metadata.created = document.metadata.modified = None
    document.metadata.generator = "Plumbline"
    result: bytes = document.write_pdf(pdf_variant="pdf/ua-1" if job["tagged"] else None)
    return result
