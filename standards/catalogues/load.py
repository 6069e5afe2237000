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
    standard = _put(model("Standard"), {"ref": row["standard"]}, {"title": row["standard_title"]})
    edition = _put(
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
    for depth in range(max(n["depth"] for n in nodes) + 1):  # a parent has its number before its children need it
        fresh = []
        for node in (n for n in nodes if n["depth"] == depth):
            parent = there.get(parent_ref(node["ref"]))
            values = {**node, "edition_id": edition.pk, "parent_id": parent and parent.pk}
            if node["ref"] in there:
                changed += _alter(there[node["ref"]], _held(model("Requirement"), values))
            else:
                fresh.append(model("Requirement")(**_held(model("Requirement"), values)))
        there |= {r.ref: r for r in _all(model("Requirement")).bulk_create(fresh)}
        created += len(fresh)
    return Loaded(row["key"], len(nodes), created, changed, len(there) - len(nodes))


def _nodes(edition: str, rows: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """The columns of each requirement; `duty` in a file says what holds nothing to be met.

    Raises ValueError where a reference stands twice or before its parent.
    """
    headings = {parent_ref(r["ref"]) for r in rows if r["kind"] != "point"}
    seen, idle = {""}, set()
    for position, row in enumerate(rows, 1):
        ref = row["ref"]
        if ref in seen or parent_ref(ref) not in seen:
            raise ValueError(f"{edition}.csv: {ref} stands twice, or not after {parent_ref(ref)}")
        seen.add(ref)
        duty = row.get("duty") or ""
        if duty == "none" or parent_ref(ref) in idle:
            idle.add(ref)
        met = ref not in headings and ref not in idle and (row["kind"] != "annex" or duty == "yes")
        yield {
            "key": f"{edition}:{ref}", "ref": ref, "title": row["title"], "kind": row["kind"], "note": row["note"],
            "assessable": met, "position": position, "depth": depth_of(ref),
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
    mapping = _put(model("MappingSet"), {"key": row["key"]}, values)
    ids = {
        side: dict(_all(model("Requirement")).filter(edition=edition).values_list("ref", "pk"))
        for side, edition in ends.items()
    }
    there = {(r.source_id, r.target_id): r for r in _all(model("MappingRow")).filter(mapping=mapping)}
    left, fresh, changed, wanted = dict(there), [], 0, lines(folder / f"{row['key']}.csv")
    for line in wanted:
        if line["source"] not in ids["source"] or line["target"] not in ids["target"]:
            raise ValueError(f"{row['key']}.csv: {line['source']} or {line['target']} is no requirement")
        pair = (ids["source"][line["source"]], ids["target"][line["target"]])
        said = {"relation": line["relation"], "strength": int(line["strength"]), "rationale": line["rationale"]}
        if old := left.pop(pair, None):
            changed += _alter(old, said)
        else:
            keys = {"mapping_id": mapping.pk, "source_id": pair[0], "target_id": pair[1]}
            fresh.append(model("MappingRow")(**keys, **said))
    _all(model("MappingRow")).bulk_create(fresh)
    _all(model("MappingRow")).filter(pk__in=[r.pk for r in left.values()]).delete()
    return Loaded(row["key"], len(wanted), len(fresh), changed, len(left))


def _put(model: type[models.Model], key: dict[str, Any], values: dict[str, Any]) -> Any:
    """The row with this key and these values."""
    values = _held(model, values)
    row = _all(model).filter(**key).first()
    if row is None:
        return _all(model).create(**{**values, **key})
    _alter(row, values)
    return row


def _held(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values for which the model has a column."""
    columns = {f.attname for f in model._meta.concrete_fields}
    return {n: v for n, v in values.items() if n in columns}


def _alter(row: Any, values: dict[str, Any]) -> bool:
    """Whether the row had to be changed to have these values."""
    differing = [n for n, v in values.items() if getattr(row, n) != v]
    if differing:
        for name in differing:
            setattr(row, name, values[name])
        row.save(update_fields=differing)
    return bool(differing)


def _all(model: type[models.Model]) -> Any:
    return model._default_manager
