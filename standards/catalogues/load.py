"""Write the shipped catalogues into the tables. Doing it again changes nothing; a corrected title is taken over.

The loader is also called by migrations, with models as they were then: it takes them as an argument and sets only
the columns that they have.
"""

import csv
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction

from standards.refs import depth_of, parent_ref

FOLDER = Path(__file__).parent
Models = Callable[[str], type[models.Model]]


@dataclass(frozen=True)
class Loaded:
    """What loading one edition or mapping did. `gone`: rows in the tables that the file no longer has.

    Requirements that are gone stay, because records name them; rows of a mapping leave.
    """

    edition: str
    nodes: int
    created: int
    changed: int
    gone: int


def lines(file: Path) -> list[dict[str, str]]:
    """The rows of a catalogue file."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))


@transaction.atomic
def load_all(model: Models, folder: Path = FOLDER) -> list[Loaded]:
    """Load every edition of `folder`. `model` gives a model of this app by its name."""
    return [_load(row, model, folder) for row in lines(folder / "editions.csv")]


def _load(row: dict[str, str], model: Models, folder: Path) -> Loaded:
    standard, _new, _was = _put(model("Standard"), {"ref": row["standard"]}, {"title": row["standard_title"]})
    edition, _new, _was = _put(
        model("Edition"),
        {"key": row["key"]},
        {
            "standard_id": standard.pk, "edition": row["edition"], "title": row["title"], "note": row["note"],
            "in_force_from": datetime.date.fromisoformat(row["in_force_from"]), "name": row.get("name") or "",
            "style": row.get("style") or "clause",
        },
    )  # fmt: skip
    nodes = list(_nodes(row["key"], lines(folder / f"{row['key']}.csv")))
    there: dict[str, Any] = {r.ref: r for r in _all(model("Requirement")).filter(edition=edition)}
    created = changed = 0
    for node in nodes:
        parent = there.get(parent_ref(node["ref"]))
        values = {**node, "edition_id": edition.pk, "parent_id": parent and parent.pk}
        placed, new, differs = _put(model("Requirement"), {"key": node["key"]}, values, there.get(node["ref"]))
        there[node["ref"]] = placed
        created, changed = created + new, changed + differs
    return Loaded(row["key"], len(nodes), created, changed, len(there) - len(nodes))


def _nodes(edition: str, rows: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """The columns of each requirement. Raises ValueError where a reference stands twice or before its parent."""
    headings = {parent_ref(r["ref"]) for r in rows if r["kind"] != "point"}
    seen = {""}
    for position, row in enumerate(rows, 1):
        ref = row["ref"]
        if ref in seen or parent_ref(ref) not in seen:
            raise ValueError(f"{edition}.csv: {ref} stands twice, or not after {parent_ref(ref)}")
        seen.add(ref)
        yield {
            "key": f"{edition}:{ref}", "ref": ref, "title": row["title"], "kind": row["kind"], "note": row["note"],
            "assessable": ref not in headings and row["kind"] != "annex", "position": position, "depth": depth_of(ref),
            "regimes": row.get("regimes") or "",
        }  # fmt: skip


@transaction.atomic
def load_mappings(model: Models, folder: Path = FOLDER / "mappings") -> list[Loaded]:
    """Load every mapping of `folder`, after the editions. Raises ValueError for a row that names no requirement."""
    return [_load_mapping(row, model, folder) for row in lines(folder / "sets.csv")]


def _load_mapping(row: dict[str, str], model: Models, folder: Path) -> Loaded:
    ends = {side: _all(model("Edition")).get(key=row[side]) for side in ("source", "target")}
    values = {"title": row["title"], "provenance": row["provenance"], "version": row["version"]}
    values |= {f"{side}_id": edition.pk for side, edition in ends.items()}
    mapping, _new, _was = _put(model("MappingSet"), {"key": row["key"]}, values)
    ids = {
        side: dict(_all(model("Requirement")).filter(edition=edition).values_list("ref", "pk"))
        for side, edition in ends.items()
    }
    there = {(r.source_id, r.target_id): r for r in _all(model("MappingRow")).filter(mapping=mapping)}
    left, created, changed, wanted = dict(there), 0, 0, lines(folder / f"{row['key']}.csv")
    for line in wanted:
        if line["source"] not in ids["source"] or line["target"] not in ids["target"]:
            raise ValueError(f"{row['key']}.csv: {line['source']} or {line['target']} is no requirement")
        pair = (ids["source"][line["source"]], ids["target"][line["target"]])
        keys = {"mapping_id": mapping.pk, "source_id": pair[0], "target_id": pair[1]}
        said = {"relation": line["relation"], "strength": int(line["strength"]), "rationale": line["rationale"]}
        _row, new, differs = _put(model("MappingRow"), keys, said, left.pop(pair, None))
        created, changed = created + new, changed + differs
    _all(model("MappingRow")).filter(pk__in=[r.pk for r in left.values()]).delete()
    return Loaded(row["key"], len(wanted), created, changed, len(left))


def _put(
    model: type[models.Model], key: dict[str, Any], values: dict[str, Any], there: Any = None
) -> tuple[Any, bool, bool]:
    """The row with this key and these values; whether it is new; whether it had to be changed."""
    columns = {f.attname for f in model._meta.concrete_fields}
    values = {n: v for n, v in values.items() if n in columns}
    row = there or _all(model).filter(**key).first()
    if row is None:
        return _all(model).create(**{**values, **key}), True, False
    differing = [n for n, v in values.items() if getattr(row, n) != v]
    if differing:
        for name in differing:
            setattr(row, name, values[name])
        row.save(update_fields=differing)
    return row, False, bool(differing)


def _all(model: type[models.Model]) -> Any:
    return model._default_manager
