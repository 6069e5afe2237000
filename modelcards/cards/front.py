"""The front matter of a README: found, and told from the text after it."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .refusal import at_line

# The same block that huggingface_hub and its server look for, and an empty one.
_BLOCK = re.compile(r"^(\s*---\n)([\S\s]*?)(\n---[ \t]*(?:\n|$))")
_EMPTY_BLOCK = re.compile(r"^\s*---\n---[ \t]*(?:\n|$)")
_OPENING = re.compile(r"^\s*---[ \t]*(?:\n|$)")


@dataclass(frozen=True)
class Parts:
    """A README cut in two: the YAML between the marks, the Markdown after it, and the lines at which they begin."""

    yaml: str
    body: str
    yaml_line: int = 1
    body_line: int = 1


def split(text: str) -> Parts:
    """Cut a README (line ends are \\n). Raises CardRefused where a front matter begins and does not end."""
    if found := _EMPTY_BLOCK.match(text):
        return Parts("", text[found.end() :], 1, text.count("\n", 0, found.end()) + 1)
    if found := _BLOCK.match(text):
        opening, block, _closing = found.groups()
        first = opening.count("\n") + 1
        return Parts(block, text[found.end() :], first, text.count("\n", 0, found.end()) + 1)
    if found := _OPENING.match(text):
        line = found.group().rstrip("\n").count("\n") + 1
        if found.group().rstrip("\n").endswith((" ", "\t")):
            raise at_line(line, _("blanks follow the --- of the front matter; remove them."))
        said = _("the front matter begins here and never ends. Write --- alone on a line after the metadata, ")
        raise at_line(line, said + _("or remove this line if there are none."))
    return Parts("", text)


def opens(text: str) -> bool:
    """Whether a README that begins with `text` would be taken to begin with a front matter."""
    return bool(_OPENING.match(text))
