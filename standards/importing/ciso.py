"""Libraries of CISO Assistant: frameworks and mapping sets; a risk matrix is recognised and said to belong elsewhere.

Traps of the format: a parent is named by `parent_urn` only, `ref_id` may be missing or stand twice, a relationship may
be null, and a library holds `framework` or `frameworks`.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from qms.lib.errors import Invalid

from .limits import MOST_NODES, MOST_PAIRS
from .shapes import Catalogue, Mapping, Node, Pair, Read, Refusal
from .values import is_true, items, line, text, title

FORMAT = "CISO Assistant library"
#: What a library may hold besides, and what becomes of it here.
ELSEWHERE = {
    "risk_matrix": _l("This is a risk matrix. It belongs to the register of risks and is not imported as a standard."),
    "threats": _l("These are threats, which nobody conforms to; they are no standard."),
    "reference_controls": _l("These are example controls; only the requirements of a framework are imported."),
    "preset": _l("These are settings for another program; there is nothing in them to be measured against."),
    "metric_definitions": _l("These are definitions of metrics; they are no standard."),
}


def is_library(data: Any) -> bool:
    """Whether the structure is such a library."""
    return isinstance(data, dict) and "urn" in data and isinstance(data.get("objects"), dict)


def read(data: dict[str, Any]) -> Read:
    """Everything in the library that is a standard or a mapping. Raises Invalid where there is none of it."""
    found, objects = Read(FORMAT), data["objects"]
    for where, held in _all(objects, "framework", "frameworks"):
        found.catalogues.append(_framework(data, held, where))
    for where, held in _all(objects, "requirement_mapping_set", "requirement_mapping_sets"):
        found.mappings.append(_mapping(data, held, where))
    rest = set(objects) - {"framework", "frameworks", "requirement_mapping_set", "requirement_mapping_sets"}
    for name in sorted(rest):
        kind = "risk_matrix" if name == "risk_matrices" else name
        found.refused.append(Refusal(name, str(ELSEWHERE.get(kind) or _("This part of a library is not known here."))))
    if not found.catalogues and not found.mappings:
        raise Invalid(*([r.why for r in found.refused] or [_("The library is empty.")]))
    return found


def _all(objects: dict[str, Any], one: str, many: str) -> list[tuple[str, dict[str, Any]]]:
    held = [objects[one]] if objects.get(one) else []
    return list(items(held, one)) + list(items(objects.get(many), many))


def _framework(library: dict[str, Any], held: dict[str, Any], where: str) -> Catalogue:
    if not line(held.get("urn")):
        raise Invalid(_("The framework has no urn, by which it could be known again."))
    published = line(library.get("publication_date"))[:10]
    nodes = [_node(place, node) for place, node in items(held.get("requirement_nodes"), "requirement_nodes")]
    if len(nodes) > MOST_NODES:
        raise Invalid(_("A standard may have at most %d requirements.") % MOST_NODES)
    name = title(held.get("name"), library.get("name"), held.get("ref_id"))
    return Catalogue(
        file_id=line(held["urn"]), standard=title(held.get("ref_id"), name)[:60], standard_title=name,
        edition=(published or line(library.get("version")) or "1")[:40], name=name[:100],
        title=title(held.get("description"), name), nodes=nodes, provider=title(library.get("provider")),
        in_force_from=None,
    )  # fmt: skip


def _node(where: str, node: dict[str, Any]) -> Node:
    urn = line(node.get("urn"))
    if not urn:
        raise Invalid(_("%s has no urn, by which it could be known again.") % where)
    said = text(node.get("description"))
    assessable = is_true(node.get("assessable"))
    return Node(
        file_id=urn, parent_id=line(node.get("parent_urn")), number=line(node.get("ref_id"))[:80],
        title=title(node.get("name"), said, node.get("ref_id"), urn.rpartition(":")[2]), text=said,
        assessable=assessable, kind="control" if assessable else "clause",
    )  # fmt: skip


def _mapping(library: dict[str, Any], held: dict[str, Any], where: str) -> Mapping:
    ends = [line(held.get(f"{side}_framework_urn")) for side in ("source", "target")]
    if not line(held.get("urn")) or not all(ends):
        raise Invalid(_("%s does not say its own urn and those of both frameworks.") % where)
    pairs = [_pair(place, row) for place, row in items(held.get("requirement_mappings"), "requirement_mappings")]
    if len(pairs) > MOST_PAIRS:
        raise Invalid(_("A mapping may have at most %d rows.") % MOST_PAIRS)
    return Mapping(
        file_id=line(held["urn"]), title=title(held.get("name"), library.get("name")), source=ends[0], target=ends[1],
        pairs=pairs, provenance=title(library.get("provider"), library.get("copyright")),
        version=(line(library.get("version")) or "1")[:40],
    )  # fmt: skip


def _pair(where: str, row: dict[str, Any]) -> Pair:
    return Pair(
        where=where, source=line(row.get("source_requirement_urn")), target=line(row.get("target_requirement_urn")),
        relation=line(row.get("relationship")), strength=line(row.get("strength_of_relationship")),
        rationale=title(row.get("rationale"), row.get("annotation")),
    )  # fmt: skip
