"""A card written as Model Card Toolkit JSON."""

import copy
import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from . import jsontext
from .bodywrite import write_body
from .card import ParsedCard
from .mct import OWN, content_of, rows_of
from .mctshape import DATA, DOCUMENTATION, ETHICS, LISTS, MAPS, METRICS, OWNERS, TEXTS, at, put, split_items
from .metrics import Row, identity

VERSION = "0.0.2"
_PLACED = {*TEXTS, *LISTS, "developers", "contact", "ethics_risks", "ethics_mitigations", "training_datasets",
           "evaluation_datasets"}  # fmt: skip
_FIGURES = ("value", "threshold", "acceptance_threshold")


def write_mct(card: ParsedCard) -> str:
    """The JSON of a card. What did not change since it was read stays as it stood, with keys nobody knows.

    Fields the toolkit has no place for are written into `model_details.documentation` under their headings, where
    read_mct finds them again. New cards have schema version 0.0.2.
    """
    data: dict[str, Any] = jsontext.load(card.metadata) if card.format == "mct" and card.metadata else {}
    title, before, extra = content_of(data) if data else ("", {}, [])
    new = {"schema_version": str(data.get("schema_version") or VERSION), "model_details": {}, **copy.deepcopy(data)}
    old_shape = new["schema_version"] == "0.0.1"
    changed = {key for key in {*before, *card.sections} if before.get(key, "") != card.sections.get(key, "")}
    if card.title != title:
        put(new, ("model_details", "name"), card.title)
    _put_fields(new, card.sections, changed, old_shape)
    if changed - _PLACED or card.extra != extra:
        rest = {key: said for key, said in card.sections.items() if key not in _PLACED}
        lead = rest.pop("description", "")
        put(new, DOCUMENTATION, write_body("", {"summary": lead, **rest}, card.extra).strip())
    rows = rows_of(data, card.metadata, today=datetime.date.max)
    if rows != card.metrics:
        put(new, METRICS, _metrics(card.metrics, rows, at(data, METRICS) or [], old_shape))
    return jsontext.dump(new) + "\n"


def _put_fields(new: dict[str, Any], said: Mapping[str, str], changed: set[str], old_shape: bool) -> None:
    """Write the fields that changed and have a place of their own."""
    for key in [one for one in TEXTS if one in changed]:
        put(new, TEXTS[key], said.get(key, ""))
        if key in MAPS:
            put(new, ("model_parameters", MAPS[key]), None)
        if key == "architecture":
            put(new, ("model_parameters", "architecture"), None)
    for key in [one for one in LISTS if one in changed]:
        several, texts = LISTS[key], split_items(said.get(key, ""))
        if several.old and old_shape:
            put(new, several.old, said.get(key, ""))
        else:
            put(new, several.path, texts if old_shape else [{several.key: text} for text in texts])
            if several.old:
                put(new, several.old, None)
    if changed & {"developers", "contact"}:
        put(new, OWNERS, _owners(said))
    if changed & {"ethics_risks", "ethics_mitigations"}:
        put(new, ETHICS, _ethics(said))
    if changed & {"training_datasets", "evaluation_datasets"}:
        put(new, DATA, _data(said, old_shape))


def _owners(said: Mapping[str, str]) -> list[dict[str, str]]:
    """“Name (contact)” as an owner; a contact nobody has stands alone."""
    owners, contacts = [], split_items(said.get("contact", ""))
    for one in split_items(said.get("developers", "")):
        contact = next((contact for contact in contacts if one.endswith(f"({contact})")), "")
        name = one.removesuffix(f"({contact})").strip() if contact else one
        owners.append({"name": name, **({"contact": contact} if contact else {})})
        contacts = [other for other in contacts if other != contact]
    return owners + [{"contact": contact} for contact in contacts]


def _ethics(said: Mapping[str, str]) -> list[dict[str, str]]:
    """Each risk with its mitigation, which begins with the risk; others stand alone."""
    strategies, considerations = split_items(said.get("ethics_mitigations", "")), []
    for risk in split_items(said.get("ethics_risks", "")):
        fitting = next((one for one in strategies if one.startswith(f"{risk}: ")), "")
        strategies = [one for one in strategies if one != fitting]
        strategy = fitting.removeprefix(f"{risk}: ")
        considerations.append({"name": risk, **({"mitigation_strategy": strategy} if strategy else {})})
    return considerations + [{"mitigation_strategy": one} for one in strategies]


def _data(said: Mapping[str, str], old_shape: bool) -> Any:
    """The datasets in words, under names that read_mct tells apart."""
    texts = {"train": said.get("training_datasets", ""), "eval": said.get("evaluation_datasets", "")}
    if old_shape:
        return {key: {"description": text} for key, text in texts.items() if text}
    return [{"name": key, "description": text} for key, text in texts.items() if text]


def _metrics(rows: list[Row], kept: list[Row], old: list[Any], old_shape: bool) -> list[dict[str, Any]]:
    """The performance metrics; a row that was there keeps the keys nobody knows."""
    free: dict[tuple[str, ...], list[tuple[Row, Any]]] = {}
    for row, metric in zip(kept, old, strict=True):
        free.setdefault(identity(row), []).append((row, metric))
    metrics = []
    for row in rows:
        same = free.get(identity(row))
        was, metric = same.pop(0) if same else (Row(), {})
        metrics.append(metric if row == was else _metric(row, metric, old_shape))
    return metrics


def _metric(row: Row, old: dict[str, Any], old_shape: bool) -> dict[str, Any]:
    metric = copy.deepcopy(old)
    given = {"type": row["type"], "value": row["value"], "threshold": row.get("decision_threshold"),
             "acceptance_threshold": row.get("threshold"), **{key: row.get(key) for key in OWN}}  # fmt: skip
    bounds = {"lower_bound": row.get("lower"), "upper_bound": row.get("upper"), "level": row.get("level")}
    given["confidence_interval"] = {key: _figure(said, old_shape) for key, said in bounds.items() if said}
    for key, said in given.items():
        if said in (None, "", {}):
            metric.pop(key, None)
        else:
            metric[key] = _figure(said, old_shape) if key in _FIGURES else said
    return metric


def _figure(said: str, old_shape: bool) -> Any:
    """A figure: a number in 0.0.1, a text in 0.0.2."""
    return Decimal(said) if old_shape else said
