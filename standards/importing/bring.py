"""The verb: read files, compare them with the tables, write what differs, and say so in the ledger."""

import datetime
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qms.lib.errors import Forbidden, Refused
from qms.records.events import log_event

from ..models.clauses import forget_names
from ..rules.importing import importer
from . import editions, pairs
from .limits import SHOWN
from .read import read_file
from .result import IMPORTED, REFUSED, UNCHANGED, Part, Result
from .shapes import Options, Read

NO_OPTIONS = Options()


class _Undo(Exception):
    """Ends the transaction of a dry run, or of a file that is refused."""


def may_import(actor: Any) -> bool:
    """Whether the person may bring standards and mappings in."""
    return bool(importer(actor, None))


def bring(
    files: Iterable[tuple[Path, str]], *, actor: Any, at: datetime.datetime, source: str, dry_run: bool = False,
    options: Options = NO_OPTIONS,
) -> list[Result]:  # fmt: skip
    """Import files, given as (path, name), and say what became of each, in the order given.

    Standards come before mappings, whatever the order, so that a mapping finds its editions. Each file is taken as a
    whole or refused; only rows of a mapping are refused one by one. A dry run does everything and takes it back.
    Importing again writes nothing, not even to the ledger. Raises Forbidden.
    """
    if not may_import(actor):
        said = _("Importing a standard takes the role of quality manager, compliance officer or administrator.")
        raise Forbidden(said)
    understood = [_understood(path, name, options) for path, name in files]
    try:
        with transaction.atomic():
            for _path, read, result in sorted(understood, key=lambda u: bool(u[1] and not u[1].catalogues)):
                if read is not None:
                    _take(_path, read, result, actor=actor, at=at, source=source)
            if dry_run:
                raise _Undo
    except _Undo:
        pass
    forget_names()
    return [result for _path, _read, result in understood]


def _understood(path: Path, name: str, options: Options) -> tuple[Path, Read | None, Result]:
    result = Result(name)
    try:
        read = read_file(path, name, options)
    except Refused as refusal:
        result.reason = " ".join(refusal.all_sentences())
        return path, None, result
    result.format, result.refused, result.notes = read.format, read.refused, read.notes
    return path, read, result


def _take(path: Path, read: Read, result: Result, *, actor: Any, at: datetime.datetime, source: str) -> None:
    """One file, in a savepoint of its own: a refused edition takes the rest of its file back with it."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with transaction.atomic():
            result.parts = [editions.take(c, sha256=sha256, at=at) for c in read.catalogues]
            result.parts += [pairs.take(m, sha256=sha256, at=at) for m in read.mappings]
            if any(p.was_refused for p in result.parts):
                raise _Undo
            for part in result.parts:
                if part.alters:
                    _log(part, result.file, sha256, actor=actor, at=at, source=source)
    except _Undo:
        result.outcome, result.reason = REFUSED, _reason(result.parts)
        return
    except IntegrityError:  # two people bring the same standard at the same moment
        result.outcome, result.parts = REFUSED, []
        result.reason = _("Somebody else brought the same standard in at this moment. Look at it, then try again.")
        return
    result.outcome = IMPORTED if any(p.alters for p in result.parts) else UNCHANGED


def _reason(parts: list[Part]) -> str:
    """The first thing that is wrong, and how much more is."""
    refused = [r for p in parts if p.was_refused for r in p.refused]
    first = f"{refused[0].where}: {refused[0].why}"
    more = len(refused) - 1
    return first + (" " + _("And %d more.") % more if more else "")


def _log(part: Part, name: str, sha256: str, *, actor: Any, at: datetime.datetime, source: str) -> None:
    """A changed standard is a change of what everybody is measured against, and stands in the audit trail."""
    log_event(
        subject=f"{part.kind} {part.ref}", action=f"standards.import_{part.kind}", actor=actor, at=at, source=source,
        reason=_("Imported from %(name)s, SHA-256 %(hash)s") % {"name": name, "hash": sha256}, new=part.is_new,
        added=len(part.added), changed=len(part.changed), gone=len(part.gone), refused=len(part.refused),
        what={"changed": part.changed[:SHOWN], "gone": part.gone[:SHOWN]},
    )  # fmt: skip
