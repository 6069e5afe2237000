"""The card schema: which fields a card has, and where each stands in the texts that ask for it (schema.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

FILE = Path(__file__).with_name("schema.toml")
KINDS = ("text", "line", "date", "hash", "people")


@dataclass(frozen=True)
class Field:
    """One field of a card. `label` and `help` are given in the reader's language."""

    key: str
    section: str
    kind: str
    english: str
    english_help: str
    mitchell: str = ""
    hf: tuple[str, ...] = ()
    label_line: tuple[str, ...] = ()
    under: str = ""
    metadata: str = ""
    mct: tuple[str, ...] = ()
    annex_iv: tuple[str, ...] = ()
    iso42001: tuple[str, ...] = ()
    iso9001: tuple[str, ...] = ()
    none: bool = False

    @property
    def label(self) -> str:
        return gettext(self.english)

    @property
    def help(self) -> str:
        return gettext(self.english_help)

    @property
    def chapter(self) -> str:
        """The chapter of an exported card that holds the field; "" for the text under the title."""
        return self.under or (plain_heading(self.hf[0]) if self.hf else "")


@dataclass(frozen=True)
class Section:
    """Fields that belong together. `writer` is the role that usually fills them (Hugging Face's annotated card)."""

    key: str
    english: str
    writer: str
    fields: tuple[Field, ...]

    @property
    def label(self) -> str:
        return gettext(self.english)


@dataclass(frozen=True)
class AnnexPoint:
    """A point of Annex IV, the keys of the fields that answer it, and where else the answer stands."""

    ref: str
    english: str
    fields: tuple[str, ...]
    english_elsewhere: str = ""

    @property
    def title(self) -> str:
        return gettext(self.english)

    @property
    def elsewhere(self) -> str:
        return gettext(self.english_elsewhere) if self.english_elsewhere else ""


def plain_heading(heading: str) -> str:
    """A heading as it is written on export: without the “A / ” that only says where it counts."""
    return heading.rpartition(" / ")[2]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def version() -> str:
    """The version of the schema; a card remembers it."""
    return str(_data()["version"])


def chapters() -> tuple[str, ...]:
    """The chapters of an exported card, in order."""
    return tuple(_data()["chapters"])


def _field(section: str, raw: dict[str, Any]) -> Field:
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    return Field(section=section, english=given.pop("label"), english_help=given.pop("help"), **given)


@cache
def sections() -> tuple[Section, ...]:
    """The sections with their fields, in the order in which people read them."""
    return tuple(
        Section(raw["key"], raw["label"], raw["writer"], tuple(_field(raw["key"], one) for one in raw["field"]))
        for raw in _data()["section"]
    )


@cache
def fields() -> dict[str, Field]:
    """Every field by its key, in order."""
    return {field.key: field for section in sections() for field in section.fields}


def field(key: str) -> Field:
    """The field with this key. Raises KeyError."""
    return fields()[key]


@cache
def annex_iv() -> tuple[AnnexPoint, ...]:
    """The nine points of Annex IV to Regulation (EU) 2024/1689 with their letters: 1a, 1b … 9."""
    return tuple(
        AnnexPoint(
            raw["ref"],
            raw["title"],
            tuple(key for key, field in fields().items() if raw["ref"] in field.annex_iv),
            raw.get("elsewhere", ""),
        )
        for raw in _data()["annex_iv"]
    )


def by_clause(standard: str) -> dict[str, tuple[str, ...]]:
    """Clause or control → keys of the fields that stand for it. `standard` is iso42001 or iso9001."""
    found: dict[str, list[str]] = {}
    for key, field in fields().items():
        for ref in getattr(field, standard):
            found.setdefault(ref, []).append(key)
    return {ref: tuple(keys) for ref, keys in found.items()}
