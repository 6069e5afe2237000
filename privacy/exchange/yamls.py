"""YAML of unknown origin: bounded, without references that unfold and without tags."""

from typing import Any

import yaml
from django.utils.translation import gettext as _

from qms.lib.errors import Invalid, TooLarge

LARGEST = 2 * 1024 * 1024
DEEPEST = 30


def read_yaml(data: bytes, *, name: str) -> Any:
    """What the file holds. Raises TooLarge, or Invalid with the line to blame."""
    if len(data) > LARGEST:
        raise TooLarge(_("%(name)s has more than %(n)d MB.") % {"name": name, "n": LARGEST // 1024**2})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(_("%s is not UTF-8 text. Save it again as UTF-8.") % name) from None
    try:
        _check_events(text, name)
        return yaml.load(text, Loader=_TextLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = {"name": name, "line": mark.line + 1 if mark else 1, "why": getattr(error, "problem", None) or error}
        raise Invalid(_("%(name)s, line %(line)d is no YAML: %(why)s.") % said) from None
    except (ValueError, RecursionError):
        raise Invalid(_("%s cannot be read as YAML.") % name) from None


_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TextLoader(_FAST):
    """Values keep their spelling: a version stays “1.10”, a day stays a text."""


_KEPT = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:null"}
_TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag in _KEPT]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _check_events(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_FAST):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            said = _("%(name)s, line %(line)d: references (*name) are not read. Write the value out.")
            raise Invalid(said % {"name": name, "line": line})
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise Invalid(_("%(name)s, line %(line)d is nested too deeply.") % {"name": name, "line": line})
