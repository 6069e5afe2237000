"""JSON read without floats and with lines to blame, and written back with the figures as they were."""

import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.text import bad_character

from .refusal import CardRefused, at_line

Path = tuple[str | int, ...]
DEEPEST = 60
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


class _Twice(Exception):
    """A key that stands twice in one object."""


def load(text: str) -> Any:
    """The data in JSON `text`: figures are int or Decimal, NaN and Infinity the texts they are.

    Raises CardRefused with the line for what is no JSON, keys that stand twice, control characters inside texts and
    nesting beyond measure.
    """
    try:
        data = json.loads(
            text, parse_float=Decimal, parse_int=_whole, parse_constant=str, object_pairs_hook=_object, strict=False
        )
    except json.JSONDecodeError as error:
        raise at_line(error.lineno, _("this is no JSON (%s).") % error.msg) from None
    except _Twice as error:
        told = _("the key “%s” stands a second time. Keep the one that is meant.")
        raise at_line(_line_of_second(text, str(error)), told % str(error)[:60]) from None
    except RecursionError:
        raise CardRefused(_("The JSON is nested too deep."), line=1) from None
    for path, value in walk(data):
        if isinstance(value, str) and (bad := bad_character(value)):
            raise at_line(line_of(text, path), _("the text holds the control character %s. Remove it.") % bad)
    return data


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) < 30 else Decimal(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return found


def walk(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value with its path, objects and lists before what they hold. Raises CardRefused beyond 60 levels."""
    if len(path) > DEEPEST:
        raise CardRefused(_("The JSON is nested more than %d deep.") % DEEPEST, line=1)
    yield path, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from walk(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from walk(value, (*path, number))


def _places(text: str) -> Iterator[tuple[Path, int, bool]]:
    """Every key and value with its path and offset, and whether it is a key."""
    stack: list[list[Any]] = []  # [is an object, key or number, whether a key comes next]
    for token in _TOKEN.finditer(text):
        said = token.group()
        if said in ("}", "]"):
            stack.pop()
        elif said == ",":
            stack[-1][1:] = ["", True] if stack[-1][0] else [stack[-1][1] + 1, False]
        elif said == ":":
            stack[-1][2] = False
        else:
            is_key = bool(stack) and stack[-1][2]
            if is_key:
                stack[-1][1] = json.loads(said, strict=False)
            yield tuple(frame[1] for frame in stack), token.start(), is_key
            if said in ("{", "["):
                stack.append([said == "{", "" if said == "{" else 0, said == "{"])


def lines_of(text: str, paths: Sequence[Path]) -> list[int]:
    """The line of the key or value at each path, or of the nearest thing around it."""
    best = [(0, 0)] * len(paths)
    for here, offset, _is_key in _places(text):
        for number, path in enumerate(paths):
            if len(here) > best[number][0] and path[: len(here)] == here:
                best[number] = (len(here), offset)
    return [text.count("\n", 0, offset) + 1 for _depth, offset in best]


def line_of(text: str, path: Path) -> int:
    """The line of the key or value at `path`."""
    return lines_of(text, [path])[0]


def _line_of_second(text: str, key: str) -> int:
    """The line where a key is met again in the same object."""
    seen = set()
    for path, offset, is_key in _places(text):
        if is_key and path[-1] == key:
            if path in seen:
                return text.count("\n", 0, offset) + 1
            seen.add(path)
    return 1


def dump(value: Any, indent: str = "") -> str:
    """`value` as JSON with two blanks of indent; a Decimal is written with the digits it has."""
    inner = indent + "  "
    if isinstance(value, dict) and value:
        lines = [f"{inner}{json.dumps(str(key), ensure_ascii=False)}: {dump(one, inner)}" for key, one in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(inner + dump(one, inner) for one in value) + f"\n{indent}]"
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
