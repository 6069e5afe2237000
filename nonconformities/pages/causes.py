"""The why-tree, where people work on it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest, Invalid
from qms.links.edges import neighbours
from qms.pages.forms import RecordForm
from qms.pages.front import RecordPage
from qms.pages.links import number_in

from .. import services, whytree
from ..forms import AddWhy, ChangeWhy, RemoveWhy, with_reason
from ..pictures import views
from ..whowhen import by_row


@dataclass
class Shown:
    """A why with the forms that belong to it; one that others explain cannot be removed."""

    node: whytree.Node
    change: RecordForm
    add: RecordForm
    remove: RecordForm | None
    children: "list[Shown]" = field(default_factory=list)


class Causes(RecordPage):
    """`/nonconformities/<number>/causes/`: ask why, confirm or refute, choose the root. Every change is one edit."""

    template = "nonconformities/causes.html"
    allowed_inputs = frozenset({"move", "row", "rev"})
    moves = {"add": AddWhy, "change": ChangeWhy, "remove": RemoveWhy}

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        return self.page()

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        move, row_id = request.POST.get("move", ""), request.POST.get("row", "")
        if move not in self.moves:
            raise BadRequest(_("“%s” is nothing that can be done to a why-tree.") % move[:60])
        form = self.form(move, row_id, request.POST)
        self.check_inputs(form)
        if not form.is_valid():
            return self.page(422, {(move, row_id): form})
        try:
            self.change(move, row_id, form.cleaned_data, number_in(request.POST, "rev"))
        except Invalid as refused:
            form.take(refused)
            return self.page(422, {(move, row_id): form})
        messages.success(request, _("The why-tree is kept."))
        return HttpResponseRedirect(f"{self.url}causes/" + (f"#why-{row_id}" if row_id and move != "remove" else ""))

    def change(self, move: str, row_id: str, said: dict[str, Any], rev: int) -> None:
        """One edit of the record."""
        reason = {"reason": said.pop("reason")} if "reason" in said else {}
        common = {"rev": rev, "actor": self.actor, "at": self.at, "source": self.source, **reason}
        if move == "add":
            services.add_why(self.record, parent=row_id, **said, **common)
        elif move == "change":
            services.change_why(self.record, row_id=row_id, changes=said, **common)
        else:
            services.remove_why(self.record, row_id=row_id, **common)

    def form(self, move: str, row_id: str, data: Any = None) -> RecordForm:
        """A form of one why; ids on the page carry the why's id."""
        made = with_reason(self.moves[move], asked=move != "add" and self.phase != "draft", required=move == "remove")
        held: dict[str, Any] = (
            next((row for row in self.record.causes if row["id"] == row_id), {}) if move == "change" else {}
        )
        return made(data, initial=held, auto_id=f"{move}-{row_id or 'top'}-%s")

    @cached_property
    def open(self) -> bool:
        """Whether the actor may work on the tree now."""
        locked = "causes" in self.register.locked(self.record)
        return bool(self.register.can_edit(self.record, self.actor)) and not locked

    def page(self, status: int = 200, bound: dict[tuple[str, str], RecordForm] | None = None) -> HttpResponse:
        """The tree, with its forms where it may be changed."""
        bound = bound or {}
        nodes = [self.shown(n, bound) for n in whytree.tree(self.record.causes, by_row(self.record))]
        near = [n.entry.number for n in neighbours(self.record.pk, self.actor)]
        files = [f["name"] for f in self.record.entry.attached.get("files", [])]
        return self.show(
            self.template, status, views=views(self.record, "tree"), nodes=nodes, open=self.open,
            evidence=[*files, *near], add=bound.get(("add", "")) or self.form("add", ""),
            doubts=whytree.doubts(self.record.causes),
            locked=self.register.locked(self.record).get("causes"),
            chains=[whytree.chain(self.record.causes, r["id"]) for r in whytree.roots(self.record.causes)],
        )  # fmt: skip

    def shown(self, node: whytree.Node, bound: dict[tuple[str, str], RecordForm]) -> Shown:
        """A why and those below it, each with its forms."""
        row_id = node.row["id"]
        forms = {move: bound.get((move, row_id)) or self.form(move, row_id) for move in self.moves}
        remove = None if node.children else forms["remove"]
        return Shown(node, forms["change"], forms["add"], remove, [self.shown(c, bound) for c in node.children])
