"""`/tools/chart/`, `/tools/drift/`, `/tools/fairness/`: a file in, a result out, nothing kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Refused
from qms.pages.front import Page
from qms.pages.menu import Place, places

from ..statistics import picture
from ..statistics.fairness import NOTE
from ..tool_forms import FORMS, Calculator

NAMES = {"chart": _("Control chart"), "drift": _("Drift"), "fairness": _("Fairness")}
PURPOSE = {
    "chart": _("Limits of a series, and the points that break a rule."),
    "drift": _("Whether the distribution of each column has moved, and whether that is more than chance."),
    "fairness": _("Selection rates and errors between groups, in exact fractions."),
}
places.append(Place("check", _("Calculators"), "/tools/", 60))


class Tool(Page):
    """One calculator. The file is computed and forgotten."""

    template = "monitors/tool.html"

    def get(self, request: HttpRequest, tool: str) -> HttpResponse:
        self.check_parameters()
        return self.page(FORMS[tool](initial=_initial(FORMS[tool])))

    def post(self, request: HttpRequest, tool: str) -> HttpResponse:
        self.check_parameters()
        form = FORMS[tool](request.POST, request.FILES)
        self.check_inputs(form)
        try:
            found, data = form.result()
        except Refused as refused:
            if refused.status not in (400, 413, 415, 422):
                raise
            said = [*refused.sentences, *(s for n, ss in refused.fields.items() if n not in form.errors for s in ss)]
            return self.page(form, refused.status, refused=said)
        return self.page(form, data=data, found=found, **self.shown(form, found))

    def shown(self, form: Calculator, found: Any) -> dict[str, Any]:
        """The picture of a chart."""
        if self.kwargs["tool"] != "chart":
            return {}
        named = {"measure": form.said("measure") or "", "unit": form.said("unit") or ""}
        return {"chart": picture.figure(found, ident="chart", **named)}

    def page(self, form: Calculator, status: int = 200, **result: Any) -> HttpResponse:
        """The form, and what was computed."""
        tool = self.kwargs["tool"]
        tabs = [{"label": word, "url": f"/tools/{key}/", "current": key == tool} for key, word in NAMES.items()]
        return self.show(
            status=status, form=form, tool=tool, name=NAMES[tool], purpose=PURPOSE[tool], tabs=tabs, note=NOTE,
            first=[form[n] for n in form.fields if n not in form.more], more=[form[n] for n in form.more], **result,
        )  # fmt: skip


def _initial(form: type[Calculator]) -> dict[str, Any]:
    return {name: field.initial for name, field in form.base_fields.items() if field.initial is not None}


urlpatterns = [path("tools/", Tool.as_view(), {"tool": "chart"}, name="tools")]
urlpatterns += [path(f"tools/{key}/", Tool.as_view(), {"tool": key}, name=f"tool-{key}") for key in FORMS]
