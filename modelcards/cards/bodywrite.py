"""The Markdown of a card written: fields under the headings of Hugging Face, then the headings nobody knows."""

from collections.abc import Iterator, Mapping, Sequence

from . import schema
from .headings import atx, headings, settled
from .labels import labelled


def write_body(title: str, sections: Mapping[str, str], extra: Sequence[Mapping[str, str]]) -> str:
    """The Markdown: title, summary, chapters with their fields, and `extra` at the end. Ends with a line end."""
    blocks = [atx(1, title)] if title.strip() else []
    if summary := settled(sections.get("summary", "")):
        blocks += [atx(2, "Summary"), summary] if headings(summary) else [summary]
    for chapter in schema.chapters():
        if inside := list(_chapter(chapter, sections)):
            blocks += [atx(2, chapter), *inside]
    for one in extra:
        blocks += [atx(2, one["heading"]), settled(one["text"])]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _chapter(chapter: str, sections: Mapping[str, str]) -> Iterator[str]:
    """The blocks below a chapter's heading: its own text or its first field, labelled lines, then the other fields."""
    here = [f for f in schema.fields().values() if f.chapter == chapter and sections.get(f.key, "").strip()]
    own = [field for field in here if not field.under]
    lines = [field for field in here if field.label_line]
    below = [field for field in here if field.under and not field.label_line]
    first = below[:1] if below and below[0].key == "description" else []
    yield from (settled(sections[field.key]) for field in own)
    yield from (_sub(field, sections) for field in first)
    if lines:
        yield "\n".join(labelled(field, settled(sections[field.key])) for field in lines)
    yield from (_sub(field, sections) for field in below if field not in first)


def _sub(field: schema.Field, sections: Mapping[str, str]) -> str:
    return f"{atx(3, schema.plain_heading(field.hf[0]))}\n\n{settled(sections[field.key])}"
