"""`/monitors/<number>/points/`: the points of a series stretch by stretch, with their chart; and a file of new ones."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.lib.errors import Invalid, Refused
from qms.pages.front import RecordPage

from ..lifecycle.monitor_states import TAKING
from ..monitoring import picture, words
from ..queries.monitors import series_of, shown, stretch
from ..rules import monitors as rules
from ..services.uploads import upload_points

PAGE = 100
REFUSALS = (400, 413, 415, 422)


class Points(RecordPage):
    """Newest last on the chart, newest first in the table, paged by key."""

    template = "monitors/points.html"
    allowed_parameters = frozenset({"before"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        return self.page()

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        self.check_inputs(None, "file")
        sent = request.FILES.get("file")
        try:
            if sent is None:
                raise Invalid(_("Choose a file first."))
            posted = upload_points(
                self.record, name=sent.name or "", data=sent.read(), actor=self.actor, at=self.at, source=self.source
            )
        except Refused as refused:
            if refused.status not in REFUSALS:
                raise
            return self.page(refused)
        messages.success(request, _said(posted))
        return HttpResponseRedirect(f"{self.url}points/")

    def page(self, refused: Refused | None = None) -> HttpResponse:
        """One stretch of the series."""
        found = stretch(self.record, before=self.request.GET.get("before", ""), size=PAGE)
        series = series_of(self.record)
        panels = shown(self.record, found.points) if found.points else []
        return self.show(
            status=refused.status if refused else 200, refused=_sentences(refused), earlier=found.earlier,
            chart=picture.figure(panels, ident="chart") if panels else None, series=series,
            rows=[self.row(p) for p in reversed(found.points)], may_send=self.may_send, columns=_columns(self.record),
        )  # fmt: skip

    @property
    def may_send(self) -> bool:
        """Whether a file would be taken now."""
        return self.record.state in TAKING and bool(rules.sends(self.actor, self.record))

    def row(self, point: Any) -> dict[str, Any]:
        """A point as the table shows it."""
        judged = bool(point.limits_version)
        return {
            "point": point, "at": words.instant(point.at), "value": words.number(point.value),
            "charted": words.number(point.charted), "n": f"{point.n:g}",
            "missing": words.is_missing(self.record, point),
            "lines": f"{words.number(point.lcl)} – {words.number(point.ucl)}" if judged else "",
            "rules": words.of_rules(self.record, point) if judged and point.signals else "",
        }  # fmt: skip


def _sentences(refused: Refused | None) -> list[str]:
    """The sentences alone: they name line and column themselves."""
    if refused is None:
        return []
    return [*refused.sentences, *(said for sentences in refused.fields.values() for said in sentences)]


def _said(posted: Any) -> str:
    said = ngettext("%d point is kept.", "%d points are kept.", posted.added) % posted.added
    if posted.known:
        said += " " + ngettext("%d was there already.", "%d were there already.", posted.known) % posted.known
    if posted.signals:
        said += " " + ngettext("%d signals.", "%d signal.", len(posted.signals)) % len(posted.signals)
    if posted.opened:
        said += " " + _("Opened: %s.") % ", ".join(e.number for e in posted.opened)
    return said


def _columns(monitor: Any) -> list[str]:
    """The headings a file for this monitor has."""
    by_kind = {"xbar_r": ["x1", "x2", "…"], "xbar_s": ["x1", "x2", "…"], "psi": monitor.bins}
    sized = ["value", "n"] if monitor.kind in ("p", "np", "u") else ["value"]
    return ["key", "at", *by_kind.get(monitor.kind, sized)]


urlpatterns = [path("monitors/<str:number>/points/", Points.as_view(), {"register": "monitors"}, name="monitor-points")]
