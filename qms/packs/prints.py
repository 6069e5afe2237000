"""The PDFs of a batch: from the store where the version was printed before, else printed two sheaves at a time.

Composing the HTML of a print costs more than reading the kept PDF. So a note says which print a version led to, and on
what ground: the program and everything in the ledger that the print may show. While the ground is the same, nothing is
composed; else the HTML is made, and the store still finds the print by its content.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Max, Q

from qms.accounts.people import organisation
from qms.printing import store
from qms.printing.failures import PrintFailed
from qms.printing.render import AT_ONCE, Manuscript
from qms.records.models import LedgerRow, Record
from qms.registers.declaration import Declaration
from qms.registers.kept import kept_columns
from qms.registers.prints.record import body_html, language

from .reading import Batch, Dossier
from .sheaf import MOST_PRINTS, Sheaf

AHEAD = (AT_ONCE + 1) * MOST_PRINTS  # prints that are composed and not yet in the file
#: Waits for one PDF, calling what it is given while it does.
Awaited = Callable[[Callable[[], None]], bytes]


class Printer:
    """Prints for one reader while the ledger stands at one position."""

    def __init__(self, *, actor: Any, position: int, still_here: Callable[[], None]) -> None:
        self.actor = actor
        self._position, self._still_here = position, still_here
        self._people, self._organisation = ledger_position(of_people=True), organisation()

    def pdfs(self, dossiers: Iterable[tuple[Dossier, Batch]]) -> Iterator[tuple[Dossier, Batch, bytes]]:
        """Each with its PDF, in order. Raises PrintFailed with the number in its detail."""
        waiting: deque[tuple[Dossier, Batch, Awaited]] = deque()
        with ThreadPoolExecutor(AT_ONCE) as presses:
            sheaf = Sheaf(presses)
            for dossier, batch in dossiers:
                if sheaf.closed:  # full, or sent because somebody waits for a print of it
                    sheaf = Sheaf(presses)
                waiting.append((dossier, batch, self._start(dossier, batch.register, sheaf)))
                if len(waiting) > AHEAD:
                    yield self._finished(*waiting.popleft())
            while waiting:
                yield self._finished(*waiting.popleft())

    def _start(self, dossier: Dossier, register: Any, sheaf: Sheaf) -> Awaited:
        record = dossier.record
        note, ground = self._note(record, register), self._ground(dossier, register)
        key = store.recall(note, ground)
        if key and (pdf := store.find(key)):
            return lambda _still_here: pdf
        html, title, lang = body_html(record, actor=self.actor), f"{record.number} {record.title}", language()
        key = store.key_of(html, title=title, lang=lang)
        store.remember(note, ground, key)
        if kept := store.find(key):
            return lambda _still_here: kept
        return sheaf.add(Manuscript(html=html, title=title, lang=lang), key)

    def _finished(self, dossier: Dossier, batch: Batch, awaited: Awaited) -> tuple[Dossier, Batch, bytes]:
        try:
            return dossier, batch, awaited(self._still_here)
        except PrintFailed as failure:
            raise PrintFailed(failure.cause, f"{dossier.record.number}: {failure.detail}") from failure

    def _note(self, record: Any, register: Any) -> dict[str, Any]:
        reader = 0 if stands_alone(register) else self.actor.pk
        return {"entry": record.pk, "lang": language(), "reader": reader}

    def _ground(self, dossier: Dossier, register: Any) -> dict[str, Any]:
        alone = stands_alone(register)
        return {
            "rev": dossier.record.rev,
            "row": bytes(dossier.position.sha256).hex(),
            "ledger": self._people if alone else self._position,
            "program": store.program(),
            "organisation": self._organisation,
            "address": settings.QMS_PUBLIC_URL,
        }


@cache
def stands_alone(register: Any) -> bool:
    """Whether a print of this register shows nothing but its own record, and people and units."""
    sections = type(register).print_sections is not Declaration.print_sections
    own = sections or register.print_template != "print/record.html"
    refers = [f for f in register.model._meta.concrete_fields if isinstance(f, models.ForeignKey)]
    own = own or bool(kept_columns(register))  # not every reader sees the same of it
    return not own and not any(issubclass(f.related_model, Record) for f in refers)


def ledger_position(*, of_people: bool = False) -> int:
    """The last row of the ledger that is no export: exports change nothing. `of_people`: the last one about people,
    units and contacts."""
    rows = LedgerRow.objects.exclude(action="export")
    if of_people:
        about = Q(action__startswith="people.") | Q(action__startswith="units.") | Q(action__startswith="contacts.")
        rows = rows.filter(about, entry=None)
    found: int | None = rows.order_by().aggregate(last=Max("pk"))["last"]
    return found or 0
