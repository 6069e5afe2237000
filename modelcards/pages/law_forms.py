"""`/declarations/<number>/form/` and `/registrations/<number>/form/`: the items of the annex, as PDF or JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest
from qms.pages.front import RecordPage
from qms.pages.print import as_pdf

from ..law_forms import as_data, form_pdf


class Form(RecordPage):
    """`?format=pdf` (as it is without) or `json`."""

    allowed_parameters = frozenset({"format"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        wanted = request.GET.get("format", "pdf")
        if wanted == "json":
            answer = JsonResponse(as_data(self.record), json_dumps_params={"indent": 2, "ensure_ascii": False})
            answer["Content-Disposition"] = f'attachment; filename="{self.record.number}.json"'
            return answer
        if wanted != "pdf":
            raise BadRequest(_("The form is had as format=pdf or format=json."))
        return as_pdf(form_pdf(self.record, actor=self.actor, at=self.at), f"{self.record.number}-form")


urlpatterns = [
    path(f"{key}/<str:number>/form/", Form.as_view(), {"register": key}, name=f"{key}-form")
    for key in ("declarations", "registrations")
]
