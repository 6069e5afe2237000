"""What leaves a list as a file: CSV, XLSX or PDF of its rows. The ledger keeps that they were taken out (Annex 11)."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.records.events import log_event
from qms.records.models import Record
from qms.registers.kept import shown_to
from qms.registers.lists import Listing, filters_for, page
from qms.registers.prints import MOST_ROWS, list_pdf
from qms.registers.tables import is_number

from . import export
from .front import RegisterPage
from .texts import text_of
from .values import Names


class ListFiles(RegisterPage):
    """A page from which a list can be taken along."""

    def as_table(self, listing: Listing, kind: str, *, whole: bool = False) -> HttpResponse:
        """Every row of the list as CSV or XLSX; `whole` with all fields of the register."""
        register, columns = listing.register, listing.every_column if whole else listing.columns
        rows, _after = page(listing.whole if whole else listing.shown, listing.order, "", export.MOST)
        rows = [shown_to(self.actor, register, row) for row in rows]
        self.names.load_record(*rows)
        self.names.load(r.owner_id for r in rows)
        adds = register.export_adds(rows, self.actor) if whole else []
        self._log(listing, kind, rows)
        heads = [*(c.label for c in columns), *(word for word, _texts in adds)]
        cells = (
            [
                *(_cell(register, row, c.name, self.names, whole) for c in columns),
                *(t.get(row.pk, "") for _w, t in adds),
            ]
            for row in rows
        )
        return export.download(kind, register.key, heads, cells)

    def as_print(self, listing: Listing) -> HttpResponse:
        """The rows of the list as PDF, with what they are a list of."""
        rows, _after = page(listing.shown, listing.order, "", MOST_ROWS)
        pdf = list_pdf(
            listing.register, rows=rows, columns=[(c.name, c.label) for c in listing.columns],
            total=listing.in_phase(listing.phase).order_by().count(), actor=self.actor, at=self.at,
            query=listing.address().removeprefix("?"),
            filters=asked_for(listing, words_of(listing.register, self.actor)),
        )  # fmt: skip
        self._log(listing, "pdf", rows)
        return as_pdf(pdf, listing.register.key)

    def _log(self, listing: Listing, kind: str, rows: list[Any]) -> None:
        chosen: dict[str, Any] = {} if listing.chosen is None else {"numbers": [r.number for r in rows]}
        log_event(
            subject=listing.register.key, action="export", actor=self.actor, at=self.at, source=self.source,
            rows=len(rows), format=kind, query=listing.address(view="").removeprefix("?")[:500], **chosen,
        )  # fmt: skip


def as_pdf(pdf: bytes, name: str) -> HttpResponse:
    """A PDF that the browser shows and would save as `name`.pdf."""
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def words_of(register: Any, actor: Any) -> dict[str, tuple[str, dict[str, str]]]:
    """The filters of a list: the label of each, and its values in words. Read once for any number of lists."""
    return {f.name: (f.label, dict(f.options)) for f in filters_for(register, {}, actor, every=True)}


def asked_for(listing: Listing, words: dict[str, tuple[str, dict[str, str]]]) -> list[tuple[str, str]]:
    """What a list was asked for, in words."""
    phases = {"open": _("Open"), "draft": _("Draft"), "done": _("Done"), "all": _("All")}
    said = [(_("Phase"), phases[listing.phase])] + ([(_("Search"), listing.q)] if listing.q else [])
    for name, value in listing.filters_asked.items():
        label, known = words[name]
        said.append((label, known.get(value, value)))
    if sort := listing.asked.get("sort"):
        column = next((c.label for c in listing.columns if c.sort == sort.removeprefix("-")), sort)
        said.append((_("Order"), _("%s, falling") % column if sort.startswith("-") else _("%s, rising") % column))
    if listing.chosen is not None:
        n = len(listing.chosen)
        said.append((_("Rows"), ngettext("%d chosen one by one", "%d chosen one by one", n) % n))
    return said


def _cell(register: Any, row: Any, name: str, names: Names, whole: bool) -> object:
    """One cell: the state in words, a number as a number, anything else as text.

    Among all fields another record stands by its number alone, as in the API.
    """
    if name == "state":
        return register.lifecycle.label(row.state)
    value = getattr(row, name, None)
    if whole and isinstance(value, Record):
        return value.number
    said = text_of(row, name, names)
    return value if is_number(value) and str(value) == said else said
