"""YAML without its surprises, and every refusal with the line to blame.

`no` stays “no”, a date and 0.9120 keep their spelling, a key that stands twice is refused, and so are tags, merge keys
and whatever unfolds beyond measure. The parser is libyaml's where PyYAML has it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .refusal import CardRefused, at_line

MOST_VALUES, DEEPEST = 400_000, 40
Path = tuple[str | int, ...]
_TRUE, _FALSE = {"true", "True", "TRUE"}, {"false", "False", "FALSE"}
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_PARSER: Any = getattr(yaml, "CLoader", yaml.Loader)
_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "seq", "map")} | {"!"}


class Plain(str):
    """A value that YAML would turn into a number or a date, as it is spelled; written back without quotes."""

    __slots__ = ()


def tag_of(text: str) -> str:
    """The YAML 1.1 type of an unquoted value, as PyYAML and so huggingface_hub sees it: int, float, bool …"""
    for tag, pattern in _RESOLVERS.get(text[:1], []) + _RESOLVERS.get(None, []):
        if pattern.match(text):
            return str(tag).rpartition(":")[2]
    return "str"


def _scalar(event: Any) -> str | bool | None:
    """The value of one word: text, true, false or nothing; numbers and dates as they are spelled."""
    text: str = event.value
    kind = event.tag.rpartition(":")[2] if event.tag and event.tag != "!" else ""
    if not kind:
        kind = tag_of(text) if event.implicit[0] else "str"
    if kind == "null":
        return None
    if kind == "bool":
        return text in _TRUE if text in _TRUE | _FALSE else text
    return Plain(text) if kind in ("int", "float", "timestamp") else text


@dataclass
class _Frame:
    """A list or an object that is being read."""

    value: Any
    anchor: str | None = None
    key: str | None = None
    size: int = 1

    def next_step(self) -> str | int | None:
        """The key or index of the value that comes next; None where a key comes next."""
        return len(self.value) if isinstance(self.value, list) else self.key


@dataclass
class _Reading:
    """Where the reading stands: open lists and objects, named values and how much has been read."""

    first_line: int
    stack: list[_Frame] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    count: int = 0
    root: Any = None

    def refuse(self, event: Any, sentence: object) -> CardRefused:
        return at_line(self.first_line + event.start_mark.line, sentence)

    def grow(self, event: Any, by: int) -> None:
        """Count what has been read, in full where a name stands for much."""
        self.count += by
        if self.count > MOST_VALUES:
            raise self.refuse(event, _("the metadata unfold to more than %d values.") % MOST_VALUES)

    def path(self) -> Path:
        return tuple(step for frame in self.stack if (step := frame.next_step()) is not None)


def events(text: str, first_line: int = 1) -> Iterator[Any]:
    """The parser's events, its errors as refusals with a line of the file."""
    try:
        yield from yaml.parse(text, Loader=_PARSER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (int(mark.line) if mark else 0)
        if (opened := _left_open(text, error)) is not None:
            raise at_line(first_line + opened, _UNCLOSED % text.split("\n")[opened].strip()[:60]) from None
        raise at_line(line, _why(text, mark, error)) from None


_KEY = re.compile(r"[\w-]+\s*:")  # the next key of the header
_UNCLOSED = gettext_lazy("the list or object in “%s” is never closed: put the missing ] or } at its end.")


def _left_open(text: str, error: yaml.YAMLError) -> int | None:
    """The line, from 0, of a [ or { without its end, if that is the error and the text where it shows says nothing."""
    mark, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if begun is None or "parsing a flow" not in str(getattr(error, "context", "")):
        return None
    lines = text.split("\n")
    shown = lines[mark.line] if mark and mark.line < len(lines) else ""
    ended = not shown.strip() or bool(_KEY.match(shown)) and mark.line > begun.line
    if not ended and not mark.line == begun.line == len(lines) - 1:
        return None
    written = [n for n, line in enumerate(lines[: int(begun.line) + 1]) if line.strip()]
    return written[-1] if written else None


def _why(text: str, mark: Any, error: yaml.YAMLError) -> str:
    """What to do about a syntax error, in words of the person who wrote the card."""
    lines = text.split("\n")
    bad = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\t" in bad[: len(bad) - len(bad.lstrip())] or "\\t" in str(error):
        return _("a tab stands here. YAML is indented with spaces; replace it.")
    if "{{" in bad:
        return _("this is a template that was not filled in. Write the metadata in its place.")
    problem = getattr(error, "problem", "") or str(error).partition("\n")[0]
    if "mapping values are not allowed" in problem and bad.count(":") < 2:
        return _("the lines above this one are no `key: value`. Remove them, or put # in front of remarks.")
    if "mapping values are not allowed" in problem:
        return _("a second colon makes this unreadable. Put the value in quotes: %s") % f'"{bad.strip()[:60]}"'
    said = _("“%(text)s” is no YAML (%(why)s). Put text with special characters in quotes.")
    return said % {"text": bad.strip()[:60], "why": problem}


def load(text: str, *, first_line: int = 1) -> dict[str, Any]:
    """The metadata in YAML `text` as plain data: dict, list, str, Plain, bool, None.

    `first_line` is the line of the file at which the text begins. Raises CardRefused with the line for everything that
    is no object with text keys, and for keys that stand twice.
    """
    reading = _Reading(first_line)
    documents = 0
    for event in events(text, first_line):
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise reading.refuse(event, _("a second document begins. Keep one block of metadata."))
        elif isinstance(event, yaml.NodeEvent):
            _take(reading, event)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            _close(reading)
    return _checked_root(reading.root, first_line)


def _checked_root(root: Any, first_line: int) -> dict[str, Any]:
    if root is None:
        return {}
    if isinstance(root, list):
        said = _("the metadata are a list. Write `key: value` lines, such as `license: mit`.")
        raise at_line(first_line, said)
    if not isinstance(root, dict):
        said = _("the text between the --- lines is no metadata. Write `key: value` lines, or remove both --- lines.")
        raise at_line(first_line, said)
    return root


def _take(reading: _Reading, event: Any) -> None:
    """One value, key, list or object begins."""
    reading.grow(event, 1)
    if isinstance(event, yaml.AliasEvent):
        _alias(reading, event)
        return
    if event.tag and event.tag not in _TAGS:
        raise reading.refuse(event, _("the tag “%s” is not allowed. Write plain text.") % event.tag[:60])
    if isinstance(event, yaml.ScalarEvent):
        value = _scalar(event)
        if event.anchor:
            reading.anchors[event.anchor] = (value, 1)
        _put(reading, event, value, event.value)
        return
    if len(reading.stack) >= DEEPEST:
        raise reading.refuse(event, _("the metadata are nested more than %d deep.") % DEEPEST)
    _expect_value(reading, event)
    kind = list if isinstance(event, yaml.SequenceStartEvent) else dict
    reading.stack.append(_Frame(kind(), event.anchor))


def _alias(reading: _Reading, event: Any) -> None:
    """A value named before, put here again: shared, but counted in full, so that none can explode."""
    if event.anchor not in reading.anchors:
        raise reading.refuse(event, _("*%s names nothing that stands complete above it.") % event.anchor)
    value, size = reading.anchors[event.anchor]
    reading.grow(event, size)
    if reading.stack:
        reading.stack[-1].size += size
    _put(reading, event, value, None)


def _expect_value(reading: _Reading, event: Any) -> None:
    """Refuse a list or an object where a key has to stand."""
    frame = reading.stack[-1] if reading.stack else None
    if frame and isinstance(frame.value, dict) and frame.key is None:
        raise reading.refuse(
            event, _("a key has to be text: quote one that begins with { or [, and fill in templates.")
        )


def _put(reading: _Reading, event: Any, value: Any, spelled: str | None) -> None:
    """Give a finished value to what it belongs to; `spelled` is its text where it may serve as a key."""
    if not reading.stack:
        reading.root = value
        return
    frame = reading.stack[-1]
    frame.size += 1
    if isinstance(frame.value, list):
        frame.value.append(value)
    elif frame.key is not None:
        frame.value[frame.key], frame.key = value, None
    else:
        frame.key = _key(reading, event, spelled)


def _key(reading: _Reading, event: Any, spelled: str | None) -> str:
    frame = reading.stack[-1]
    if spelled is None:
        raise reading.refuse(event, _("a key has to be text."))
    if spelled == "<<":
        raise reading.refuse(event, _("merge keys (<<) are not read. Write the keys out."))
    if not spelled.strip():
        raise reading.refuse(event, _("a key is empty. Write `key: value`."))
    if spelled in frame.value:
        said = _("the key “%s” stands a second time. Keep the one that is meant.")
        raise reading.refuse(event, said % spelled[:60])
    return Plain(spelled) if isinstance(_scalar(event), Plain) else spelled


def _close(reading: _Reading) -> None:
    """A list or an object ends."""
    frame = reading.stack.pop()
    if frame.anchor:
        reading.anchors[frame.anchor] = (frame.value, frame.size)
    if reading.stack:
        reading.stack[-1].size += frame.size
    _put(reading, None, frame.value, None)


def lines_of(text: str, paths: Sequence[Path], *, first_line: int = 1) -> list[int]:
    """The line of the key or value at each path, or of the nearest thing around it. Reads the text again, once."""
    reading, best = _Reading(first_line), [(0, first_line)] * len(paths)
    event: Any
    for event in events(text, first_line):
        if isinstance(event, yaml.NodeEvent):
            here = reading.path()
            frame = reading.stack[-1] if reading.stack else None
            if frame and isinstance(frame.value, dict) and frame.key is None:
                here = (*here, getattr(event, "value", ""))
            for number, path in enumerate(paths):
                if len(here) > best[number][0] and path[: len(here)] == here:
                    mark: Any = event.start_mark
                    best[number] = (len(here), first_line + mark.line)
            _take(reading, event)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            _close(reading)
    return [line for _depth, line in best]


def line_of(text: str, path: Path, *, first_line: int = 1) -> int:
    """The line of the key or value at `path`."""
    return lines_of(text, [path], first_line=first_line)[0]
