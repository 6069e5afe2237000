"""Files of standards as tests make them: a CISO Assistant library, a mapping, an OSCAL catalogue, a table."""

import datetime
import json
from pathlib import Path
from typing import Any

import yaml

from qms.accounts.people import system_user
from standards.importing.bring import bring
from standards.importing.result import Result
from standards.importing.shapes import Options

AT = datetime.datetime(2026, 11, 1, 9, 0, tzinfo=datetime.UTC)
URN = "urn:made:risk:req_node:orchard"


def node(ref: str, parent: str = "", **values: Any) -> dict[str, Any]:
    """One node of a library; `urn` follows from the reference."""
    held = {"urn": f"{URN}:{ref.lower()}", "assessable": True, "depth": 1, "ref_id": ref, "name": f"About {ref}"}
    if parent:
        held["parent_urn"] = f"{URN}:{parent.lower()}"
    return {**held, **values}


def library(nodes: list[dict[str, Any]], *, key: str = "framework", **values: Any) -> dict[str, Any]:
    """A library with one framework."""
    framework = {
        "urn": "urn:made:risk:framework:orchard", "ref_id": "ORCHARD-1", "name": "Orchard standard",
        "requirement_nodes": nodes,
    }  # fmt: skip
    held = [framework] if key == "frameworks" else framework
    return {
        "urn": "urn:made:risk:library:orchard", "ref_id": "orchard", "name": "Orchard", "version": 1,
        "provider": "Example growers", "objects": {key: held}, **values,
    }  # fmt: skip


ORCHARD = [
    node("A", assessable=False), node("A.1", "A"), node("A.2", "A"), node("A.2.a", "A.2"), node("B"),
]  # fmt: skip


def mapping(pairs: list[dict[str, Any]], target: str = "iso9001-2015") -> dict[str, Any]:
    """A library with one mapping set from the orchard standard to another edition."""
    held = {
        "urn": "urn:made:risk:req_mapping_set:orchard-to-nine", "name": "Orchard to nine",
        "source_framework_urn": "urn:made:risk:framework:orchard", "target_framework_urn": target,
        "requirement_mappings": pairs,
    }  # fmt: skip
    return {"urn": "urn:made:risk:library:o9", "version": 2, "objects": {"requirement_mapping_sets": [held]}}


def pair(source: str, target: str, relation: Any = "equal", strength: Any = 9) -> dict[str, Any]:
    """One row of a mapping set."""
    return {
        "source_requirement_urn": f"{URN}:{source}", "target_requirement_urn": target, "relationship": relation,
        "strength_of_relationship": strength,
    }  # fmt: skip


def written(folder: Path, name: str, held: Any) -> Path:
    """The structure as a YAML or JSON file, or text or bytes as they are."""
    path = folder / name
    if isinstance(held, bytes):
        path.write_bytes(held)
    elif isinstance(held, str):
        path.write_text(held, encoding="utf-8")
    elif path.suffix == ".json":
        path.write_text(json.dumps(held), encoding="utf-8")
    else:
        path.write_text(yaml.safe_dump(held, sort_keys=False), encoding="utf-8")
    return path


def brought(*paths: Path, dry_run: bool = False, options: Options | None = None) -> list[Result]:
    """The files imported by the system."""
    return bring(
        [(p, p.name) for p in paths], actor=system_user(), at=AT, source="command", dry_run=dry_run,
        options=options or Options(),
    )  # fmt: skip
