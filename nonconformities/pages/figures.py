"""Figures over all nonconformities that somebody may see, the list behind each bar, and the numbers as a file."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from qms.charts.bars import Bar, pareto_svg
from qms.lib.errors import BadRequest
from qms.pages.front import RegisterPage
from qms.registers.tables import as_csv, as_xlsx

from ..figures import numbers
from ..figures.pareto import BY, Pareto, behind, label_of, pareto
from ..figures.period import Period, period

#: Rows of the list behind a bar.
MOST = 200
TYPES = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}


class Figures(RegisterPage):
    """`/nonconformities/figures/?from=&to=`, with `&format=csv` or `xlsx`."""

    template = "nonconformities/figures.html"
    allowed_parameters = frozenset({"from", "to", "format"})

    @cached_property
    def period(self) -> Period:
        return period(self.request.GET, timezone.localdate(self.at))

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        rows = self.period.rows(self.actor)
        charts = [pareto(rows, by, self.actor) for by in BY]
        if wanted := request.GET.get("format", ""):
            return self.as_file(wanted, charts)
        return self.show(
            period=self.period, charts=[self.drawn(chart) for chart in charts], total=charts[0].total,
            ages=numbers.ages(self.actor, self.at), closing=numbers.time_to_close(rows),
            extensions=numbers.extensions(rows, self.actor), repeats=numbers.repeat_rate(self.period, self.actor),
        )  # fmt: skip

    def drawn(self, chart: Pareto) -> dict[str, Any]:
        """A chart with its picture; each bar leads to its list."""
        rows = [(bar, self.list_url(chart.by, bar.key) if bar.key is not None else "") for bar in chart.bars]
        bars = [Bar(bar.label, bar.count, bar.cumulative, href) for bar, href in rows]
        first = chart.bars[0] if chart.bars else None
        said = _("Largest: %(label)s with %(n)d.") % {"label": first.label, "n": first.count} if first else ""
        title = _("Nonconformities by %s") % str(chart.label).lower()
        svg = pareto_svg(bars, ident=f"pareto-{chart.by}", title=title, said=said, y_label=_("nonconformities"))
        return {"chart": chart, "svg": svg, "rows": rows, "title": title, "unsaid": self.list_url(chart.by, "")}

    def list_url(self, by: str, key: str) -> str:
        return f"/nonconformities/figures/list/?{self.period.query}&{urlencode({'by': by, 'key': key})}"

    def as_file(self, wanted: str, charts: list[Pareto]) -> HttpResponse:
        """Every bar as a row."""
        if wanted not in TYPES:
            raise BadRequest(_("Figures are exported as csv or xlsx."))
        media_type, write = TYPES[wanted]
        heads = [_("Counted by"), _("What"), _("Nonconformities"), _("Share, %"), _("Cumulative, %")]
        body = [
            (str(c.label), bar.label, bar.count, f"{bar.share:.1f}", f"{bar.cumulative:.1f}")
            for c in charts for bar in c.bars
        ]  # fmt: skip
        answer = HttpResponse(write(heads, body), content_type=media_type)
        name = f"nonconformities-{self.period.first}-{self.period.last}.{wanted}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "no-store"
        return answer


class Behind(RegisterPage):
    """`/nonconformities/figures/list/?by=&key=&from=&to=`: the nonconformities that a bar counts."""

    template = "nonconformities/figures_list.html"
    allowed_parameters = frozenset({"from", "to", "by", "key"})

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        asked = period(request.GET, timezone.localdate(self.at))
        by, key = request.GET.get("by", ""), request.GET.get("key", "")
        rows = behind(asked.rows(self.actor), by, key, self.actor)
        found = list(rows.select_related("entry", "owner", "unit").order_by("-pk")[: MOST + 1])
        return self.show(
            period=asked, label=BY[by][0], what=label_of(by, key), rows=found[:MOST], cut=len(found) > MOST, most=MOST
        )
