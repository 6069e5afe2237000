"""`/datasets/<number>/next/`: the next version of a dataset in one step."""

from functools import cached_property

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _

from qms.lib.errors import Forbidden, Invalid
from qms.pages.form import FormPage
from qms.pages.forms import RecordForm, form_for
from qms.pages.front import RecordPage

from ..models import Dataset
from ..services.datasets import may_follow, next_version


class Next(FormPage, RecordPage):
    """Asks for version and hash; everything that describes the data is taken over."""

    template = "datasets/next.html"

    @cached_property
    def form_class(self) -> type[RecordForm]:
        """What belongs to one version alone."""
        return form_for(Dataset, ("version", "version_hash"), self.actor)

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        if not may_follow(self.record, self.actor):
            raise Forbidden(_("You may make no next version of %s.") % self.record.number)
        return self.show(form=self.form_class(), back=self.url)

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        form = self.form_class(request.POST)
        self.check_inputs(form)
        if form.is_valid():
            try:
                made = next_version(self.record, actor=self.actor, at=self.at, source=self.source, **form.cleaned_data)
            except Invalid as refused:
                form.take(refused)
            else:
                messages.success(request, _("%s is recorded. It holds the same descriptions.") % made.number)
                return HttpResponseRedirect(f"/datasets/{made.number}/")
        return self.show(status=422, form=form, back=self.url)


urlpatterns = [path("datasets/<str:number>/next/", Next.as_view(), {"register": "datasets"}, name="dataset-next")]
