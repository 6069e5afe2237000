"""A Hugging Face model card (README.md) read."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from . import front, schema, yamlread
from .body import read_body
from .bytes_in import MEGABYTE, decode
from .card import LISTS, ParsedCard
from .metrics import sentences
from .modelindex import rows_of
from .placeholders import is_empty

MOST_BYTES = 2 * MEGABYTE
MOST_VALUES = 10_000  # of one list, such as tags
MOST_WARNINGS = 20


def read_readme(data: bytes, *, today: datetime.date) -> ParsedCard:
    """The card in the bytes of a README; `today` is the last day that a metric may be dated.

    Raises CardRefused (TooLarge for more than 2 MB) with lines and what to do; nothing is half read.
    """
    text, warnings = decode(data, most=MOST_BYTES)
    parts = front.split(text)
    meta = yamlread.load(parts.yaml, first_line=parts.yaml_line)
    rows = rows_of(meta, parts.yaml, first_line=parts.yaml_line, today=today)
    values, odd = lists_of(meta)
    body = read_body(parts.body, first_line=parts.body_line)
    warnings += odd + body.warnings + list(sentences(rows))
    if not any(not is_empty(said) for said in body.sections.values()):
        warnings.append(_("No heading of a model card was recognised; the text is kept under its own headings."))
    return ParsedCard(
        title=body.title,
        metadata=parts.yaml,
        values=values,
        sections=in_order({**answered(values), **body.sections}),
        extra=body.extra,
        metrics=rows,
        warnings=_few(warnings),
    )


def _few(warnings: list[str]) -> list[str]:
    if len(warnings) <= MOST_WARNINGS:
        return warnings
    rest = len(warnings) - MOST_WARNINGS
    return [*warnings[:MOST_WARNINGS], _("And %d more remarks of this kind.") % rest]


def lists_of(meta: dict[str, Any]) -> tuple[dict[str, list[str]], list[str]]:
    """What the front matter says about license, language, tags …, each as a list of texts, and what was left out."""
    values, odd = {}, []
    for key in LISTS:
        given = meta.get(key)
        items = given if isinstance(given, list) else [given]
        texts = [str(one) for one in items if isinstance(one, str) and one.strip()]
        if any(one is not None and not isinstance(one, str) for one in items):
            odd.append(_("“%s” holds values that are no text; they stay in the front matter and are not shown.") % key)
        if len(texts) > MOST_VALUES:
            odd.append(_("Of “%(key)s”, %(most)d values are shown.") % {"key": key, "most": MOST_VALUES})
        if texts:
            values[key] = texts[:MOST_VALUES]
    return values, odd


def answered(values: dict[str, list[str]]) -> dict[str, str]:
    """The fields that the front matter answers, such as the licence."""
    found = {key: ", ".join(values.get(field.metadata, [])) for key, field in schema.fields().items() if field.metadata}
    return {key: said for key, said in found.items() if said}


def in_order(sections: dict[str, str]) -> dict[str, str]:
    """The sections in the order of the schema."""
    return {key: sections[key] for key in schema.fields() if key in sections}
