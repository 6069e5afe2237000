"""OSCAL catalogues, JSON or YAML: groups and controls, at any depth; parameters are resolved into the prose.

The prose of a control's parts is kept as its text. Assessment results, plans of action and the other OSCAL models are
no catalogues and are refused by name.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .limits import DEEPEST, MOST_NODES
from .shapes import Catalogue, Node, Read
from .values import day, items, line, text, title

FORMAT = "OSCAL catalog"
OTHERS = {
    "profile", "component-definition", "system-security-plan", "assessment-plan", "assessment-results",
    "plan-of-action-and-milestones", "mapping-collection",
}  # fmt: skip
_INSERT = re.compile(r"\{\{\s*(?:insert:\s*)?(?:param\s*,\s*)?([\w.-]+)\s*\}\}")
_LINK = re.compile(r"\[([^\]]*)\]\(#[^)]*\)")


def is_oscal(data: Any) -> bool:
    """Whether the structure is any OSCAL document."""
    return isinstance(data, dict) and ("catalog" in data or bool(OTHERS & set(data)))


def read(data: dict[str, Any]) -> Read:
    """The catalogue. Raises Invalid for another OSCAL model, or a catalogue without uuid, title or controls."""
    held = data.get("catalog")
    if held is None:
        other = sorted(OTHERS & set(data))[0]
        raise Invalid(_("This is OSCAL of the kind “%s”; only catalogues are standards.") % other)
    if not isinstance(held, dict) or not isinstance(held.get("metadata"), dict):
        raise Invalid(_("The catalogue has no metadata."))
    if not line(held.get("uuid")):
        raise Invalid(_("The catalogue has no uuid, by which it could be known again."))
    about = held["metadata"]
    nodes = list(_nodes(held, "", _parameters(held, {}), 0))
    if not nodes:
        raise Invalid(_("The catalogue holds no groups and no controls."))
    if len(nodes) > MOST_NODES:
        raise Invalid(_("A standard may have at most %d requirements.") % MOST_NODES)
    name = title(about.get("title")).replace("*", "")
    if not name:
        raise Invalid(_("The catalogue has no title."))
    published = day(about.get("published"))
    found = Catalogue(
        file_id=line(held["uuid"]), standard=name[:60].strip(), standard_title=name,
        edition=(line(about.get("version")) or "1")[:40], name=name[:100].strip(), title=name, nodes=nodes,
        provider=_provider(about), in_force_from=published,
    )  # fmt: skip
    return Read(FORMAT, catalogues=[found])


def _provider(about: dict[str, Any]) -> str:
    return title(*(p.get("name") for _where, p in items(about.get("parties"), "parties")))


def _nodes(held: dict[str, Any], above: str, known: dict[str, dict[str, Any]], depth: int) -> Iterator[Node]:
    if depth > DEEPEST:
        raise Invalid(_("The catalogue is nested too deep."))
    for where, group in items(held.get("groups"), "groups"):
        known = _parameters(group, known)
        yield _node(group, above, where, known, assessable=False)
        yield from _nodes(group, _id(group, where), known, depth + 1)
    for where, control in items(held.get("controls"), "controls"):
        known = _parameters(control, known)
        yield _node(control, above, where, known, assessable=not _is_withdrawn(control))
        yield from _nodes(control, _id(control, where), known, depth + 1)


def _id(held: dict[str, Any], where: str) -> str:
    if not line(held.get("id")):
        raise Invalid(_("%(where)s (“%(title)s”) has no id.") % {"where": where, "title": title(held.get("title"))})
    return line(held["id"])


def _node(
    held: dict[str, Any], above: str, where: str, known: dict[str, dict[str, Any]], *, assessable: bool
) -> Node:  # fmt: skip
    return Node(
        file_id=_id(held, where), parent_id=above, number=(_property(held, "label") or _id(held, where))[:80],
        title=title(resolved(line(held.get("title")), known), _id(held, where)),
        text="\n".join(_prose(held, known, 0)), assessable=assessable, kind="control" if assessable else "clause",
        note=_("Withdrawn by its publisher") if _is_withdrawn(held) else "",
    )  # fmt: skip


def _property(held: dict[str, Any], name: str) -> str:
    """A property by its name: the one without a class, or the first one."""
    found = [p for _where, p in items(held.get("props"), "props") if p.get("name") == name]
    found.sort(key=lambda p: bool(p.get("class")))
    return line(found[0].get("value")) if found else ""


def _is_withdrawn(held: dict[str, Any]) -> bool:
    return _property(held, "status").casefold() == "withdrawn"


def _prose(held: dict[str, Any], known: dict[str, dict[str, Any]], depth: int) -> Iterator[str]:
    """The prose of all parts in their order, each with its label, below each other."""
    if depth > DEEPEST:
        raise Invalid(_("The catalogue is nested too deep."))
    for _where, part in items(held.get("parts"), "parts"):
        said = " ".join(p for p in (_property(part, "label"), resolved(text(part.get("prose")), known)) if p)
        if said:
            yield "  " * depth + said
        yield from _prose(part, known, depth + 1)


def _parameters(held: dict[str, Any], known: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The parameters in reach: those from above and the ones declared here."""
    own = {line(p.get("id")): p for _where, p in items(held.get("params"), "params")}
    return {**known, **own} if own else known


def resolved(said: str, known: dict[str, dict[str, Any]], depth: int = 0) -> str:
    """Prose with every `{{ insert: param, id }}` replaced: by the parameter's value, its choices or its label."""

    def value(found: re.Match[str]) -> str:
        parameter = known.get(found.group(1))
        if parameter is None or depth > 5:
            return f"[{found.group(1)}]"
        return resolved(_filled(parameter), known, depth + 1)

    return _LINK.sub(r"\1", _INSERT.sub(value, said))


def _filled(parameter: dict[str, Any]) -> str:
    if values := parameter.get("values"):
        return ", ".join(line(v) for v in values)
    select = parameter.get("select")
    if isinstance(select, dict) and select.get("choice"):
        return "[" + " / ".join(line(c) for c in select["choice"]) + "]"
    return f"[{line(parameter.get('label')) or line(parameter.get('id'))}]"
