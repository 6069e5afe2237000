"""The list of a register, its next page for htmx, and its export."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.imports.permission import may_import
from qms.lib.errors import BadRequest, NotVisible
from qms.registers.bulk import offered
from qms.registers.lists import PHASES, Column, Listing, filters_for
from qms.registers.lists.saved import may_share, shown_by, views_for
from qms.registers.models import SavedView

from . import export
from .list_export import ListFiles
from .packs import pack_url
from .values import small_first

#: Views that stand beside the phases; the others are one click away.
TABS = 6


class List(ListFiles):
    """`/<register>/`: what the filters in the address ask for, or the saved view that it names."""

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        try:
            listing = self.listing()
        except BadRequest as refusal:
            if self.view is None or self.own_parameters:
                raise
            return self.broken(self.view, refusal)
        if kind := request.GET.get("format"):
            if kind not in export.FORMATS:
                raise BadRequest(_("Lists are exported as csv or xlsx."))
            return self.as_table(listing, kind, whole=self.whole)
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
        return self.show(self.register.list_template, **shown, **self.head(listing), **self.choices(listing, rows))

    def listing(self) -> Listing:
        """The list of the address. A view alone stands for what it holds. Raises BadRequest."""
        today = timezone.localdate()
        if self.view is None:
            return Listing(self.register, self.actor, self.given, today)
        if not self.own_parameters:
            return shown_by(self.view, self.register, actor=self.actor, today=today, **self.given)
        return Listing(self.register, self.actor, self.given, today, view=str(self.view.pk))

    @cached_property
    def given(self) -> dict[str, str]:
        """The parameters of the address that say which rows are meant."""
        return {name: value for name, value in self.request.GET.dict().items() if name not in ("view", "columns")}

    @property
    def whole(self) -> bool:
        """Whether the file takes all fields. Raises BadRequest."""
        asked = self.request.GET.get("columns", "")
        if asked not in ("", "all"):
            raise BadRequest(_("“%s” is no choice of columns: leave it out, or ask for “all”.") % asked[:20])
        return asked == "all"

    @property
    def own_parameters(self) -> set[str]:
        """What the address itself says of the list; then a view only says where it began."""
        return set(self.given) - {"after", "format"}

    @cached_property
    def views(self) -> list[SavedView]:
        """The views that the person may choose from."""
        return views_for(self.register, self.actor)

    @cached_property
    def view(self) -> SavedView | None:
        """The view of the address; of a bare address the person's default. Raises BadRequest or NotVisible."""
        word = self.request.GET.get("view")
        if word is None:
            return None if self.request.GET else next((v for v in self.mine if v.is_default), None)
        if not (word.isascii() and word.isdigit()):
            raise BadRequest(_("“%s” is no view.") % word[:20])
        found = next((v for v in self.views if v.pk == int(word)), None)
        if found is None:
            raise NotVisible(_("There is no such view that you may see."))
        return found

    @property
    def mine(self) -> list[SavedView]:
        """The person's own views."""
        return [v for v in self.views if v.user_id == self.actor.pk]

    def broken(self, view: SavedView, refusal: BadRequest) -> HttpResponse:
        """The page of a view whose list has changed since: it says what is gone, and shows no rows in its place."""
        listing = Listing(self.register, self.actor, {}, timezone.localdate(), view=str(view.pk))
        shown = {**self.head(listing), "listing": listing, "rows": [], "broken": refusal.sentences}
        tabs = [{**tab, "current": False} for tab in shown["tabs"]]
        nothing_to_keep = dict.fromkeys(("view_changed", "may_change_view", "may_save"), False)
        return self.show(self.register.list_template, 400, **{**shown, **nothing_to_keep, "tabs": tabs})

    def head(self, listing: Listing) -> dict[str, Any]:
        """Tabs with counts, filters, heads with their order, and whether something can be added."""
        key, (counts, late) = self.register.key, listing.counts()
        return {
            "tabs": [self._tab(listing, phase, counts[phase]) for phase in PHASES],
            "open_count": counts["open"],
            "filters": filters_for(self.register, listing.asked, self.actor),
            "narrowed": bool(listing.filters_asked or listing.q),
            "heads": [self._head(listing, c) for c in listing.columns],
            "late": late,
            "late_url": listing.address(due="late", phase="all"),
            "may_add": self.register.may_add(self.actor, None),
            "new_url": f"/{key}/new/",
            "new_label": _("New %s") % small_first(self.register.label),
            "print_url": f"/{key}/print/{listing.address(view='')}",
            "pack_url": pack_url(self.register) if counts["all"] != "0" else "",
            "csv": listing.address(format="csv", view=""),
            "xlsx": listing.address(format="xlsx", view=""),
            "xlsx_whole": listing.address(format="xlsx", columns="all", view=""),
            "csv_whole": listing.address(format="csv", columns="all", view=""),
            "import_url": f"/imports/?register={key}" if may_import(self.register, self.actor) else "",
            "clear": f"/{key}/?phase={listing.phase}",
            **self.saved(listing),
        }

    def saved(self, listing: Listing) -> dict[str, Any]:
        """The saved views as tabs, and what can be kept of the list as it is."""
        changed = self.view is not None and listing.query != self.view.query
        first = [v for v in self.views if v == self.view] + [v for v in self.views if v != self.view]
        kept = {v.pk for v in first[:TABS]}
        return {
            "view": self.view,
            "view_changed": changed,
            "view_tabs": [v for v in self.views if v.pk in kept],
            "views_url": f"/{self.register.key}/views/",
            "may_share": may_share(self.actor),
            "may_change_view": changed and self.view in self.mine,
            "may_save": changed if self.view else listing.query != f"phase={self.register.first_phase}",
        }

    def choices(self, listing: Listing, rows: list[Any]) -> dict[str, Any]:
        """What can be done with the rows that are chosen."""
        return {"bulk": offered(self.register, rows=rows, phase=listing.phase, actor=self.actor)}

    def _tab(self, listing: Listing, phase: str, count: str) -> dict[str, Any]:
        words = {"open": _("Open"), "draft": _("Draft"), "done": _("Done"), "all": _("All")}
        return {
            "label": words[phase], "url": listing.address(phase=phase), "count": count,
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
