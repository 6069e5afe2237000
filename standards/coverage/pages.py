"""`/standards/<edition>/coverage/`: the matrix, its gaps, and the same as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest
from qms.pages.export import download
from qms.pages.front import Page

from ..models import Requirement
from ..queries import edition_of
from . import table
from .asking import may_act, unit_of
from .documented import documented
from .levels import LEVELS
from .matrix import KINDS, LABELS, SIGNS, Matrix, Row, matrix_of
from .overview import overview
from .reading import under_way

#: A longer matrix is shown chapter by chapter.
MOST_ROWS = 300
FORMATS = ("csv", "xlsx", "pdf")


@dataclass(frozen=True)
class Sum:
    """How many requirements have a level, as the bar above the matrix shows it."""

    level: str
    label: Any
    sign: str
    kind: str
    count: int
    share: int


def sums_of(matrix: Matrix, column: int = 0) -> list[Sum]:
    """The levels that occur, with their shares in per cent; nothing over nothing."""
    return sums_of_one(matrix.sums[column], matrix.counted)


def sums_of_one(counts: dict[str, int], whole: int) -> list[Sum]:
    """The same of one column's counts, `whole` of them in all."""
    found = [level for level in LEVELS if whole and counts[level]]
    shares = in_per_cent([counts[level] for level in found])
    return [
        Sum(level, LABELS[level], SIGNS[level], KINDS[level], counts[level], share)
        for level, share in zip(found, shares, strict=True)
    ]


def in_per_cent(counts: Sequence[int]) -> list[int]:
    """Whole per cents that add up to 100: what is left goes to the largest remainders (Hamilton's method)."""
    whole = sum(counts)
    shares = [100 * count // whole for count in counts]
    largest = sorted(range(len(counts)), key=lambda n: 100 * counts[n] % whole, reverse=True)
    for n in largest[: 100 - sum(shares)]:
        shares[n] += 1
    return shares


class CoveragePage(Page):
    """The matrix of an edition. Long ones chapter by chapter; `level` shows only what is missing, stale and so on."""

    template = "standards/coverage.html"
    allowed_parameters = frozenset({"level", "unit", "chapter", "format"})

    def get(self, request: HttpRequest, edition: str) -> HttpResponse:
        self.check_parameters()
        found, level, above = edition_of(edition), request.GET.get("level", ""), unit_of(request.GET.get("unit", ""))
        if level not in ("", *LEVELS):
            raise BadRequest(_("“%s” is no level of coverage.") % level[:20])
        whole = matrix_of(found, actor=self.actor, today=timezone.localdate(self.at), above=above)
        matrix = whole.only(level) if level else whole
        if kind := request.GET.get("format", ""):
            return self.file(kind, matrix)
        chapters, chapter = chapters_of(whole, matrix, request.GET.get("chapter", ""))
        rows = under(matrix.rows, chapter)
        busy = under_way([row.requirement.key for row in rows[:MOST_ROWS] if not row.is_heading], actor=self.actor)
        return self.show(
            edition=found, title=table.title(matrix), matrix=matrix, formats=FORMATS, level=level,
            rows=rows[:MOST_ROWS], busy=busy, may_act=may_act(self.actor), left_out=max(0, len(rows) - MOST_ROWS),
            sums=sums_of(whole), counted=whole.counted, above=above, chapters=chapters, chapter=chapter,
            keep="".join(f"&{k}={quote(v)}" for k, v in request.GET.items() if k in ("unit", "level")),
            legend=[(SIGNS[lv], LABELS[lv], KINDS[lv]) for lv in LEVELS],
        )  # fmt: skip

    def file(self, kind: str, matrix: Matrix) -> HttpResponse:
        """The matrix as a file. Raises BadRequest for an unknown kind."""
        if kind not in FORMATS:
            raise BadRequest(_("There is no format “%s”: csv, xlsx or pdf.") % kind[:10])
        name = table.name(matrix)
        if kind != "pdf":
            return download(kind, name, table.heads(matrix), table.rows(matrix))
        response = HttpResponse(table.coverage_pdf(matrix, actor=self.actor, at=self.at), "application/pdf")
        response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
        response["Cache-Control"] = "no-store"
        return response


class OverviewPage(Page):
    """`/standards/coverage/`: every standard in use with its sums; home shows the same rows."""

    template = "standards/overview.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        found = overview(self.actor, timezone.localdate(self.at))
        rows = [(one, sums_of_one(one.sums, one.counted)) for one in found]
        return self.show(rows=rows, partly=any(one.partly for one in found))


class DocumentedPage(Page):
    """`/standards/<edition>/documented/`: where documented information is asked for, and what there is of it."""

    template = "standards/documented.html"
    allowed_parameters = frozenset({"format"})

    def get(self, request: HttpRequest, edition: str) -> HttpResponse:
        self.check_parameters()
        found = edition_of(edition)
        rows = documented(found, actor=self.actor, today=timezone.localdate(self.at))
        if kind := request.GET.get("format", ""):
            if kind not in ("csv", "xlsx"):
                raise BadRequest(_("There is no format “%s”: csv or xlsx.") % kind[:10])
            return download(kind, f"documented-{found.key}", table.DOCUMENTED, table.documented_rows(rows))
        asked = [row for row in rows if not row.excluded]
        present = sum(row.status == "present" for row in asked)
        return self.show(edition=found, rows=rows, present=present, asked=len(asked), may_act=may_act(self.actor))


def chapters_of(whole: Matrix, shown: Matrix, asked: str) -> tuple[list[Requirement], Requirement | None]:
    """The chapters to choose from where the edition is long, and the one that is shown.

    Without one being asked for, all rows are shown at once where they are few. Raises BadRequest for an unknown one.
    """
    chapters = [row.requirement for row in whole.rows if row.requirement.parent_id is None]
    chosen = next((c for c in chapters if c.ref == asked), None)
    if asked and chosen is None:
        raise BadRequest(_("There is no chapter “%s”.") % asked[:40])
    if chosen is None and len(shown.rows) > MOST_ROWS:
        chosen = chapters[0]
    return (chapters if chosen or len(whole.rows) > MOST_ROWS else []), chosen


def under(rows: list[Row], chapter: Requirement | None) -> list[Row]:
    """The rows of a chapter, which stand together; all of them where there is none."""
    if chapter is None:
        return rows
    inside, kept = {chapter.pk}, []
    for row in rows:
        if row.requirement.pk in inside or row.requirement.parent_id in inside:
            inside.add(row.requirement.pk)
            kept.append(row)
    return kept


urlpatterns = [
    path("standards/coverage/", OverviewPage.as_view(), name="standards-overview"),
    path("standards/<slug:edition>/coverage/", CoveragePage.as_view(), name="standards-coverage"),
    path("standards/<slug:edition>/documented/", DocumentedPage.as_view(), name="standards-documented"),
]
