"""OpenControl standards: one YAML of controls by their reference, grouped by family."""

from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .shapes import Catalogue, Node, Options, Read
from .values import line, text, title

FORMAT = "OpenControl standard"


def is_standard(data: Any) -> bool:
    """Whether the structure is such a file: a name, and controls that say their family."""
    if not isinstance(data, dict) or not isinstance(data.get("name"), str):
        return False
    controls = [v for k, v in data.items() if k != "name"]
    return bool(controls) and all(isinstance(c, dict) and "family" in c for c in controls)


def read(data: dict[str, Any], stem: str, options: Options) -> Read:
    """The standard. `stem`, the file's name, tells its edition where nobody says it. Raises Invalid."""
    nodes: list[Node] = []
    families: set[str] = set()
    for ref, control in data.items():
        if ref == "name":
            continue
        family = line(control.get("family"))
        if not family:
            raise Invalid(_("The control “%s” names no family.") % line(ref)[:40])
        if family not in families:
            families.add(family)
            nodes.append(Node(f"family:{family}", "", family, family, assessable=False, kind="clause"))
        said = text(control.get("description"))
        nodes.append(Node(line(ref), f"family:{family}", line(ref)[:80], title(control.get("name"), said, ref), said))
    name = line(data["name"])
    standard, edition = options.standard or name, options.edition or stem.removeprefix(name.lower()).strip("-_ ") or "1"
    found = Catalogue(
        file_id=f"opencontrol:{stem}", standard=standard[:60], standard_title=standard[:200], edition=edition[:40],
        name="", title=standard[:200], nodes=nodes,
    )  # fmt: skip
    return Read(FORMAT, catalogues=[found])
