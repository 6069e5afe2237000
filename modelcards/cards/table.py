"""The schema as the tables of docs/model-cards-format.md: `python -m modelcards.cards.table`."""

from collections.abc import Iterator

from . import schema

_HEAD = "| field | kind | Hugging Face | Toolkit | Annex IV | ISO/IEC 42001 | ISO 9001 |\n|---|---|---|---|---|---|---|"


def lines() -> Iterator[str]:
    """The lines of both tables: a heading and a table for each section, then the points of Annex IV."""
    for section in schema.sections():
        yield f"**{section.english}** (usually written by the {section.writer})"
        yield from _HEAD.split("\n")
        yield from map(_row, section.fields)
    yield from ("| point | about | fields of the card | elsewhere |", "|---|---|---|---|")
    for point in schema.annex_iv():
        keys = ", ".join(f"`{key}`" for key in point.fields)
        yield f"| {point.ref} | {point.english} | {keys or '–'} | {point.english_elsewhere or '–'} |"


def _row(field: schema.Field) -> str:
    heading = (
        f"*{field.label_line[0]}:*" if field.label_line else schema.plain_heading(field.hf[0]) or "under the title"
    )
    paths = " ".join(f"`{path}`" for path in field.mct)
    cells = (paths, ", ".join(field.annex_iv), ", ".join(field.iso42001), ", ".join(field.iso9001))
    shown = [f"{field.english} `{field.key}`", field.kind, heading, *(cell or "–" for cell in cells)]
    return f"| {' | '.join(shown)} |"


if __name__ == "__main__":
    for line in lines():
        print(f"\n{line}\n" if line.startswith("**") else line)
