"""Fideslang, the privacy-as-code language of ethyca: systems with privacy declarations, and datasets.

Every declaration of a system is one processing activity. Datasets add the categories of their fields to the
declarations that name them. https://ethyca.github.io/fideslang/
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

from .yamls import read_yaml

KEY = re.compile(r"^[A-Za-z0-9_.-]+(\.[A-Za-z0-9_-]+)*$")
#: Categories that are special under Art. 9, or about offences, by the beginning of their key.
SPECIAL = (
    "user.health_and_medical", "user.biometric", "user.biometric_health", "user.genetic", "user.sensor.biometric",
    "user.demographic.race_ethnicity", "user.demographic.race", "user.demographic.religious_belief",
    "user.demographic.political_opinion", "user.demographic.sexual_orientation", "user.political_opinion",
    "user.race", "user.religious_belief", "user.sexual_orientation",
)  # fmt: skip
CRIMINAL = ("user.criminal_history",)
LONGEST_NAME, LONGEST_ID = 200, 120
MOST = 2_000


@dataclass(frozen=True)
class Source:
    """One file: its name, and its bytes."""

    name: str
    data: bytes


@dataclass
class Found:
    """What the files hold: values of one activity per declaration, what was refused and why, and what to know."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    datasets: dict[str, list[str]] = field(default_factory=dict)


def read(sources: Sequence[Source]) -> Found:
    """Read files together, so that datasets of one are known to systems of the other.

    Raises Invalid or TooLarge for a file that is no YAML; what is wrong inside one is said in `refused`.
    """
    found, systems = Found(), []
    for source in sources:
        held = read_yaml(source.data, name=source.name)
        if not isinstance(held, dict) or not ({"system", "dataset"} & set(held)):
            found.refused.append(_("%s holds neither “system” nor “dataset”: it is no fideslang file.") % source.name)
            continue
        systems += [(source.name, one) for one in _listed(held.get("system"))]
        for one in _listed(held.get("dataset")):
            _dataset(one, source.name, found)
        found.notes += [
            _("%(name)s: “%(key)s” is not read.") % {"name": source.name, "key": str(key)[:60]}
            for key in held if key not in ("system", "dataset")
        ]  # fmt: skip
    for name, one in systems:
        _system(one, name, found)
    if len(found.rows) > MOST:
        found.refused.append(_("More than %d declarations. Bring them in parts.") % MOST)
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: Any) -> list[str]:
    return [str(v) for v in _listed(value) if isinstance(v, str) and v.strip()]


def _dataset(one: Any, name: str, found: Found) -> None:
    key = one.get("fides_key") if isinstance(one, dict) else None
    if not isinstance(key, str) or not KEY.match(key):
        found.refused.append(_("%s: a dataset has no “fides_key”.") % name)
        return
    found.datasets[key] = sorted(set(_categories(one)))
    found.notes.append(
        _("%(name)s: dataset “%(key)s” is read for its %(n)d categories of data.")
        % {"name": name, "key": key, "n": len(found.datasets[key])}
    )


def _categories(one: Any) -> Iterable[str]:
    """Every category that a dataset, its collections and fields name."""
    if isinstance(one, dict):
        yield from _texts(one.get("data_categories"))
        for inner in ("collections", "fields"):
            for part in _listed(one.get(inner)):
                yield from _categories(part)


def _system(one: Any, name: str, found: Found) -> None:
    key = one.get("fides_key") if isinstance(one, dict) else None
    if not isinstance(key, str) or not KEY.match(key):
        found.refused.append(_("%s: a system has no “fides_key”.") % name)
        return
    declared = _listed(one.get("privacy_declarations"))
    if not declared:
        found.refused.append(
            _("%(name)s, system “%(key)s”: it has no privacy declaration, so nothing says what it is for.")
            % {"name": name, "key": key}
        )
    for place, declaration in enumerate(declared, 1):
        where = _("%(name)s, system “%(key)s”, declaration %(n)d") % {"name": name, "key": key, "n": place}
        if why := _wrong(declaration):
            found.refused.append(f"{where}: {why}")
        else:
            found.rows.append(_activity(one, declaration, found))


def _wrong(declaration: Any) -> str:
    if not isinstance(declaration, dict):
        return _("it is no list of named values.")
    use = declaration.get("data_use")
    if not isinstance(use, str) or not KEY.match(use):
        return _("“data_use” is missing: it says what the data are for.")
    if bad := [c for c in _texts(declaration.get("data_categories")) if not KEY.match(c)]:
        return _("“%s” is no key of a data category.") % bad[0][:60]
    return ""


def _activity(system: dict[str, Any], declaration: dict[str, Any], found: Found) -> dict[str, Any]:
    use, key = declaration["data_use"], system["fides_key"]
    title = str(declaration.get("name") or f"{system.get('name') or key}: {use}")[:LONGEST_NAME]
    datasets = list(
        dict.fromkeys([*_texts(declaration.get("dataset_references")), *_texts(declaration.get("ingress"))])
    )
    named = _texts(declaration.get("data_categories"))
    named += [c for d in datasets for c in found.datasets.get(d.partition(".")[0], ()) if c not in named]
    department = str(system.get("administrating_department") or "")
    return {
        "external_id": _id(key, use, title),
        "title": title,
        "description": str(system.get("description") or ""),
        "purposes": f"{declaration.get('name') or title} ({use})",
        "subjects": _texts(declaration.get("data_subjects")),
        "data": [{"name": c, "kind": kind_of(c), "key": c} for c in dict.fromkeys(named)],
        "system_name": str(system.get("name") or key)[:LONGEST_NAME],
        "system_key": key[:120],
        "data_use": use[:120],
        "dataset_keys": datasets,
        "department": "" if department == "Not defined" else department,
    }


def _id(key: str, use: str, title: str) -> str:
    """What tells this declaration from every other one, also where it is too long to be kept as it is."""
    whole = f"fides:{key}:{use}:{title}"
    return whole if len(whole) <= LONGEST_ID else f"fides:{hashlib.sha256(whole.encode()).hexdigest()}"


def kind_of(category: str) -> str:
    """Ordinary, special (Art. 9) or criminal (Art. 10), by the beginning of a category's key."""
    for kind, keys in (("special", SPECIAL), ("criminal", CRIMINAL)):
        if any(category == k or category.startswith(f"{k}.") for k in keys):
            return kind
    return "ordinary"


def write(records: Iterable[Any]) -> bytes:
    """Activities as systems with privacy declarations, systems in the order of their first activity."""
    systems: dict[str, dict[str, Any]] = {}
    for record in records:
        key = record.system_key or slug(record.system_name or record.title)
        system = systems.setdefault(key, _system_out(key, record))
        system["privacy_declarations"].append(_declaration_out(record))
    text = yaml.safe_dump({"system": list(systems.values())}, sort_keys=False, allow_unicode=True, width=100)
    return text.encode()


def _system_out(key: str, record: Any) -> dict[str, Any]:
    return {
        "fides_key": key,
        "name": record.system_name or record.title,
        "description": record.description,
        "system_type": "Service",
        "administrating_department": str(record.unit.name),
        "privacy_declarations": [],
    }


def _declaration_out(record: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": record.title,
        "data_categories": [row["key"] for row in record.data if row["key"]],
        **({"data_use": record.data_use} if record.data_use else {}),  # nothing is said that nobody has said
        "data_subjects": [slug(s) for s in record.subjects],
    }
    return said | ({"dataset_references": list(record.dataset_keys)} if record.dataset_keys else {})


def slug(text: str) -> str:
    """A key of the taxonomy's form made of words."""
    return re.sub(r"[^a-z0-9_.]+", "_", text.lower()).strip("_.") or "unnamed"
