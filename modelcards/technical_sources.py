"""Which field of a system or version stands under which heading of the technical file."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.lib.text import says_nothing
from qms.records.access import visible_to

from .models import System, SystemVersion

TEXTS = (
    ("1a", "purpose"), ("2f", "foreseen_changes"), ("3", "misuse"), ("3", "restrictions"), ("7", "standards_applied"),
    ("9", "monitoring_plan"),
)  # fmt: skip
MOST_VERSIONS = 200
Said = tuple[str, str, str, Sequence[str]]  # heading, label, text, lines


def of_system(system: System) -> Iterable[Said]:
    """What the system's own record says."""
    roles = system._meta.get_field("roles").labels(system.roles)
    yield "1a", _("System"), "", [f"{system.number} {system.title}", ", ".join(map(str, roles))]
    for key, name in TEXTS:
        if not says_nothing(text := getattr(system, name)):
            yield key, _label(system, name), text, ()
    people = _people(system)
    rows = {
        "2a": ("suppliers", [f"{r['name']}: {r['delivers']}" for r in system.suppliers]),
        "2e": ("oversight", [_oversight(system, r, people) for r in system.oversight]),
        "3": ("logs", [_("%(name)s, kept %(months)s months") % r for r in system.logs]),
        "9": ("watched", [_watched(r, people) for r in system.watched]),
    }  # fmt: skip
    for key, (name, lines) in rows.items():
        if lines:
            yield key, _label(system, name), "", lines
    if system.harmonised:
        yield "7", _label(system, "harmonised"), "", [str(system.get_harmonised_display())]
    if system.placed_on:
        said = {"on": system.placed_on.isoformat(), "until": system.kept_until}
        yield "9", _label(system, "placed_on"), "", [_("%(on)s; documents are kept until %(until)s") % said]
    yield from _declarations(system)


def of_version(system: System, version: SystemVersion | None, actor: Any) -> Iterable[tuple[str, str, str, str, Any]]:
    """What the version says, and its place among the others; each with the number of the record that says it."""
    if version is not None:
        yield version.number, "1a", _("Version"), "", [version.version, f"SHA-256 {version.artifact}"]
        for key, name in (("2a", "components"), ("6", "changes")):
            if not says_nothing(text := getattr(version, name)):
                yield version.number, key, _label(version, name), text, ()
        for key, label, text, lines in _declarations(version):
            yield version.number, key, label, text, lines
    others = visible_to(system.versions.exclude(state="void"), actor).order_by("pk")[:MOST_VERSIONS]
    lines = [_line(other) for other in others]
    if lines:
        yield system.number, "6", _("Versions so far"), "", lines


def _declarations(record: Any) -> Iterable[Said]:
    """Attached files whose name says that they are the declaration of conformity."""
    files = record.entry.attached.get("files", [])
    lines = [f"{f['name']}, SHA-256 {f['sha256']}" for f in files if "declaration" in f["name"].lower()]
    if lines:
        yield "8", _("Attached to %s") % record.number, "", lines


def _label(record: Any, name: str) -> str:
    label = str(record._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _line(version: SystemVersion) -> str:
    said = f"{version.version} ({version.get_modification_display()}), {version.created_at:%Y-%m-%d}"
    return said if says_nothing(version.changes) else f"{said}: {version.changes.strip().splitlines()[0]}"


def _people(system: System) -> dict[int, str]:
    ids = {row["person"] for row in (*system.oversight, *system.watched) if row["person"]}
    return {user.pk: user.printed_name for user in User.objects.filter(pk__in=ids)}


def _oversight(system: System, row: dict[str, Any], people: dict[int, str]) -> str:
    columns = {column.name: column for column in system._meta.get_field("oversight").columns}
    ability = columns["ability"].shown(row["ability"])
    who = ", ".join(part for part in (people.get(row["person"], ""), row["competence"]) if part)
    return f"{ability}: {row['measure']}" + (f" ({who})" if who else "")


def _watched(row: dict[str, Any], people: dict[int, str]) -> str:
    parts = (row["metric"], row["source"], row["threshold"], row["every"], people.get(row["person"], ""))
    return ", ".join(part for part in parts if part)
