"""A card as it was read from a file, whatever the format."""

from dataclasses import dataclass, field
from typing import Literal

from .metrics import Row

#: Keys of the front matter that are shown and searched as plain lists of texts.
LISTS = ("license", "language", "tags", "datasets", "base_model", "library_name", "pipeline_tag")


@dataclass(frozen=True)
class CardFile:
    """A picture that came inside the card; it becomes an attachment."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class ParsedCard:
    """What a file says.

    title: the title as written, "" if there is none.
    metadata: the front matter as it was (hf) or the whole JSON without its pictures (mct); "" if there is none. Keys
        that nobody here knows live on in it.
    values: what the front matter says about license, language, tags, datasets, base model, library and pipeline.
    sections: key of a field in the schema → Markdown.
    extra: headings that the schema does not know, in order: {"heading": …, "text": …}.
    metrics: rows as metrics.read_row gives them.
    warnings: sentences about what was read otherwise than one may expect.
    """

    title: str = ""
    metadata: str = ""
    values: dict[str, list[str]] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    extra: list[dict[str, str]] = field(default_factory=list)
    metrics: list[Row] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    files: list[CardFile] = field(default_factory=list)
    format: Literal["hf", "mct"] = "hf"
