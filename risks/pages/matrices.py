"""The table of a matrix as a grid of choices."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest, Invalid
from qms.pages.front import RecordPage
from qms.pages.links import number_in

from ..grid import grid
from ..matrix import fault, matrix_of


class Table(RecordPage):
    """`/risk-matrices/<number>/table/`: every cell is a choice of a level. Sent as a whole, kept as one edit."""

    template = "risks/matrices/table.html"

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        self.register.check_edit(self.record, rev=None, actor=self.actor)
        return self.page(self.record.cells)

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        names = [f"c-{row}-{column}" for row, column in self.places]
        self.check_inputs(None, "rev", "reason", *names)
        cells = [[request.POST.get(f"c-{r}-{c}", "") for c in self.columns] for r in self.rows]
        if any(cell not in {"", *(level.key for level in self.matrix.levels)} for row in cells for cell in row):
            raise BadRequest(_("A cell names a level that the matrix does not have."))
        try:
            self.register.edit(
                self.record, rev=number_in(request.POST, "rev"), actor=self.actor, at=self.at, source=self.source,
                reason=request.POST.get("reason", ""), cells=cells,
            )  # fmt: skip
        except Invalid as refused:
            return self.page(cells, 422, refused.all_sentences())
        self.record.cells = cells
        said = fault(matrix_of(self.record))
        (messages.warning if said else messages.success)(request, said or _("The table is kept and has no fault."))
        return HttpResponseRedirect(self.url if not said else f"{self.url}table/")

    @cached_property
    def matrix(self) -> Any:
        """The table as it stands."""
        return matrix_of(self.record)

    @property
    def rows(self) -> range:
        """Places on the scale of likelihood."""
        return range(1, len(self.matrix.likelihood) + 1)

    @property
    def columns(self) -> range:
        """Places on the scale of consequence."""
        return range(1, len(self.matrix.consequence) + 1)

    @property
    def places(self) -> list[tuple[int, int]]:
        """Every cell."""
        return [(row, column) for row in self.rows for column in self.columns]

    def page(self, cells: list[list[str]], status: int = 200, refused: list[str] | None = None) -> HttpResponse:
        """The grid with what is chosen, and what is wrong with it."""
        self.record.cells = cells
        shown = matrix_of(self.record)
        return self.show(
            status=status, rows=grid(shown), matrix=shown, fault=fault(shown), refused=refused or [],
            asks_reason=self.phase != "draft", back=self.url,
        )  # fmt: skip


urlpatterns = [
    path("risk-matrices/<str:number>/table/", Table.as_view(), {"register": "risk-matrices"}, name="risk-matrix-table")
]
