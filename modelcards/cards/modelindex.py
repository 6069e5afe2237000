"""The model-index of a Hugging Face card as metric rows (indexwrite.py goes the other way).

Besides the keys of huggingface_hub a metric may carry ours (`n`, `slice`, `confidence_interval`, `threshold` …), which
huggingface_hub leaves alone. `args` are never read: a threshold there is one the measure was computed with.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from . import yamlread
from .metrics import Row, label, read_row
from .refusal import CardRefused, rows_refused

KEY = "model-index"
MOST_ROWS = 20_000
#: Keys of a row that stand beside a metric under the same name.
OWN = ("unit", "direction", "slice", "n", "threshold", "decision_threshold", "code_version", "date", "file")
UNSAID = {"task": "other", "dataset_id": "unknown", "dataset": "unknown"}  # huggingface_hub demands something
Place = tuple[int, int, int]


def rows_of(data: dict[str, Any], text: str, *, first_line: int, today: datetime.date) -> list[Row]:
    """The metric rows in the metadata `data`, which `text` gave, beginning at `first_line` of the file.

    Raises CardRefused with lines where huggingface_hub gives up and where a row is wrong.
    """
    places = list(_places(data, text, first_line))
    if len(places) > MOST_ROWS:
        raise CardRefused(_("The card has %(n)d metrics; %(most)d are taken.") % {"n": len(places), "most": MOST_ROWS})
    results = _results(data, text, first_line)
    rows, wrong = [], list[tuple[Place, str, Invalid]]()
    several = len(data.get(KEY) or []) > 1
    for place, result in zip(places, results, strict=True):
        raw = _raw(data, place, result, several)
        try:
            rows.append(read_row(raw, place="", today=today))
        except Invalid as error:
            wrong.append((place, label(raw), error))
    if wrong:
        raise rows_refused(wrong, lambda found: yamlread.lines_of(text, list(map(_path, found)), first_line=first_line))
    return rows


def _path(place: Place) -> yamlread.Path:
    model, result, metric = place
    return (KEY, model, "results", result, "metrics", metric)


def _places(data: dict[str, Any], text: str, first_line: int) -> Iterator[Place]:
    """Where each metric stands, in the order of huggingface_hub. Raises CardRefused for an index of another shape."""
    look = _Look(text, first_line)
    for m, model in enumerate(look.list(data.get(KEY) or [], (KEY,))):
        path: yamlread.Path = (KEY, m)
        look.keys(model, path, "name", "results")
        for r, result in enumerate(look.list(model["results"], (*path, "results"))):
            at = (*path, "results", r)
            look.keys(result, at, "task", "dataset", "metrics")
            look.keys(result["task"], (*at, "task"), "type")
            look.keys(result["dataset"], (*at, "dataset"), "type", "name")
            for i, metric in enumerate(look.list(result["metrics"], (*at, "metrics"))):
                look.keys(metric, (*at, "metrics", i), "type", "value")
                yield m, r, i


@dataclass(frozen=True)
class _Look:
    """Demands the shape that huggingface_hub needs, and says the line where it is missing."""

    text: str
    first_line: int

    def list(self, value: Any, path: yamlread.Path) -> Any:
        if not isinstance(value, list):
            raise self.refuse(path, _("has to be a list"))
        return value

    def keys(self, value: Any, path: yamlread.Path, *keys: str) -> None:
        if not isinstance(value, dict):
            raise self.refuse(path, _("has to be an object with the keys %s") % ", ".join(keys))
        for key in keys:
            if key not in value:
                raise self.refuse(path, _("has no key “%s”") % key)

    def refuse(self, path: yamlread.Path, said: object) -> CardRefused:
        line = yamlread.line_of(self.text, path, first_line=self.first_line)
        where = ".".join(str(step) for step in path)
        told = _("Line %(line)d: %(where)s %(said)s, and huggingface_hub cannot read the results without.")
        return CardRefused(told % {"line": line, "where": where, "said": said}, line=line)


def _results(data: dict[str, Any], text: str, first_line: int) -> list[Any]:
    """What huggingface_hub makes of the metadata. Raises CardRefused with its words where it gives up."""
    from . import hub

    try:
        return hub.eval_results(data)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        line = yamlread.line_of(text, (KEY,), first_line=first_line) if KEY in data else first_line
        said = _("Line %(line)d: huggingface_hub cannot read the metadata: %(why)s")
        raise CardRefused(said % {"line": line, "why": str(error)[:300]}, line=line) from None


def _raw(data: dict[str, Any], place: Place, result: Any, several: bool) -> dict[str, Any]:
    """The raw row of one evaluation result, with our keys from the metric beside it."""
    model, block, number = place
    metric = data[KEY][model]["results"][block]["metrics"][number]
    interval = metric.get("confidence_interval")
    interval = interval if isinstance(interval, dict) else {}
    raw = {
        "type": result.metric_type,
        "name": result.metric_name,
        "value": result.metric_value,
        "task": result.task_type,
        "dataset_id": result.dataset_type,
        "dataset": result.dataset_name,
        "config": result.dataset_config,
        "split": result.dataset_split,
        "dataset_version": result.dataset_revision,
        "lower": interval.get("lower_bound"),
        "upper": interval.get("upper_bound"),
        "level": interval.get("level"),
        "model": data[KEY][model]["name"] if several else None,
        **{key: metric.get(key) for key in OWN},
    }
    return {key: None if UNSAID.get(key) == value else value for key, value in raw.items()}
