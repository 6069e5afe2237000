"""Builds the file of a pack: select, look for missing files, batch by batch into the ZIP, and last the manifest."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from qms.accounts.people import organisation
from qms.attachments.models import Attachment
from qms.attachments.store import path_of as blob_path
from qms.lib.errors import Invalid, TooLarge
from qms.printing.render import STATIC
from qms.registers.prints.record import language
from qms.registers.registry import registry

from . import hooks, manifest
from .archive import Archive, is_safe, safe_name
from .describe import as_bytes, file_path, record_data
from .limits import BATCH, MOST_FILE_BYTES
from .models import Pack
from .prints import Printer, ledger_position
from .reading import Batch, Dossier, read
from .selection import Chosen, chunks, in_words, select
from .tables import Table

VERIFIER = Path(__file__).with_name("verify.py")
STYLES = (STATIC / "css" / "tokens.css", STATIC / "print" / "pack.css")
PIECE = 1024 * 1024
MOST_LOST = 20  # missing files that a refusal names


@dataclass
class Built:
    """What came of it."""

    counts: dict[str, Any]
    position: int
    manifest_sha256: str


@dataclass
class Building:
    """A pack under way."""

    pack: Pack
    archive: Archive
    at: datetime.datetime
    position: int
    tables: list[Table] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    added: list[str] = field(default_factory=list)  # paths of contributions

    @property
    def actor(self) -> Any:
        """The exporter: nothing that this person may not see is read."""
        return self.pack.actor


def build(pack: Pack, path: Path, *, at: datetime.datetime, progress: Callable[[int, int], None]) -> Built:
    """Write the pack to `path`. `progress(done, total)` counts records and may raise to stop.

    Raises Invalid (nothing to be seen, too much, a file is missing on disk), TooLarge, PrintFailed.
    """
    chosen = select(pack.order, actor=pack.actor)
    progress(0, len(chosen))
    check_files(chosen)
    with Archive(path) as archive:
        made = Building(pack, archive, at, ledger_position())
        done = 0

        def still_here() -> None:
            progress(done, len(chosen))

        printer = Printer(actor=pack.actor, position=made.position, still_here=still_here)
        for key, some in groupby(chosen, key=lambda one: one.register):
            table = Table(registry[key])
            for _record in _register(made, table, [one.pk for one in some], printer):
                done += 1
                progress(done, len(chosen))
            archive.add(f"registers/{safe_name(key)}.csv", table.csv())
            made.tables.append(table)
        _contribute(made)
        return _close(made)


def _register(made: Building, table: Table, pks: list[int], printer: Printer) -> Iterator[Dossier]:
    """Read a register's records, print them and write them down, one after the other."""

    def dossiers() -> Iterator[tuple[Dossier, Batch]]:
        for some in chunks(pks, BATCH):
            batch = read(table.register, some, actor=made.actor)
            yield from ((dossier, batch) for dossier in batch.dossiers)

    for dossier, batch, pdf in printer.pdfs(dossiers()):
        _record(made, table, dossier, batch, pdf)
        yield dossier


def _record(made: Building, table: Table, dossier: Dossier, batch: Batch, pdf: bytes) -> None:
    record = dossier.record
    stem = f"records/{safe_name(batch.register.key)}/{safe_name(record.number)}"
    data = record_data(dossier, batch)
    made.archive.add(f"{stem}.pdf", pdf)
    made.archive.add(f"{stem}.json", as_bytes(data))
    for row in dossier.files:
        if file_path(row) not in made.archive:
            made.archive.add(file_path(row), _whole(row, record.number))
    made.counts.update(
        records=1, versions=len(data["versions"]), ledger_rows=len(data["ledger"]), files=len(data["files"]),
        signatures=len(data["signatures"]), links=len(data["links"]),
    )  # fmt: skip
    made.records.append(
        {
            "number": record.number, "register": batch.register.key, "rev": record.rev,
            "content_hash": data["content_hash"], "pdf": f"{stem}.pdf", "json": f"{stem}.json",
        }
    )  # fmt: skip
    table.add(dossier, batch, pdf=f"{stem}.pdf", json=f"{stem}.json")


def _whole(row: Any, number: str) -> Iterator[bytes]:
    """The bytes of a file, and a refusal where they are not those that were attached."""
    digest = hashlib.sha256()
    with blob_path(row.blob.sha256).open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != row.blob.sha256:
        raise Invalid(_lost([(number, row.name, _("was changed on disk"))]))


def check_files(chosen: list[Chosen]) -> None:
    """Every file of these records is on disk, before anything is printed. Raises Invalid naming record and file, or
    TooLarge. A pack with a hole would look whole to whoever does not run the verifier, so there is none."""
    size, lost, seen = 0, [], set()
    for some in chunks([one.pk for one in chosen]):
        rows = Attachment.objects.filter(entry_id__in=some).select_related("blob", "entry").order_by("pk")
        for row in rows.iterator(chunk_size=500):
            if row.blob.sha256 not in seen:
                size += row.blob.size
                seen.add(row.blob.sha256)
            path = blob_path(row.blob.sha256)
            if not path.is_file() or path.stat().st_size != row.blob.size:
                lost.append((row.entry.number, row.name, _("is missing on disk")))
    if lost:
        raise Invalid(_lost(lost))
    if size > MOST_FILE_BYTES:
        said = _("The files of these records have %(n)d GB; a pack takes %(most)d GB. Narrow the period.")
        raise TooLarge(said % {"n": size // 1024**3, "most": MOST_FILE_BYTES // 1024**3})


def _lost(files: list[tuple[str, str, str]]) -> str:
    named = "; ".join(f"{number}: “{name}” {what}" for number, name, what in files[:MOST_LOST])
    more = _(" and %d more") % (len(files) - MOST_LOST) if len(files) > MOST_LOST else ""
    return _("%s. Restore it from the backup (manage.py verify names every such file) and order the pack again.") % (
        named + more
    )


def _contribute(made: Building) -> None:
    """What other folders add. Raises ValueError for a path that is ours or unsafe: that is a mistake of the program."""
    ours = ("records/", "files/", "registers/")
    for contribution in hooks.contributions:
        for path, content in contribution(made.pack.order, actor=made.actor, at=made.at):
            if "/" not in path or path.startswith(ours) or not is_safe(path):
                raise ValueError(f"a contribution may not be called {path!r}")
            made.archive.add(path, content)
            made.added.append(path)


def _close(made: Building) -> Built:
    """Style, index, verifier, manifest, and the manifest's own hash."""
    archive = made.archive
    archive.add("style.css", b"\n".join(path.read_bytes() for path in STYLES))
    archive.add("verify.py", VERIFIER.read_bytes())
    parts = ("records", "versions", "ledger_rows", "files", "signatures", "links")
    counts: dict[str, Any] = {name: made.counts[name] for name in parts}
    counts["registers"] = {table.register.key: len(table.rows) for table in made.tables}
    archive.add("index.html", index_html(made, counts).encode())
    data = manifest.manifest_data(
        made.pack, at=made.at, position=made.position, counts=counts, records=made.records, members=archive.members
    )
    digest = archive.add(manifest.NAME, as_bytes(data))
    archive.add(manifest.SEAL, f"{digest}  {manifest.NAME}\n".encode())
    return Built(counts, made.position, digest)


def index_html(made: Building, counts: dict[str, Any]) -> str:
    """The page that an auditor opens first."""
    order = made.pack.order
    return render_to_string(
        "packs/index.html",
        {
            "pack": made.pack, "asked": in_words(order), "order": order, "at": made.at, "position": made.position,
            "tables": made.tables, "counts": counts, "added": made.added, "product": manifest.product(),
            "organisation": organisation(), "address": settings.QMS_PUBLIC_URL,
            "verifier_sha256": verifier_sha256(), "lang": language(),
        },
    )  # fmt: skip


def verifier_sha256() -> str:
    """SHA-256 of verify.py as packs carry it and as docs/verify.py publishes it."""
    return hashlib.sha256(VERIFIER.read_bytes()).hexdigest()
