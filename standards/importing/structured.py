"""YAML, JSON and XML as plain structures of text, with limits on what a file may do to the program that reads it.

Every scalar of YAML stays text: `8.10` is no number, `no` is not false, a date is no date until somebody asks for one.
"""

import json
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from qms.lib.errors import Invalid, TooLarge

from .limits import DEEPEST, MOST_BYTES

_OPENS = (yaml.SequenceStartEvent, yaml.MappingStartEvent)
_CLOSES = (yaml.SequenceEndEvent, yaml.MappingEndEvent)
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def text_of(path: Path) -> str:
    """The file as text. Raises TooLarge, or Invalid for what is empty or not UTF-8."""
    if path.stat().st_size > MOST_BYTES:
        raise TooLarge(_("A standard may have at most %d MB.") % (MOST_BYTES // 1024**2))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(_("The file is not UTF-8 (byte %d). Save it as UTF-8.") % error.start) from None
    if not text.strip():
        raise Invalid(_("The file is empty."))
    return text


def read_yaml(text: str) -> Any:
    """The structure of a YAML file. Raises Invalid for what is no YAML, uses aliases, or is nested too deep."""
    try:
        _check_events(text)
        return yaml.load(text, Loader=_LOADER)  # nosec: a BaseLoader makes only text, lists and dicts
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = _(" (line %d)") % (mark.line + 1) if mark else ""
        raise Invalid(_("The file is no YAML%(line)s: %(why)s") % {"line": line, "why": _problem(error)}) from None


def _check_events(text: str) -> None:
    depth = documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            said = _("Line %d refers to another part of the file (*%s). Such aliases are not followed; write it out.")
            raise Invalid(said % (event.start_mark.line + 1, str(event.anchor)[:40]))
        depth += isinstance(event, _OPENS) - isinstance(event, _CLOSES)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > DEEPEST:
            raise Invalid(_("Line %(line)d is nested more than %(most)d levels deep.")
                          % {"line": event.start_mark.line + 1, "most": DEEPEST})  # fmt: skip
        if documents > 1:
            raise Invalid(_("The file holds more than one document (---). Bring one at a time."))


def _problem(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error)[:200]


def read_json(text: str) -> Any:
    """The structure of a JSON file. Raises Invalid."""
    try:
        return json.loads(text)
    except RecursionError:
        raise Invalid(_("The file is nested too deep.")) from None
    except ValueError as error:
        raise Invalid(_("The file is no JSON: %s") % str(error)[:200]) from None


def read_xml(text: str) -> Any:
    """The root element of an XML file. Raises Invalid, also for entities and document types."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return fromstring(text.encode(), forbid_dtd=True)
    except DefusedXmlException:
        raise Invalid(_("The file declares a document type or entities; such XML is not read.")) from None
    except ParseError as error:
        raise Invalid(_("The file is no XML: %s") % str(error)[:200]) from None
