"""The list of a register, its next page for htmx, and its export."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.imports.permission import may_import
from qms.lib.errors import BadRequest
from qms.records.events import log_event
from qms.registers.lists import CAP, PHASES, Column, Listing, filters_for, late, page

from . import export
from .front import RegisterPage
from .texts import text_of
from .values import small_first


class List(RegisterPage):
    """`/<register>/`: what the filters in the address ask for."""

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        listing = Listing(self.register, self.actor, request.GET.dict(), timezone.localdate())
        if kind := request.GET.get("format"):
            return self.export(listing, kind)
        rows, after = listing.page
        self.names.load_record(*rows)
        shown: dict[str, Any] = {
            "listing": listing,
            "rows": rows,
            "columns": listing.columns,
            "next": listing.address(after=after) if after else "",
        }
        if request.htmx and request.GET.get("after"):  # type: ignore[attr-defined]
            return self.show("pages/list_rows.html", **shown)
        return self.show(self.register.list_template, **shown, **self.head(listing))

    def head(self, listing: Listing) -> dict[str, Any]:
        """Tabs with counts, filters, heads with their order, and whether something can be added."""
        return {
            "tabs": [self._tab(listing, phase) for phase in PHASES],
            "filters": filters_for(self.register, listing.asked, self.actor),
            "narrowed": bool(listing.filters_asked or listing.q),
            "heads": [self._head(listing, c) for c in listing.columns],
            "late": late(listing.matching, self.register, listing.today).order_by()[:CAP].count()
            if listing.due_field
            else 0,
            "late_url": listing.address(due="late", phase="all"),
            "may_add": self.register.may_add(self.actor, None),
            "new_url": f"/{self.register.key}/new/",
            "new_label": _("New %s") % small_first(self.register.label),
            "print_url": f"/{self.register.key}/print/{listing.address()}",
            "csv": listing.address(format="csv"),
            "xlsx": listing.address(format="xlsx"),
            "import_url": f"/imports/?register={self.register.key}" if may_import(self.register, self.actor) else "",
            "clear": f"/{self.register.key}/?phase={listing.phase}",
        }

    def _tab(self, listing: Listing, phase: str) -> dict[str, Any]:
        words = {"open": _("Open"), "draft": _("Draft"), "done": _("Done"), "all": _("All")}
        return {
            "label": words[phase], "url": listing.address(phase=phase), "count": listing.count(phase),
            "current": phase == listing.phase,
        }  # fmt: skip

    def _head(self, listing: Listing, column: Column) -> dict[str, Any]:
        now = listing.order.name
        turn = f"-{column.sort}" if now == column.sort else column.sort
        return {
            "column": column,
            "url": listing.address(sort=turn) if column.sort else "",
            "order": "ascending"
            if now == column.sort
            else "descending"
            if now == f"-{column.sort}" and column.sort
            else "",
        }

    def export(self, listing: Listing, kind: str) -> HttpResponse:
        """Every row of the list as CSV or XLSX; the ledger keeps that it was taken out (Annex 11)."""
        if kind not in export.FORMATS:
            raise BadRequest(_("Lists are exported as csv or xlsx."))
        rows, _after = page(listing.shown, listing.order, "", export.MOST)
        self.names.load_record(*rows)
        self.names.load(r.owner_id for r in rows)
        log_event(
            subject=self.register.key, action="export", actor=self.actor, at=self.at, source=self.source,
            rows=len(rows), format=kind, query=self.request.GET.urlencode()[:500],
        )  # fmt: skip
        heads = [c.label for c in listing.columns]
        return export.download(kind, self.register.key, heads, (self._cells(listing, r) for r in rows))

    def _cells(self, listing: Listing, row: Any) -> list[str]:
        state = {"state": self.register.lifecycle.label(row.state)}
        return [state.get(c.name) or text_of(row, c.name, self.names) for c in listing.columns]
