"""Taking files in, each on its own: a document, one migrated revision, effective since the date the file gives."""

import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import Forbidden, Refused
from qms.registers import registry

from ..models import Document
from ..rules.revisions import migrates
from . import reading
from .places import One

MARK = "migrated"
#: What is taken in was approved elsewhere and is in force at once: a quality manager vouches for it.
WHO = gettext_lazy("Documents are imported by a quality manager, because they are in force at once. Ask one of them.")


@dataclass(frozen=True)
class Row:
    """What became of one file: "made", "there" or "refused", with the number and a remark or the reason."""

    path: str
    outcome: str
    number: str = ""
    title: str = ""
    kind: str = ""
    effective_on: datetime.date | None = None
    approved_by: str = ""
    said: str = ""


@dataclass
class Report:
    """What became of a folder, row by row."""

    dry_run: bool
    rows: list[Row] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """How many files came out so."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def made(self) -> int:
        return self.count("made")

    @property
    def there(self) -> int:
        return self.count("there")

    @property
    def refused(self) -> int:
        return self.count("refused")

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        rows = [
            {**asdict(r), "effective_on": r.effective_on.isoformat() if r.effective_on else None} for r in self.rows
        ]
        counts = {"made": self.made, "there": self.there, "refused": self.refused}
        return {"dry_run": self.dry_run, **counts, "rows": rows}


def may_bring(actor: Any) -> bool:
    """Whether the person may take documents in somewhere: add them, and vouch that they were in force outside."""
    return bool(registry["documents"].may_add(actor, None)) and bool(migrates(actor, None))


class _Tried(Exception):
    """Ends the transaction of a dry run."""


def take_in(
    files: Iterable[One], *, actor: Any, at: datetime.datetime, source: str, unit: Any = None, dry_run: bool = False
) -> Report:
    """Take files in, one transaction each; one that is refused does not hold up the others.

    What is there already, by its path, is passed over. A dry run does the same and keeps nothing. Raises Forbidden
    where the actor may not add documents at all.
    """
    where = unit or actor.unit
    if not may_bring(actor) or (where is not None and not migrates(actor, Document(unit=where))):
        raise Forbidden(WHO)
    report = Report(dry_run)
    for path, data in files:
        report.rows.append(_one(path, data, actor=actor, at=at, source=source, unit=unit, dry_run=dry_run))
    return report


def _one(path: str, data: bytes | Refused, *, dry_run: bool, **how: Any) -> Row:
    try:
        if isinstance(data, Refused):
            raise data
        brought = reading.read(path, data)
        there = Document.objects.filter(external_id=brought.external_id).values_list("number", flat=True).first()
        if there:
            return Row(path, "there", there, brought.title, said=_("There already; a change makes a next revision."))
        return _made(brought, dry_run=dry_run, **how)
    except Refused as refused:
        return Row(path, "refused", said=" ".join(refused.all_sentences()))


def _made(brought: reading.Brought, *, dry_run: bool, actor: Any, at: Any, source: str, unit: Any) -> Row:
    number = ""
    on = brought.on or timezone.localdate(at)
    try:
        with transaction.atomic():
            document = _write(brought, on, actor=actor, at=at, source=source, unit=unit, keep_file=not dry_run)
            number = document.number
            if dry_run:
                raise _Tried
    except _Tried:
        number = ""
    remark = "" if brought.on else _("The file names no date: effective from today.")
    return Row(brought.path, "made", number, brought.title, brought.kind, on, brought.approved_by, remark)


def _write(
    brought: reading.Brought, on: datetime.date, *, actor: Any, at: Any, source: str, unit: Any, keep_file: bool
) -> Any:
    documents, revisions = registry["documents"], registry["document-revisions"]
    how = {"actor": actor, "at": at, "source": source}
    where = {"unit": unit} if unit is not None else {}
    document = documents.create(
        title=brought.title, kind=brought.kind, mark=MARK, external_id=brought.external_id, **where, **how
    )
    revision = revisions.create(
        document=document, text=brought.text or (_("(file)") if not keep_file else ""),
        change_summary=brought.summary, mark=MARK, **how,
    )  # fmt: skip
    if brought.data and keep_file:
        name = PurePosixPath(brought.path).name
        revision = revisions.attach(revision, name=name, data=brought.data, rev=None, **how)
    revisions.perform(
        revision, "adopt", rev=None, effective_on=on, approved_outside=brought.approved_by,
        approved_outside_on=brought.on if brought.approved_by else None, **how,
    )  # fmt: skip
    return document
