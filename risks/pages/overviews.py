"""All risks at once: heat map, the highest ones, the trend. The same for opportunities."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.models import Unit
from qms.accounts.reach import reach
from qms.lib.errors import BadRequest
from qms.pages.front import RegisterPage

from ..choices import CATEGORIES, GAINS, LEVELS, OPPORTUNITY_RATINGS, RATINGS, STEPS
from ..grid import grid
from ..matrix import matrix_of
from ..models import RiskMatrix
from ..pictures import columns
from ..queries import heat
from ..queries.outdated import outdated
from ..queries.trend import trend
from ..queries.unanswered import unanswered

MOST = 200
#: Steps of a scale as they stand in an address.
PLACES = {str(step): step for step, _word in STEPS}


class Overview(RegisterPage):
    """What the three pages share: a unit and a category to look at."""

    allowed_parameters = frozenset({"unit", "category"})
    tab = ""

    @cached_property
    def asked(self) -> dict[str, str]:
        """What the address asks, without what is empty."""
        return {name: value for name, value in self.request.GET.items() if value}

    @cached_property
    def units(self) -> list[Unit]:
        """The units that this person reaches."""
        return list(Unit.objects.filter(pk__in=reach(self.actor).unit_ids()).order_by("path"))

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """Open records that are asked for. Raises BadRequest for a value that cannot be asked."""
        unit, category = self.asked.get("unit", ""), self.asked.get("category", "")
        if unit and unit not in {str(u.pk) for u in self.units}:
            raise BadRequest(_("“%s” is no unit of yours.") % unit[:40])
        if category and category not in dict(CATEGORIES):
            raise BadRequest(_("“%s” is no category.") % category[:40])
        return heat.living(self.register, self.actor, unit=int(unit) if unit else None, category=category)

    def context(self) -> dict[str, Any]:
        here = f"/{self.register.key}/"
        pages = [("heat-map", _("Heat map")), ("top", _("Highest first")), ("trend", _("Trend"))]
        pages += [("safety", _("Safety")), ("losses", _("Yearly losses"))] if self.register.key == "risks" else []
        return {
            **super().context(), "asked": self.asked, "units": self.units, "categories": CATEGORIES,
            "pages": [(f"{here}{key}/", word, key == self.tab) for key, word in pages], "here": f"{here}{self.tab}/",
            "about": "opportunity" if self.register.key == "opportunities" else "risk",
        }  # fmt: skip

    @property
    def ratings(self) -> Sequence[tuple[str, Any]]:
        """The three ratings in words; nothing about an opportunity is inherent."""
        return OPPORTUNITY_RATINGS if self.register.key == "opportunities" else RATINGS

    @property
    def kind(self) -> str:
        """Which rating is shown. Raises BadRequest."""
        kind = self.asked.get("rating", "current")
        if kind not in dict(RATINGS):
            raise BadRequest(_("“%s” is no rating: choose inherent, current or target.") % kind[:20])
        return kind

    @cached_property
    def editions(self) -> list[RiskMatrix]:
        """Those in force, and those that were."""
        about = "opportunity" if self.register.key == "opportunities" else "risk"
        rows = RiskMatrix.objects.filter(about=about, state__in=("in_force", "superseded"))
        return list(rows.order_by("state", "family", "-edition")[:50])

    @property
    def edition(self) -> RiskMatrix | None:
        """The one asked for, or the first in force. Raises BadRequest."""
        asked = self.asked.get("matrix", "")
        if not asked:
            return self.editions[0] if self.editions else None
        found = next((m for m in self.editions if str(m.pk) == asked), None)
        if found is None:
            raise BadRequest(_("“%s” is no matrix that is or was in force.") % asked[:20])
        return found


class HeatMap(Overview):
    """`/risks/heat-map/?rating=&matrix=&unit=&category=`: how many stand in each cell; each leads to its list."""

    tab = "heat-map"
    template = "risks/heat_map.html"
    allowed_parameters = Overview.allowed_parameters | {"rating", "matrix"}

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        kind, edition = self.kind, self.edition
        if edition is None:
            return self.show(edition=None)
        matrix = matrix_of(edition)
        by_edition = heat.counts(self.rows, kind)
        counted = by_edition.pop(edition.pk, {})
        same = {k: v for k, v in self.asked.items() if k in ("unit", "category")}
        others = [
            (self.address(matrix=str(one.pk)), one.number, sum(by_edition[one.pk].values()))
            for one in self.editions
            if one.pk in by_edition
        ]
        return self.show(
            edition=edition, editions=self.editions, matrix=matrix, cells=grid(matrix, counted), others=others,
            query="?" + urlencode({"rating": kind, "matrix": edition.pk, **same}), total=sum(counted.values()),
            switch=[(self.address(rating=key), word, key == kind) for key, word in self.ratings], kind=kind,
            old=outdated(self.rows).count(), old_url="top/?" + urlencode({"only": "outdated", **same}),
        )  # fmt: skip

    def address(self, **changed: str) -> str:
        """This page with another rating."""
        return "?" + urlencode({**self.asked, **changed})


class Top(Overview):
    """`/risks/top/`: the highest level first; `?only=`: unanswered, or rated by superseded criteria; or one cell."""

    tab = "top"
    template = "risks/top.html"
    allowed_parameters = Overview.allowed_parameters | {"only", "rating", "matrix", "likelihood", "consequence"}

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        only = self.asked.get("only", "")
        if only not in self.alone:
            raise BadRequest(_("“%s” is nothing that can be shown alone.") % only[:20])
        rows, cell, same = self.cell(self.alone[only](self.rows))
        found = heat.highest_first(rows).select_related("owner", "unit", "entry")
        return self.show(found=list(found[:MOST]), cut=rows.count() > MOST, only=only, most=MOST, cell=cell, same=same)

    @property
    def alone(self) -> dict[str, Callable[[QuerySet[Any]], QuerySet[Any]]]:
        """What can be shown alone: word in the address → the rows."""
        own: dict[str, Any] = {"unanswered": unanswered} if self.register.key == "risks" else {}
        return {"": lambda rows: rows, "outdated": outdated, **own}

    def cell(self, rows: QuerySet[Any]) -> tuple[QuerySet[Any], str, str]:
        """The rows of one cell, the cell in words, and the address of the list with the same filters.

        Raises BadRequest for a cell that the matrix does not have.
        """
        pair = [self.asked.get(name, "") for name in ("likelihood", "consequence")]
        if not any(pair):
            return rows, "", ""
        kind, edition = self.kind, self.edition
        if edition is None or not all(step in PLACES for step in pair):
            raise BadRequest(_("A cell is a likelihood and a consequence, both whole numbers."))
        matrix, (likelihood, consequence) = matrix_of(edition), (PLACES[step] for step in pair)
        if not matrix.fits(likelihood, consequence):
            raise BadRequest(_("This matrix has no such cell."))
        asked = {f"{kind}_matrix": edition.pk, f"{kind}_likelihood": likelihood, f"{kind}_consequence": consequence}
        word = f"{dict(self.ratings)[kind]}: {matrix.place(likelihood, consequence)}"
        kept = {k: v for k, v in self.asked.items() if k in ("unit", "category")}
        given = {
            "phase": "open", "current_matrix": edition.pk, "current_likelihood": likelihood,
            "current_consequence": consequence, **kept,
        }  # fmt: skip
        return rows.filter(**asked), word, f"/{self.register.key}/?{urlencode(given)}" if kind == "current" else ""


class Trend(Overview):
    """`/risks/trend/`: how many stood at which level at the end of each month."""

    tab = "trend"
    template = "risks/trend.html"

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        rows = self.register.visible(self.actor)
        for name, field in (("unit", "unit_id"), ("category", "category")):
            if self.asked.get(name) and self.rows is not None:
                rows = rows.filter(**{field: self.asked[name]})
        levels = GAINS if self.register.key == "opportunities" else LEVELS
        months = trend(rows, timezone.localdate(self.at))
        table = [(word, [month.levels[key] for month in months]) for key, word in reversed(levels)]
        return self.show(months=months, table=table, figure=columns.figure(months, levels))


urlpatterns = [
    path(f"{key}/{page.tab}/", page.as_view(), {"register": key}, name=f"{key}-{page.tab}")
    for key in ("risks", "opportunities")
    for page in (HeatMap, Top, Trend)
]
