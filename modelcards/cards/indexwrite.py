"""Metric rows written into the model-index of a Hugging Face card."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .measures import measure
from .metrics import IDENTITY, Row, identity
from .modelindex import KEY, OWN, UNSAID, Place
from .yamlread import Plain

Data = dict[str, Any]
_BLOCK = tuple(key for key in IDENTITY if key not in ("type", "name", "slice"))
_INTERVAL = {"lower_bound": "lower", "upper_bound": "upper", "level": "level"}


def index_of(rows: list[Row], data: Data, kept: list[Row], name: str) -> list[Data]:
    """A model-index with `rows`. `kept` are the rows that `data` had, as rows_of gave them; `name` is the model's.

    A row that was there keeps its metric with all keys nobody knows; only what changed is written.
    """
    index = _Index(data, name)
    free: dict[tuple[str, ...], list[tuple[Place, Row]]] = {}
    for place, old in zip(_places(data), kept, strict=True):
        free.setdefault(identity(old), []).append((place, old))
    for row in rows:
        same = free.get(identity(row))
        index.add(row, *(same.pop(0) if same else (None, Row())))
    return list(index.models.values())


def _places(data: Data) -> Iterator[Place]:
    for m, model in enumerate(data.get(KEY) or []):
        for r, result in enumerate(model["results"]):
            for i in range(len(result["metrics"])):
                yield m, r, i


@dataclass
class _Index:
    """A model-index that grows row by row, out of the parts of an old one where there are any."""

    data: Data
    name: str
    models: dict[str, Data] = field(default_factory=dict)
    blocks: dict[tuple[Any, ...], Data] = field(default_factory=dict)

    def add(self, row: Row, place: Place | None, old: Row) -> None:
        model = self.model(row, place)
        self.block(model, row, place)["metrics"].append(self.metric(row, place, old))

    def old_model(self, number: int) -> Data:
        found: Data = self.data[KEY][number]
        return found

    def model(self, row: Row, place: Place | None) -> Data:
        """The entry of the model that the row is about."""
        first: Data = next(iter(self.data.get(KEY) or []), {})
        source = self.old_model(place[0]) if place else first
        called = str(source.get("name") if place else row.get("model") or first.get("name") or self.name)
        if called not in self.models:
            kept = _without(source, "results") if source.get("name") == called else {}
            self.models[called] = {**kept, "name": called, "results": []}
        return self.models[called]

    def block(self, model: Data, row: Row, place: Place | None) -> Data:
        """The result (task and dataset) that the metric belongs to: the old one, one like it, or a new one."""
        like = (model["name"], *(str(row.get(key, "")) for key in _BLOCK))
        key = place[:2] if place else like
        if key not in self.blocks:
            if place:
                made = {**_without(self.old_model(place[0])["results"][place[1]], "metrics"), "metrics": []}
            else:
                made = _new_block(row)
            model["results"].append(made)
            self.blocks[key] = made
            self.blocks.setdefault(like, made)
        return self.blocks[key]

    def metric(self, row: Row, place: Place | None, old: Row) -> Data:
        """The metric of the row: the old one with what changed, or a new one."""
        if place:
            metric: Data = copy.deepcopy(self.old_model(place[0])["results"][place[1]]["metrics"][place[2]])
        else:
            metric = {"type": row["type"]}
        known = measure(row["type"])
        changed = {key for key in (*OWN, "value", "name", *_INTERVAL.values()) if row.get(key) != old.get(key)}
        if known and row.get("direction") == known.direction:
            changed.discard("direction")
        if changed & {"value", "unit"}:  # a figure and its unit are written together
            changed |= {"value", "unit"}
        for key in ("name", "value", *OWN):
            if key in changed:
                _set(metric, key, row.get(key))
        if changed & set(_INTERVAL.values()):
            bounds = {theirs: row.get(ours) for theirs, ours in _INTERVAL.items()}
            _set(metric, "confidence_interval", {key: Plain(value) for key, value in bounds.items() if value})
        return metric


def _without(source: Data, key: str) -> Data:
    return copy.deepcopy({k: v for k, v in source.items() if k != key})


def _new_block(row: Row) -> Data:
    dataset = {
        "name": row.get("dataset") or row.get("dataset_id") or UNSAID["dataset"],
        "type": row.get("dataset_id") or row.get("dataset") or UNSAID["dataset_id"],
        "config": row.get("config"),
        "split": row.get("split"),
        "revision": row.get("dataset_version"),
    }
    task = {"type": row.get("task") or UNSAID["task"]}
    return {"task": task, "dataset": {key: value for key, value in dataset.items() if value}, "metrics": []}


def _set(metric: Data, key: str, value: Any) -> None:
    """Set a key, or remove it where there is no value."""
    if value in (None, "", {}):
        metric.pop(key, None)
    elif key in ("value", "n", "threshold", "decision_threshold"):
        metric[key] = Plain(value)
    else:
        metric[key] = value
