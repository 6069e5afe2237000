"""What leaves a list as a file: CSV, XLSX or PDF of its rows. The ledger keeps that they were taken out (Annex 11)."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.records.events import log_event
from qms.registers.kept import shown_to
from qms.registers.lists import Listing, filters_for, page
from qms.registers.prints import MOST_ROWS, list_pdf

from . import export
from .front import RegisterPage
from .texts import text_of
from .values import Names


class ListFiles(RegisterPage):
    """A page from which a list can be taken along."""

    def as_table(self, listing: Listing, kind: str) -> HttpResponse:
        """Every row of the list as CSV or XLSX."""
        rows, _after = page(listing.shown, listing.order, "", export.MOST)
        rows = [shown_to(self.actor, listing.register, row) for row in rows]
        self.names.load_record(*rows)
        self.names.load(r.owner_id for r in rows)
        self._log(listing, kind, rows)
        heads = [c.label for c in listing.columns]
        return export.download(kind, listing.register.key, heads, (_cells(listing, r, self.names) for r in rows))

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
    return {f.name: (f.label, dict(f.options)) for f in filters_for(register, {}, actor)}


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


def _cells(listing: Listing, row: Any, names: Names) -> list[str]:
    state = {"state": listing.register.lifecycle.label(row.state)}
    return [state.get(c.name) or text_of(row, c.name, names) for c in listing.columns]
