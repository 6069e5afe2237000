"""Front matter written back: untouched where nothing changed, key by key where something did."""

from typing import Any

import yaml
from django.utils.translation import gettext as _

from . import yamlread
from .refusal import CardRefused
from .yamlread import Plain

_SAFE: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_SAFE):
    """Writes `Plain` as it was spelled and nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _plain(dumper: Any, value: Plain) -> yaml.ScalarNode:
    return yaml.ScalarNode(f"tag:yaml.org,2002:{yamlread.tag_of(value)}", str(value))


_Dumper.add_representer(Plain, _plain)


def dump(data: dict[str, Any]) -> str:
    """`data`, as `yamlread.load` gives it, as YAML in its order; "" for an empty one."""
    if not data:
        return ""
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)).rstrip("\n")


def edit(text: str, changes: dict[str, Any]) -> str:
    """YAML `text` with its top-level keys set as in `changes`; None removes a key. The rest keeps its spelling.

    Where the text cannot be edited in place (it is written in braces, or other values refer to what changes), all of it
    is written anew from its data: the values are the same, comments go. Raises CardRefused if neither works.
    """
    if not changes:
        return text
    data = yamlread.load(text)
    wanted = {key: changes.get(key, value) for key, value in data.items()}
    wanted |= {key: value for key, value in changes.items() if key not in data}
    wanted = {key: value for key, value in wanted.items() if key not in changes or value is not None}
    for candidate in (lambda: _in_place(text, changes), lambda: dump(wanted)):
        written = candidate()
        if written is not None and _reads_as(written, wanted):
            return written
    raise CardRefused(_("The metadata cannot be written as YAML. Remove unusual characters from them."))


def _reads_as(text: str, data: dict[str, Any]) -> bool:
    """Whether `text` gives `data` again, numbers as numbers and text as text."""
    try:
        return _typed(yamlread.load(text)) == _typed(data)
    except CardRefused:
        return False


def _typed(value: Any) -> Any:
    """`value` with its types, so that 1 and "1" are told apart."""
    if isinstance(value, dict):
        return {key: _typed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_typed(one) for one in value]
    return (isinstance(value, Plain), isinstance(value, bool), value)


def _spans(text: str) -> dict[str, tuple[int, int]] | None:
    """Each top-level key with where its lines begin and end; None if the text is no plain block of keys."""
    depth, is_key, spans, last = 0, True, dict[str, tuple[int, int]](), ""
    event: Any
    for event in yamlread.events(text):
        if isinstance(event, yaml.MappingStartEvent) and depth == 0 and event.flow_style:
            return None
        if isinstance(event, yaml.NodeEvent) and depth == 1:
            if is_key:
                mark: Any = event.start_mark
                start = mark.index
                if last:
                    spans[last] = (spans[last][0], start)
                last = str(getattr(event, "value", ""))
                spans[last] = (start, len(text))
            is_key = not is_key
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
    return spans


def _in_place(text: str, changes: dict[str, Any]) -> str | None:
    """The text with only the changed keys written anew; None where that is not possible."""
    spans = _spans(text)
    if spans is None:
        return None
    pieces, at = [], 0
    for key, (start, end) in sorted(spans.items(), key=lambda item: item[1]):
        if key in changes:
            pieces += [text[at:start], _entry(key, changes[key])]
            at = end
    pieces.append(text[at:])
    before = "".join(pieces).rstrip("\n")
    added = "".join(_entry(key, value) for key, value in changes.items() if key not in spans)
    return f"{before}\n{added}".strip("\n") if before else added.rstrip("\n")


def _entry(key: str, value: Any) -> str:
    return "" if value is None else dump({key: value}) + "\n"
