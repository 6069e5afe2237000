"""Categories of causes, in the sets that a cause diagram shows: one of them is chosen for each nonconformity (CA-04).

Two sets are there; `QMS_CAUSE_SETS` names a TOML file that adds others or puts its own in their place:

    [service]
    label = "Service"
    categories = { people = "People", policy = "Policy", place = "Place", procedure = "Procedure" }

A key is kept with the cause; the same key in two sets is the same category under the name that fits there.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

Category = tuple[str, Any]
Sets = dict[str, tuple[Any, tuple[Category, ...]]]

#: Ishikawa's six Ms, and what matters where software learns from data. An 8D of a customer mostly expects the first.
SHIPPED: Sets = {
    "6m": (
        _("6M: people, machine, method, material, measurement, environment"),
        (
            ("people", _("People")), ("machine", _("Machine")), ("method", _("Method")), ("material", _("Material")),
            ("measurement", _("Measurement")), ("environment", _("Environment")),
        ),
    ),
    "ml": (
        _("Machine learning: data, labels, model, code, infrastructure, people, drift"),
        (
            ("data", _("Data")), ("labels", _("Labels")), ("model", _("Model")), ("code", _("Code or pipeline")),
            ("infrastructure", _("Infrastructure")), ("people", _("People or process")),
            ("drift", _("Environment or drift")),
        ),
    ),
}  # fmt: skip
#: How categories are called outside of a set, and those that belong to none.
_ALONE = {"machine": _("Equipment"), "drift": _("Drift"), "management": _("Management")}
DEFAULT = "6m"
MOST = 12  # categories of a set: more bones than that cannot be read
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,11}")


def read(path: str) -> Sets:
    """The shipped sets and those of a file. Raises ValueError with a sentence, OSError."""
    if not path:
        return dict(SHIPPED)
    try:
        held = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"the file is no TOML: {error}") from None
    return {**SHIPPED, **{key: _one(key, value) for key, value in held.items()}}


def _one(key: str, value: Any) -> tuple[Any, tuple[Category, ...]]:
    if not _KEY.fullmatch(key) or not isinstance(value, dict) or not isinstance(value.get("categories"), dict):
        raise ValueError(f"“{key}” must be a short lower-case key with a label and a table of categories")
    named = {str(k): str(label).strip() for k, label in value["categories"].items()}
    if not 1 <= len(named) <= MOST:
        raise ValueError(f"“{key}” must have 1 to {MOST} categories")
    if bad := [k for k, label in named.items() if not _KEY.fullmatch(k) or not label]:
        raise ValueError(f"category “{bad[0]}” of “{key}” must be a short lower-case key with a name")
    return str(value.get("label") or key), tuple(named.items())


def _held() -> Sets:
    try:
        return read(settings.QMS_CAUSE_SETS)
    except (ValueError, OSError):  # said by the system check, at start
        return dict(SHIPPED)


SETS = _held()
CATEGORIES: tuple[Category, ...] = tuple(
    {**{key: label for _name, pairs in reversed(SETS.values()) for key, label in pairs}, **_ALONE}.items()
)


def set_choices() -> list[tuple[str, Any]]:
    """(key, label) of each set, for the field that chooses one."""
    return [(key, label) for key, (label, _pairs) in SETS.items()]
