"""Labelled lines of a card, `- **Developed by:** …`, read out of a text and written into one."""

import re
from functools import cache

from . import schema
from .headings import norm

# `- **Label:** value`, `- **Label**: value` or `- **Label** value`
_LINE = re.compile(
    r"^ {0,3}[-*+] +(?:\*\*|__)(?P<label>[^*_\n]{1,80}?)"
    r"(?::\s*(?:\*\*|__)|\s*(?:\*\*|__):|\s*(?:\*\*|__))[ \t]*(?P<value>.*)$"
)
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_BLOCK_START = re.compile(r"^(?:\s|[-*+>#|`~]|\d+[.)])")


@cache
def _labels(chapter: str) -> dict[str, str]:
    """Normalised label → key of the field, for the labelled lines of a chapter."""
    found: dict[str, str] = {}
    for key, field in schema.fields().items():
        if field.under == chapter:
            for spelling in field.label_line:
                found.setdefault(norm(spelling), key)
    return found


def take_labelled(text: str, chapter: str) -> tuple[str, dict[str, str]]:
    """The text without the labelled lines that the chapter knows, and what those say, by key of the field."""
    known = _labels(chapter)
    if not known or ("**" not in text and "__" not in text):
        return text, {}
    kept, found = list[str](), dict[str, list[str]]()
    current: list[str] | None = None
    fence = ""
    for line in text.split("\n"):
        said = None if fence else _LINE.match(line)
        if said and (key := known.get(norm(said["label"]))):
            current = found.setdefault(key, [])
            current.append(said["value"])
            continue
        if current is not None and (not line.strip() or line.startswith(("  ", "\t"))):
            current.append(line)
            continue
        current = None
        kept.append(line)
        if (mark := _FENCE.match(line)) and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
    values = {key: value for key, lines in found.items() if (value := _value(lines))}
    return "\n".join(kept), values


def _value(lines: list[str]) -> str:
    """The value without the indent of the lines that continue it."""
    rest = [line for line in lines if line.startswith((" ", "\t"))]
    indent = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
    return "\n".join(line[indent:] if line.startswith((" ", "\t")) else line for line in lines).strip("\n").rstrip()


def labelled(field: schema.Field, value: str) -> str:
    """The value as a labelled line, longer ones indented below it."""
    first, *rest = value.split("\n")
    if _BLOCK_START.match(first):
        first, rest = "", [first, *rest]
    opening = f"- **{field.label_line[0]}:**" + (f" {first}" if first else "")
    lines = [opening, *(f"  {line}" if line.strip() else "" for line in rest)]
    return "\n".join(lines)
