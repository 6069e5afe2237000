"""Where the fields of a card stand in Model Card Toolkit JSON, in its two shapes.

Version 0.0.1 has lists of texts (`users: ["clinicians"]`), version 0.0.2 lists of objects (`users: [{description}]`).
Source: schema/v0.0.1 and v0.0.2 of the Model Card Toolkit.
"""

from dataclasses import dataclass
from typing import Any

from .jsontext import Path, dump

#: Field → path of a plain text, the same in both shapes.
TEXTS: dict[str, Path] = {
    "summary": ("model_details", "overview"),
    "version": ("model_details", "version", "name"),
    "model_date": ("model_details", "version", "date"),
    "version_changes": ("model_details", "version", "diff"),
    "repository": ("model_details", "path"),
    "architecture": ("model_parameters", "model_architecture"),
    "input_format": ("model_parameters", "input_format"),
    "output_format": ("model_parameters", "output_format"),
}
DOCUMENTATION: Path = ("model_details", "documentation")
DATA: Path = ("model_parameters", "data")
OWNERS: Path = ("model_details", "owners")
ETHICS: Path = ("considerations", "ethical_considerations")
METRICS: Path = ("quantitative_analysis", "performance_metrics")
MAPS = {"input_format": "input_format_map", "output_format": "output_format_map"}


@dataclass(frozen=True)
class Several:
    """A list: its path in 0.0.2 and the key of the text in an item; `old` is a plain text in 0.0.1."""

    path: Path
    key: str
    old: Path | None = None


LISTS = {
    "license": Several(("model_details", "licenses"), "identifier", ("model_details", "license")),
    "paper": Several(("model_details", "references"), "reference"),
    "citation": Several(("model_details", "citations"), "citation", ("model_details", "citation")),
    "primary_users": Several(("considerations", "users"), "description"),
    "primary_uses": Several(("considerations", "use_cases"), "description"),
    "limitations": Several(("considerations", "limitations"), "description"),
    "tradeoffs": Several(("considerations", "tradeoffs"), "description"),
}
#: Keys that are known, section by section: whatever else a card holds is kept for export and named.
KNOWN = {
    "model_details": {
        "name", "overview", "documentation", "owners", "version", "license", "licenses", "references", "citation",
        "citations", "path", "graphics",
    },
    "model_parameters": {
        "model_architecture", "architecture", "data", "input_format", "output_format", "input_format_map",
        "output_format_map",
    },
    "quantitative_analysis": {"performance_metrics", "graphics"},
    "considerations": {"users", "use_cases", "limitations", "tradeoffs", "ethical_considerations"},
}  # fmt: skip
_TEXT_KEYS = ("description", "reference", "citation", "identifier", "custom_text", "name", "value")


def at(data: Any, path: Path) -> Any:
    """The value at `path`; None where there is none."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def put(data: dict[str, Any], path: Path, value: Any) -> None:
    """Set or, for an empty value, remove what stands at `path`."""
    for step in path[:-1]:
        if not isinstance(data.get(str(step)), dict):
            data[str(step)] = {}
        data = data[str(step)]
    if value in ("", [], None):
        data.pop(str(path[-1]), None)
    else:
        data[str(path[-1])] = value


def text_of(value: Any) -> str:
    """A value as text: a text as it is, an object by the key that holds its text, anything else as JSON."""
    if value is None:
        return ""
    if isinstance(value, dict):
        said = next((value[key] for key in _TEXT_KEYS if value.get(key)), None)
        return text_of(said) if said is not None else dump(value) if value else ""
    if isinstance(value, list):
        return items([text_of(one) for one in value])
    return value.strip() if isinstance(value, str) else "" if value == "" else dump(value)


def items(texts: list[str]) -> str:
    """Texts as a list in Markdown; one alone as it is."""
    said = [text for text in texts if text.strip()]
    if len(said) == 1 and not said[0].startswith("- "):
        return said[0]
    return "\n".join("- " + text.replace("\n", "\n  ") for text in said)


def split_items(text: str) -> list[str]:
    """What `items` joined."""
    if not text.startswith("- "):
        return [text] if text.strip() else []
    return [one.replace("\n  ", "\n").strip() for one in ("\n" + text).split("\n- ")[1:]]
