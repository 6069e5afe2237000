"""The steps of an import that somebody works on: start, choose columns, check, confirm. A worker does the rest."""

import datetime
import itertools
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qms.attachments.sniff import clean_name
from qms.attachments.store import keep, path_of
from qms.jobs.wake import wake
from qms.lib.errors import Forbidden, NotVisible, Stale, WrongState
from qms.records.transactions import in_one_transaction
from qms.registers.registry import registry

from .mapping import Mapping, check_mapping, propose
from .models import ImportRun, ImportTask
from .permission import may_import
from .reading import FIND_OUT, Options, Table, open_table
from .run import unit_of
from .targets import headings, targets

PROPOSED_FROM = 500  # rows that the proposal looks at
SHOWN_ROWS, SHOWN_CELL = 5, 120
OPEN = (ImportRun.COLUMNS, ImportRun.ASKING, ImportRun.CHECKED, ImportRun.REFUSED, ImportRun.FAILED)


def registers_for(actor: Any) -> list[Any]:
    """The listed registers that `actor` may import into."""
    return [r for r in registry if r.menu and may_import(r, actor)]


def runs_of(actor: Any) -> QuerySet[ImportRun]:
    """The imports of a person, newest first."""
    return ImportRun.objects.filter(actor=actor).order_by("-pk")


def get(pk: int, actor: Any) -> ImportRun:
    """One of the actor's own imports. Raises NotVisible for any other."""
    found = runs_of(actor).select_related("blob").filter(pk=pk).first()
    if found is None:
        raise NotVisible(_("There is no such import."))
    return found


def start(
    *, register: str, name: str, data: bytes, actor: Any, at: datetime.datetime, options: Options = FIND_OUT,
    source: str = "page", given: dict[str, str] | None = None,
) -> ImportRun:  # fmt: skip
    """Keep a file, understand it and propose what its columns mean. `given`: field → what every row holds there.

    Raises NotVisible (no such register), Forbidden, TooLarge, WrongType or Invalid.
    """
    declared = registry[register]
    if not may_import(declared, actor):
        raise Forbidden(_("You may not import into “%s”.") % declared.label_plural)
    name = clean_name(name)
    blob = keep(name=name, data=data, at=at)
    run = ImportRun(register=register, name=name, blob=blob, actor=actor, source=source, created_at=at)
    run.mapping = {"given": dict(given or {})}
    _look(run, options, at)
    run.save()
    return run


def table_of(run: ImportRun) -> Table:
    """The file as the reader understands it with the run's options."""
    options = Options(**run.options)
    return open_table(path_of(run.blob.sha256), name=run.name, options=options, known=headings(registry[run.register]))


@in_one_transaction
def reread(run: ImportRun, *, options: Options, at: datetime.datetime, seen: str = "") -> ImportRun:
    """Read the file again with other options; columns are proposed anew. Raises WrongState while a worker has it."""
    run = _locked(run, seen)
    _look(run, options, at)
    run.save()
    return run


@in_one_transaction
def choose(run: ImportRun, *, mapping: Mapping, at: datetime.datetime, seen: str = "") -> ImportRun:
    """Keep what the columns mean and let a worker check all rows. Raises WrongState, Stale, or Invalid by column."""
    run = _locked(run, seen)
    check_mapping(registry[run.register], run.seen["columns"], mapping)
    unit_of(mapping)
    run.mapping, run.state, run.changed_at = mapping.as_data(), ImportRun.CHECKING, at
    run.result, run.questions, run.said = {}, {}, []
    run.save()
    _queue(run, dry=True, at=at)
    return run


@in_one_transaction
def confirm(run: ImportRun, *, at: datetime.datetime, seen: str = "") -> ImportRun:
    """Let a worker write what was checked. Raises WrongState unless the check found every row good, or Stale."""
    run = _locked(run, seen)
    if run.state != ImportRun.CHECKED:
        raise WrongState(_("Only an import whose rows were all checked and found good can be carried out."))
    run.state, run.changed_at = ImportRun.WRITING, at
    run.save()
    _queue(run, dry=False, at=at)
    return run


def _locked(run: ImportRun, seen: str) -> ImportRun:
    """The run as it stands now, locked. Raises WrongState when it is over or a worker has it, Stale when `seen` is not
    its `seen_at`."""
    fresh = ImportRun.objects.select_for_update(of=("self",)).select_related("blob").get(pk=run.pk)
    if fresh.state not in OPEN:
        raise WrongState(_("This import is “%s” and cannot be changed.") % fresh.get_state_display())
    if seen and seen != fresh.seen_at:
        raise Stale(_("This import went on meanwhile, perhaps in another window. Look at it again."))
    return fresh


def _queue(run: ImportRun, *, dry: bool, at: datetime.datetime) -> None:
    ImportTask.objects.create(run=run, dry=dry, due_at=at)
    wake()


def _look(run: ImportRun, options: Options, at: datetime.datetime) -> None:
    run.options = asdict(options)
    table, declared = table_of(run), registry[run.register]
    given = run.mapping.get("given", {})
    sample = [r for r in itertools.islice(table.rows(), PROPOSED_FROM) if not r.problem]
    run.seen = {
        "columns": list(table.columns),
        "sample": [[c[:SHOWN_CELL] for c in r.cells] for r in sample[:SHOWN_ROWS]],
        "notes": [*table.notes, *_said_of(declared, given)], "kind": table.kind, "encoding": table.encoding,
        "delimiter": table.delimiter, "sheet": table.sheet, "header": table.header.line,
    }  # fmt: skip
    run.mapping = propose(declared, table.columns, [r.cells for r in sample]).as_data() | {"given": given}
    run.state, run.changed_at = ImportRun.COLUMNS, at
    run.result, run.questions, run.said = {}, {}, []


def _said_of(register: Any, given: dict[str, str]) -> list[str]:
    """What every row holds, as sentences."""
    known = targets(register)
    return [
        _("Every row has “%(value)s” as its %(field)s.") % {"value": text, "field": known[name].label.lower()}
        for name, text in given.items()
    ]
