"""The front matter of a Markdown file: YAML without names for values, so that none can explode."""

import re
from typing import Any

import yaml
from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

MOST, DEEPEST, MOST_VALUES = 50_000, 10, 2_000
_BLOCK = re.compile(r"\A\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
#: Some write the block without its first mark; it counts where every line before the mark reads as `key: value`.
_BARE = re.compile(r"\A((?:[A-Za-z][\w-]*:[^\n]*\n|[ \t]+[^\n]*\n|-[ \t][^\n]*\n)+)---[ \t]*(?:\n|\Z)")


def split(text: str) -> tuple[dict[str, Any], str]:
    """The metadata and the text after them. Raises Invalid with a sentence for YAML that cannot be trusted or read."""
    found = _BLOCK.match(text) or _BARE.match(text)
    if found is None:
        return {}, text
    return _load(found.group(1)), text[found.end() :]


def _load(block: str) -> dict[str, Any]:
    if len(block) > MOST:
        raise Invalid(_("The front matter has more than %d characters.") % MOST)
    try:
        _look(block)
        data = yaml.load(block, Loader=_Plain)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        said = _("The front matter is no YAML (line %(line)d: %(why)s). Put text with special characters in quotes.")
        raise Invalid(said % {"line": line, "why": getattr(error, "problem", None) or "?"}) from None
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise Invalid(_("The front matter is no list of `key: value` lines."))
    return {str(key): value for key, value in data.items()}


class _Plain(yaml.SafeLoader):
    """Everything but lists and objects stays the text that was written: dates are read by us, and `no` is no answer."""


_Plain.yaml_implicit_resolvers = {}


def _look(block: str) -> None:
    """Refuse what could unfold, before anything is built. Raises Invalid."""
    depth = 0
    for count, event in enumerate(yaml.parse(block, Loader=yaml.SafeLoader)):
        if isinstance(event, yaml.AliasEvent):
            raise Invalid(
                _("The front matter uses names for values (*%s). Write the values out.") % str(event.anchor)[:40]
            )
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            depth += 1
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            depth -= 1
        if depth > DEEPEST or count > MOST_VALUES:
            raise Invalid(_("The front matter is nested too deep or has too many values."))
