"""What people say about a record. It is no content: the record's revision stays."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from qms.comments.models import Comment
from qms.lib.errors import Invalid

from .front import RecordPage

MOST = 200


class Comments(RecordPage):
    """`/<register>/<number>/comment/`"""

    tab = "discussion"
    allowed_inputs = frozenset({"text"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_inputs()
        try:
            said = self.register.comment(self.record, actor=self.actor, at=self.at, text=request.POST.get("text", ""))
        except Invalid as refused:
            return self.page(refused)
        return HttpResponseRedirect(f"{self.url}comment/#c{said.pk}")

    def page(self, refused: Invalid | None = None) -> HttpResponse:
        """The latest remarks, oldest of them first."""
        rows = list(Comment.objects.filter(entry_id=self.record.pk).select_related("by").order_by("-pk")[:MOST])[::-1]
        return self.show(
            "pages/comments.html", refused.status if refused else 200, comments=rows,
            refused=refused.all_sentences() if refused else [],
            typed=self.request.POST.get("text", "") if refused else "",
            may_comment=self.register.may_comment(self.actor, self.record),
        )  # fmt: skip
