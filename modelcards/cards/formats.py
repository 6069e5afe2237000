"""Every format in which a card comes and goes, by its short name."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest

from . import yamlread
from .bytes_in import MEGABYTE
from .card import ParsedCard
from .hf import lists_of, read_readme
from .hfwrite import write_readme
from .mct import read_mct
from .mctwrite import write_mct

#: Names that are kept for whoever writes a card out.
WRITERS = {"hf": write_readme, "mct": write_mct}
LARGEST = 5 * MEGABYTE
FORMATS = {"hf": read_readme, "mct": read_mct}


def read(data: bytes, *, format: str, today: datetime.date) -> ParsedCard:
    """The card in the bytes; `format` is hf (a Hugging Face README) or mct (Model Card Toolkit JSON).

    Raises BadRequest for another format, CardRefused with lines and reasons, TooLarge.
    """
    if format not in FORMATS:
        raise BadRequest(_("“%s” is no format of cards. There are: hf, mct.") % format[:60])
    return FORMATS[format](data, today=today)


def kept(
    *, title: str, metadata: str, format: str, sections: dict[str, str], extra: list[dict[str, str]],
    metrics: list[dict[str, Any]],
) -> ParsedCard:  # fmt: skip
    """A card that was read before, as its writers want it."""
    values = lists_of(yamlread.load(metadata))[0] if format == "hf" else {}
    return ParsedCard(
        title=title, metadata=metadata, values=values, sections=sections, extra=extra, metrics=metrics,
        format="mct" if format == "mct" else "hf",
    )  # fmt: skip
