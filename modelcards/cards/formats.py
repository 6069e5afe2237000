"""The two formats by their names, as the API and the command have them."""

import datetime
import re
from typing import Literal

from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest

from . import yamlread
from .bytes_in import MEGABYTE
from .card import ParsedCard
from .hf import lists_of, read_readme
from .hfwrite import write_readme
from .mct import read_mct
from .mctwrite import write_mct
from .metrics import Row

Format = Literal["hf", "mct"]
FORMATS: tuple[Format, ...] = ("hf", "mct")
LARGEST = 5 * MEGABYTE
_MARKUP = re.compile(r"<[^<>]*>|[*`_#]|!?\[(?P<said>[^\]]*)\]\([^)]*\)")
_HTML_TITLE = re.compile(r"<h1[^<>]*>(.{1,300}?)</h1>", re.IGNORECASE | re.DOTALL)


def guess(data: bytes) -> Format:
    """The format of a file whose sender does not say it: JSON begins with a brace."""
    return "mct" if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" else "hf"


def read_card(data: bytes, *, format: str, today: datetime.date) -> ParsedCard:
    """The card in `data`; `format` is hf, mct or "" to find out. Raises CardRefused, TooLarge, BadRequest."""
    format = format or guess(data)
    if format not in FORMATS:
        raise BadRequest(_("“%s” is no format of cards. There are: hf, mct.") % format[:40])
    return read_mct(data, today=today) if format == "mct" else read_readme(data, today=today)


def write_card(card: ParsedCard, *, format: str) -> str:
    """The card as a file of `format`, hf or mct. Raises BadRequest."""
    if format not in FORMATS:
        raise BadRequest(_("“%s” is no format of cards. There are: hf, mct.") % format[:40])
    return write_mct(card) if format == "mct" else write_readme(card)


def kept(
    *, title: str, metadata: str, format: str, sections: dict[str, str], extra: list[dict[str, str]], metrics: list[Row]
) -> ParsedCard:
    """A card that was read before and may have been edited since, as its writers want it."""
    values = lists_of(yamlread.load(metadata))[0] if format == "hf" else {}
    return ParsedCard(
        title=title, metadata=metadata, values=values, sections=sections, extra=extra, metrics=metrics,
        format="mct" if format == "mct" else "hf",
    )  # fmt: skip


def name_of(card: ParsedCard) -> str:
    """What the card is about, for a list: its title or first HTML heading without markup; "" if it has none."""
    html = _HTML_TITLE.search(card.sections.get("summary", ""))
    title = _MARKUP.sub(lambda found: found["said"] or "", card.title or (html[1] if html else ""))
    return re.sub(r"^model card (?:for|of)\s+", "", " ".join(title.split()), flags=re.IGNORECASE)
