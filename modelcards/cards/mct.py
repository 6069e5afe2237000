"""A Model Card Toolkit card (JSON, versions 0.0.1 and 0.0.2) read."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.lib.errors import Invalid

from . import jsontext
from .body import read_body
from .bytes_in import MEGABYTE, decode
from .card import ParsedCard
from .headings import settled
from .hf import in_order
from .mctshape import DATA, DOCUMENTATION, ETHICS, KNOWN, LISTS, MAPS, METRICS, OWNERS, TEXTS, at, items, text_of
from .metrics import Row, label, read_row, sentences
from .pictures import take_pictures
from .refusal import CardRefused, at_line, rows_refused

MOST_BYTES = 20 * MEGABYTE
MOST_ROWS = 20_000
#: Keys of a row that may stand beside a metric under the same name. MCT's own `threshold` is one of decision.
OWN = ("name", "slice", "unit", "direction", "n", "dataset", "dataset_id", "dataset_version", "split", "config",
       "code_version", "date", "file", "task", "model")  # fmt: skip
MOST_WARNINGS = 20
ROLES = ("train", "eval")  # what a dataset is called that is only known by what it is for


def read_mct(data: bytes, *, today: datetime.date) -> ParsedCard:
    """The card in the bytes of a Model Card Toolkit file; `today` is the last day that a metric may be dated.

    Pictures become files; the JSON without them is kept, so that unknown keys go out again. Raises CardRefused
    (TooLarge for more than 20 MB) with lines and what to do.
    """
    text, warnings = decode(data, most=MOST_BYTES)
    raw = _checked(jsontext.load(text), text)
    rows = rows_of(raw, text, today=today)
    raw, files, said = take_pictures(raw)
    warnings += said + _unknown(raw) + list(sentences(rows))
    try:
        title, sections, extra = content_of(raw)
    except CardRefused:  # its line would be one of the documentation
        told = _("the documentation is longer than a card may be, or has more than 2,000 headings.")
        raise at_line(jsontext.line_of(text, DOCUMENTATION), told) from None
    if files:
        counted = ngettext(
            "%d picture was taken out and is a file now.", "%d pictures were taken out and are files now.", len(files)
        )
        warnings.append(told % len(files))
    return ParsedCard(
        title=title,
        metadata=jsontext.dump(raw),
        values={"license": licences} if (licences := _licences(raw)) else {},
        sections=sections,
        extra=extra,
        metrics=rows,
        warnings=warnings[:MOST_WARNINGS],
        files=files,
        format="mct",
    )


def _checked(raw: Any, text: str) -> dict[str, Any]:
    """The data, if it is a card. Raises CardRefused."""
    if not isinstance(raw, dict):
        raise at_line(1, _("this is no object. A Model Card Toolkit card begins with { and has the key model_details."))
    if "model_details" not in raw:
        if "$schema" in raw or "$id" in raw:
            raise at_line(1, _("this is a JSON schema, the form of a card, and no card."))
        raise at_line(1, _("there is no key model_details, so this is no Model Card Toolkit card."))
    for section in KNOWN:
        if raw.get(section) is not None and not isinstance(raw[section], dict):
            raise at_line(jsontext.line_of(text, (section,)), _("“%s” has to be an object.") % section)
    return raw


def _unknown(raw: dict[str, Any]) -> list[str]:
    """Keys nobody here knows; they are kept."""
    odd = [key for key in raw if key not in KNOWN and key != "schema_version"]
    for section, known in KNOWN.items():
        odd += [f"{section}.{key}" for key in (raw.get(section) or {}) if key not in known]
    return [_("Kept for export and not shown: %s.") % ", ".join(odd[:30])] if odd else []


def rows_of(raw: dict[str, Any], text: str, *, today: datetime.date) -> list[Row]:
    """The metric rows. Raises CardRefused with lines."""
    given = at(raw, METRICS)
    if given is None:
        return []
    if not isinstance(given, list):
        raise at_line(jsontext.line_of(text, METRICS), _("performance_metrics has to be a list."))
    if len(given) > MOST_ROWS:
        raise CardRefused(_("The card has %(n)d metrics; %(most)d are taken.") % {"n": len(given), "most": MOST_ROWS})
    rows, wrong = [], list[tuple[jsontext.Path, str, Invalid]]()
    for number, metric in enumerate(given):
        path = (*METRICS, number)
        if not isinstance(metric, dict):
            raise at_line(jsontext.line_of(text, path), _("a metric has to be an object with type and value."))
        try:
            rows.append(read_row(raw_row(metric), place="", today=today))
        except Invalid as error:
            wrong.append((path, label(metric), error))
    if wrong:
        raise rows_refused(wrong, lambda paths: jsontext.lines_of(text, paths))
    return rows


def raw_row(metric: dict[str, Any]) -> dict[str, Any]:
    """A metric of the toolkit with the keys of a row."""
    interval = metric.get("confidence_interval")
    interval = interval if isinstance(interval, dict) else {}
    return {
        "type": metric.get("type"),
        "value": metric.get("value"),
        "lower": interval.get("lower_bound"),
        "upper": interval.get("upper_bound"),
        "level": interval.get("level"),
        "decision_threshold": metric.get("threshold"),
        "threshold": metric.get("acceptance_threshold"),
        **{key: metric.get(key) for key in OWN},
    }


def content_of(raw: dict[str, Any]) -> tuple[str, dict[str, str], list[dict[str, str]]]:
    """Title, fields and other headings of a card. The documentation may have headings of its own; they are read too."""
    body = read_body(text_of(at(raw, DOCUMENTATION)))
    sections = body.sections
    if lead := sections.pop("summary", ""):
        sections["description"] = "\n\n".join(filter(None, (lead, sections.get("description"))))
    found = {key: text_of(at(raw, path)) for key, path in TEXTS.items()}
    found["architecture"] = found["architecture"] or text_of(at(raw, ("model_parameters", "architecture")))
    for key, name in MAPS.items():
        pairs = at(raw, ("model_parameters", name))
        lines = [f"{text_of(one.get('key'))}: {text_of(one.get('value'))}" for one in _objects(pairs)]
        found[key] = "\n\n".join(filter(None, (found[key], items(lines))))
    for key, several in LISTS.items():
        found[key] = text_of(at(raw, several.path)) or (text_of(at(raw, several.old)) if several.old else "")
    found["developers"], found["contact"] = _owners(_objects(at(raw, OWNERS)))
    found["ethics_risks"], found["ethics_mitigations"] = _ethics(_objects(at(raw, ETHICS)))
    found |= datasets_of(at(raw, DATA))
    tidy = {key: settled(said) for key, said in {**sections, **{k: v for k, v in found.items() if v}}.items()}
    return text_of(at(raw, ("model_details", "name"))), in_order({k: v for k, v in tidy.items() if v}), body.extra


def _objects(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; a text in their place counts as one with a name."""
    given = value if isinstance(value, list) else [value] if value else []
    return [one if isinstance(one, dict) else {"name": one} for one in given]


def _owners(owners: list[dict[str, Any]]) -> tuple[str, str]:
    """Who developed the model, and where questions go."""
    pairs = [(text_of(one.get("name")), text_of(one.get("contact"))) for one in owners]
    named = [f"{name} ({contact})" if contact else name for name, contact in pairs if name]
    return items(named), items([contact for _name, contact in pairs])


def _ethics(risks: list[dict[str, Any]]) -> tuple[str, str]:
    """The risks, and what is done against each."""
    pairs = [(text_of(one.get("name")), text_of(one.get("mitigation_strategy"))) for one in risks]
    strategies = [f"{name}: {strategy}" if name else strategy for name, strategy in pairs if strategy]
    return items([name for name, _strategy in pairs]), items(strategies)


def _licences(raw: dict[str, Any]) -> list[str]:
    several = at(raw, LISTS["license"].path) or [at(raw, LISTS["license"].old or ())]
    return [said for one in (several if isinstance(several, list) else [several]) if (said := text_of(one))]


def datasets_of(data: Any) -> dict[str, str]:
    """The training and evaluation data in words: 0.0.1 names them train and eval, 0.0.2 by their name."""
    named = (
        list(data.items()) if isinstance(data, dict) else [(text_of(one.get("name")), one) for one in _objects(data)]
    )
    found: dict[str, list[str]] = {"training_datasets": [], "evaluation_datasets": []}
    for name, dataset in named:
        words = str(name).casefold()
        tested = any(word in words for word in ("eval", "test", "valid", "holdout", "hold-out"))
        found["evaluation_datasets" if tested else "training_datasets"].append(_dataset(dataset))
    return {key: items(texts) for key, texts in found.items()}


def _dataset(given: Any) -> str:
    """A dataset in one line: name, description, link, whether it is sensitive."""
    if not isinstance(given, dict):
        return text_of(given)
    sensitive = given.get("sensitive")
    if isinstance(sensitive, dict):
        sensitive = ", ".join(text_of(one) for one in sensitive.get("sensitive_data") or [])
    elif isinstance(sensitive, bool):
        sensitive = "yes" if sensitive else "no"
    said = [text_of(given.get(key)) for key in ("name", "description", "link")]
    return "; ".join(
        [text for text in said if text and text not in ROLES] + ([f"sensitive: {sensitive}"] if sensitive else [])
    )
