"""The guides in the program: the Markdown files of `docs/`, as pages under /help/."""

import re
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from qms.lib.errors import NotVisible
from qms.lib.prose import prose

from .front import Page

DOCS = Path(settings.BASE_DIR) / "docs"
#: Where the guides begin; it names all others.
START = "README"
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_TITLE = re.compile(r"\A#\s+(.+)\n")


class Help(Page):
    """`/help/` and `/help/<name>/`. Only files that came with the program, by names read from its own folder."""

    def get(self, request: HttpRequest, name: str = START) -> HttpResponse:
        self.check_parameters()
        if name not in guides():
            raise NotVisible(_("There is no guide “%s”.") % name[:60])
        text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
        title = found.group(1) if (found := _TITLE.match(text)) else name
        body = prose(with_addresses(_TITLE.sub("", text), name), html=True, highest=2)
        return self.show("pages/help.html", title=title, body=body, start=name == START)


@cache
def guides() -> frozenset[str]:
    """Names of the guides: their paths below `docs/` without the suffix."""
    return frozenset(str(p.relative_to(DOCS).with_suffix("")) for p in DOCS.rglob("*.md"))


def address(name: str) -> str:
    """Where a guide is read."""
    return "/help/" if name == START else f"/help/{name}/"


def with_addresses(text: str, name: str) -> str:
    """Links between the files as links between the pages; of other files and of pictures only the words are left."""
    here = PurePosixPath(name).parent

    def rewritten(found: re.Match[str]) -> str:
        picture, words, target = found.groups()
        if "://" in target or target.startswith("/"):
            return "" if picture else found.group()
        other = normpath(str(here / target.partition("#")[0].removesuffix(".md")))
        if picture or target.startswith("#"):
            return "" if picture else words
        return f"[{words}]({address(other)})" if other in guides() else words

    return _LINK.sub(rewritten, text)
