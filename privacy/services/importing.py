"""Processing activities from fideslang files: all of them or none, in the road of every import."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.models import Unit
from qms.imports.permission import may_import
from qms.lib.errors import Forbidden, Invalid
from qms.records.models import Entry
from qms.records.transactions import in_one_transaction
from qms.registers import registry
from qms.registers.many import RowsRefused

from ..exchange import fideslang
from ..exchange.fideslang import Source

KEY = "processing-activities"


@dataclass
class Brought:
    """What became of the files. `refused`: sentences; with one of them nothing was written."""

    dry_run: bool
    activities: int = 0
    fits: list[str] = field(default_factory=list)  # titles that are written, or would be
    created: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    linked: int = 0

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return vars(self).copy()


@in_one_transaction
def bring_in(
    sources: list[Source], *, unit: Unit | None, actor: Any, at: datetime.datetime, source: str, dry_run: bool
) -> Brought:  # fmt: skip
    """Read files, check every declaration, and write them as drafts unless one is refused or it is a dry run.

    A declaration that came in before is skipped. Systems and datasets of that name, which the actor sees, are linked.
    Raises Forbidden, Invalid or TooLarge.
    """
    register = registry[KEY]
    if not may_import(register, actor):
        raise Forbidden(_("You may not import into “%s”.") % register.label_plural)
    read = fideslang.read(sources)
    told = Brought(dry_run, activities=len(read.rows), refused=list(read.refused), notes=list(read.notes))
    rows = _fresh(register, read.rows, told)
    _place(rows, unit or actor.unit, told)
    told.fits = [row["title"] for row in rows]
    _checked, errors = register.check_rows(rows, actor=actor, at=at)
    told.refused += [f"{rows[e.index]['title']}: {s}" for e in errors for s in e.refusal.all_sentences()]
    if told.refused or dry_run:
        return told
    _write(register, rows, told, actor=actor, at=at, source=source)
    return told


def _fresh(register: Any, rows: list[dict[str, Any]], told: Brought) -> list[dict[str, Any]]:
    """The rows that are not there yet, each once."""
    ids = [row["external_id"] for row in rows]
    there = set(register.model.objects.filter(external_id__in=ids).values_list("external_id", flat=True))
    fresh = []
    for row in rows:
        if row["external_id"] in there:
            told.skipped.append(row["title"])
            continue
        there.add(row["external_id"])
        fresh.append(row)
    return fresh


def _place(rows: list[dict[str, Any]], unit: Unit | None, told: Brought) -> None:
    """Each row in the unit that its department names, else in the one that was said."""
    by_name = {name.casefold(): u for u in Unit.objects.all() for name in (u.code, u.name)}
    for row in rows:
        department = row.pop("department")
        row["unit"] = by_name.get(department.casefold(), unit)
        if department and department.casefold() not in by_name:
            told.notes.append(_("“%s” is no unit here; the entry says it in words.") % department)
            row["description"] = f"{row['description']}\n\n{_('Department: %s') % department}".strip()
        if row["unit"] is None:
            raise Invalid(_("Say to which unit the activities belong."))


def _write(register: Any, rows: list[dict[str, Any]], told: Brought, **given: Any) -> None:
    reason = _("Brought in from fideslang files.")
    try:
        made = register.create_many(rows, reason=reason, **given)
    except RowsRefused as refused:
        told.refused += refused.all_sentences()
        return
    told.created = [record.number for record in made]
    near = {row["external_id"]: _known(row, given["actor"]) for row in rows}
    for record in made:
        for entry in near[record.external_id]:
            register.link(record, kind="concerns", target=entry, rev=None, **given)
            told.linked += 1


def _known(row: dict[str, Any], actor: Any) -> list[Entry]:
    """Systems and datasets recorded here that carry the names a declaration uses."""
    wanted = {"systems": [row["system_name"], row["system_key"]], "datasets": row["dataset_keys"]}
    found: list[Entry] = []
    for key, names in wanted.items():
        if key not in registry or not (names := [n for n in names if n]):
            continue
        rows = registry[key].visible(actor).filter(title__in=names).select_related("entry")[:20]
        found += [record.entry for record in rows]
    return found
