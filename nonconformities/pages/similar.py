"""While somebody types a report: what was reported before in similar words. Nothing of it is kept."""

from django.http import HttpRequest, HttpResponse

from qms.pages.front import Page

from ..repeats import worded_like


class Similar(Page):
    """`/nonconformities/similar/`: a piece of a page, for the form of a new nonconformity and the quick report."""

    template = "nonconformities/similar.html"
    allowed_inputs = frozenset({"title", "description", "place", "product", "what", "where"})

    def post(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        self.check_inputs()
        text = " ".join(request.POST.get(name, "") for name in sorted(self.allowed_inputs))
        return self.show(found=worded_like(text, self.actor))
