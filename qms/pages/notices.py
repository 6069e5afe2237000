"""What a person was told, newest first, a page at a time."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import BadRequest
from qms.lib.text import is_whole
from qms.notices.events import REMINDERS
from qms.notices.models import Notice
from qms.notices.queries import mark_read, notices_of, unread_count
from qms.notices.words import clock_behind, clocks_of, sentence

from .front import Page

SIZE = 50
TABS = {
    "all": (gettext_lazy("All"), Q()),
    "unread": (gettext_lazy("Unread"), Q(read_at=None)),
    "dates": (gettext_lazy("Dates"), REMINDERS),
    "law": (gettext_lazy("Time limits of the law"), Q(statutory=True)),
}


class Notices(Page):
    """`/notices/`, with `?show=` for some of them and `?before=` for older ones."""

    allowed_parameters = frozenset({"show", "before"})
    allowed_inputs = frozenset({"id"})

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        show = request.GET.get("show", "all")
        if show not in TABS:
            raise BadRequest(_("There is no such list."))
        found = list(self.older(notices_of(self.actor).filter(TABS[show][1]))[: SIZE + 1])
        rows, clocks = found[:SIZE], clocks_of(found[:SIZE], None, self.at)
        return self.show(
            "pages/notices.html", notices=[(n, sentence(n, behind=clock_behind(n, clocks))) for n in rows], shown=show,
            tabs=[(key, label) for key, (label, _asked) in TABS.items()], unread=unread_count(self.actor, cap=1000),
            before=rows[-1].pk if len(found) > SIZE else None,
        )  # fmt: skip

    def older(self, notices: QuerySet[Notice]) -> QuerySet[Notice]:
        """Those told before the one that the address names. Raises BadRequest."""
        word = self.request.GET.get("before", "")
        if not word:
            return notices
        last = Notice.objects.filter(user=self.actor, pk=int(word)).first() if is_whole(word) else None
        if last is None:
            raise BadRequest(_("“%s” is no place in this list.") % word[:20])
        return notices.filter(at__lte=last.at).filter(Q(at__lt=last.at) | Q(pk__lt=last.pk))

    def post(self, request: HttpRequest) -> HttpResponse:
        self.check_inputs()
        ids = [int(i) for i in request.POST.getlist("id") if is_whole(i)]
        read = mark_read(self.actor, at=self.at, ids=ids or None)
        messages.success(request, _("%d marked as read.") % read)
        return HttpResponseRedirect("/notices/")
