"""The content of a signature's scope, put into words for the person who is about to sign it."""

from typing import Any

from .texts import text
from .values import Names


def shown_content(register: Any, record: Any, content: dict[str, Any], names: Names) -> list[tuple[str, str]]:
    """(label, text) of every field, child record and file that the hash covers; nothing of it is left out."""
    lines = [(label_of(register, n), _said(register, record, n, v, names)) for n, v in content["fields"].items()]
    lines += [(str(c.get("number", "")), _child(c)) for c in content["children"]]
    files = {f["sha256"]: f["name"] for f in record.entry.attached.get("files", [])}
    return lines + [(files.get(h, "file"), f"SHA-256 {h}") for h in content["files"]]


def label_of(register: Any, name: str) -> str:
    """The field's name in words."""
    for field in register.fields.values():
        if name in (field.name, field.attname):
            return str(field.verbose_name)[:1].upper() + str(field.verbose_name)[1:]
    return name.replace("_", " ").capitalize()


def _said(register: Any, record: Any, name: str, value: Any, names: Names) -> str:
    for field in register.fields.values():
        if name in (field.name, field.attname):
            return text(field, value, names) or "–"
    return _plain(value)


def _child(values: dict[str, Any]) -> str:
    return " · ".join(
        f"{k.replace('_', ' ')}: {_plain(v)}" for k, v in values.items() if k != "number" and v not in (None, "", [])
    )


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " · ".join(
            f"{k.replace('_', ' ')}: {_plain(v)}" for k, v in value.items() if k != "id" and v not in (None, "", [])
        )
    if isinstance(value, list):
        return "\n".join(_plain(v) for v in value) or "–"
    return "–" if value in (None, "") else str(value)
