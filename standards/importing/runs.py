"""An import on the pages: a file is looked at, the person sees what would happen, and confirms."""

import datetime
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qms.attachments.sniff import clean_name
from qms.attachments.store import keep, path_of
from qms.lib.errors import Forbidden, NotVisible, WrongState
from qms.records.transactions import in_one_transaction

from ..models import StandardImport
from .bring import bring, may_import
from .result import REFUSED, Result
from .shapes import Options


def runs_of(actor: Any) -> QuerySet[StandardImport]:
    """A person's imports, newest first."""
    return StandardImport.objects.filter(actor=actor).order_by("-pk")


def get(pk: int, actor: Any) -> StandardImport:
    """One of the actor's own imports. Raises NotVisible for any other."""
    found = runs_of(actor).select_related("blob").filter(pk=pk).first()
    if found is None:
        raise NotVisible(_("There is no such import."))
    return found


@in_one_transaction
def start(*, name: str, data: bytes, options: Options, actor: Any, at: datetime.datetime) -> StandardImport:
    """Keep the file and look at it: what it holds and what would change. Raises Forbidden, TooLarge or WrongType."""
    if not may_import(actor):
        raise Forbidden(
            _("Importing a standard takes the role of quality manager, compliance officer or administrator.")
        )
    name = clean_name(name)
    run = StandardImport(actor=actor, name=name, blob=keep(name=name, data=data, at=at), created_at=at)
    run.options = asdict(options)
    _apply(run, _brought(run, at=at, dry_run=True), StandardImport.LOOKED)
    run.save()
    return run


@in_one_transaction
def confirm(run: StandardImport, *, at: datetime.datetime) -> StandardImport:
    """Write what was looked at, as it stands now. Raises WrongState unless it waits for that, or Forbidden."""
    run = StandardImport.objects.select_for_update(of=("self",)).select_related("blob", "actor").get(pk=run.pk)
    if run.state != StandardImport.LOOKED:
        raise WrongState(_("This import is “%s” and cannot be changed.") % run.get_state_display())
    _apply(run, _brought(run, at=at, dry_run=False), StandardImport.DONE)
    run.done_at = at
    run.save()
    return run


def _brought(run: StandardImport, *, at: datetime.datetime, dry_run: bool) -> Result:
    files = [(path_of(run.blob.sha256), run.name)]
    options = Options(**run.options)
    return bring(files, actor=run.actor, at=at, source=f"page:{run.name}"[:40], dry_run=dry_run, options=options)[0]


def _apply(run: StandardImport, result: Result, state: str) -> None:
    run.result = result.as_data()
    run.state = StandardImport.REFUSED if result.outcome == REFUSED else state
