"""What a person was told, newest first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from qms.lib.text import is_whole
from qms.notices.queries import mark_read, notices_of
from qms.notices.words import sentence

from .front import Page

MOST = 100


class Notices(Page):
    """`/notices/`"""

    allowed_inputs = frozenset({"id"})

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [(n, sentence(n)) for n in notices_of(self.actor)[:MOST]]
        return self.show("pages/notices.html", notices=rows, any_unread=any(n.read_at is None for n, _said in rows))

    def post(self, request: HttpRequest) -> HttpResponse:
        self.check_inputs()
        ids = [int(i) for i in request.POST.getlist("id") if is_whole(i)]
        read = mark_read(self.actor, at=self.at, ids=ids or None)
        messages.success(request, _("%d marked as read.") % read)
        return HttpResponseRedirect("/notices/")
