"""The two formats by their names, as the API and the command have them."""

import datetime
import re
from typing import Literal

from qms.lib.errors import BadRequest

from .card import ParsedCard
from .hf import read_readme
from .hfwrite import write_readme
from .mct import read_mct
from .mctwrite import write_mct

Format = Literal["hf", "mct"]
FORMATS: tuple[Format, ...] = ("hf", "mct")
_MARKUP = re.compile(r"<[^<>]*>|[*`_#]|!?\[(?P<said>[^\]]*)\]\([^)]*\)")
_HTML_TITLE = re.compile(r"<h1[^<>]*>(.{1,300}?)</h1>", re.IGNORECASE | re.DOTALL)


def guess(data: bytes) -> Format:
    """The format of a file whose sender does not say it: JSON begins with a brace."""
    return "mct" if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" else "hf"


def read_card(data: bytes, *, format: str, today: datetime.date) -> ParsedCard:
    """The card in `data`; `format` is hf, mct or "" to find out. Raises CardRefused, TooLarge, BadRequest."""
    format = format or guess(data)
    if format not in FORMATS:
        raise BadRequest(f"format: hf, mct ({format[:40]!r})")
    return read_mct(data, today=today) if format == "mct" else read_readme(data, today=today)


def write_card(card: ParsedCard, *, format: str) -> str:
    """The card as a file of `format`, hf or mct. Raises BadRequest."""
    if format not in FORMATS:
        raise BadRequest(f"format: hf, mct ({format[:40]!r})")
    return write_mct(card) if format == "mct" else write_readme(card)


def name_of(card: ParsedCard) -> str:
    """What the card is about, for a list: its title or first HTML heading without markup; "" if it has none."""
    html = _HTML_TITLE.search(card.sections.get("summary", ""))
    title = _MARKUP.sub(lambda found: found["said"] or "", card.title or (html[1] if html else ""))
    return re.sub(r"^model card (?:for|of)\s+", "", " ".join(title.split()), flags=re.IGNORECASE)
