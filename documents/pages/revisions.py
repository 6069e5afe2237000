"""Two revisions of a document compared."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest
from qms.pages.front import RecordPage
from qms.records.access import visible_to

from ..comparing import compared, differs
from ..files import words_of_file
from ..models import DocumentRevision

MOST = 100


class Compare(RecordPage):
    """`/document-revisions/<number>/compare/?with=`: from the other one to this one."""

    template = "documents/compare.html"
    allowed_parameters = frozenset({"with"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        others = self.others()
        asked = request.GET.get("with") or ""
        other = next((o for o in others if o.number == asked), None) if asked else (others or [None])[0]
        if asked and other is None:
            raise BadRequest(_("“%s” is no other revision of this document that you may see.") % asked[:60])
        for one in others:
            one.word = self.register.lifecycle.label(one.state)
        if other is None:
            return self.show(others=others, other=None)
        passages = compared(words_of_file.of_revision(other), words_of_file.of_revision(self.record))
        return self.show(others=others, other=other, passages=passages, differs=differs(passages))

    def others(self) -> list[Any]:
        """The document's other revisions, the one that this one replaces first, then the newest."""
        rows = DocumentRevision.objects.filter(document_id=self.record.document_id).exclude(pk=self.record.pk)
        found: list[Any] = list(visible_to(rows, self.actor).order_by("-pk")[:MOST])
        return sorted(found, key=lambda one: one.pk != self.record.replaces_id)


HERE = {"register": "document-revisions"}
urlpatterns = [path("document-revisions/<str:number>/compare/", Compare.as_view(), HERE, name="revision-compare")]
