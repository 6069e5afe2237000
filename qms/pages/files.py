"""The files of a record: adding, taking off, downloading."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from qms.attachments.models import Attachment
from qms.attachments.store import path_of
from qms.lib.errors import Forbidden, Invalid, NotVisible, Refused
from qms.records.access import visible_to
from qms.records.models import Entry
from qms.registers import registry

from .front import Page, RecordPage
from .links import number_in

MOST = 500


class Files(RecordPage):
    """`/<register>/<number>/files/`"""

    tab = "files"
    allowed_inputs = frozenset({"rev"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_inputs(None, *(("detach", "reason") if "detach" in request.POST else ("file",)))
        try:
            said = self.detach(request) if "detach" in request.POST else self.attach(request)
        except Refused as refused:
            if refused.status not in (413, 415, 422):
                raise
            return self.page(refused)
        messages.success(request, said)
        return HttpResponseRedirect(f"{self.url}files/")

    def attach(self, request: HttpRequest) -> str:
        """Keep the file that was sent."""
        sent = request.FILES.get("file")
        if sent is None:
            raise Invalid(_("Choose a file first."))
        self.register.attach(
            self.record, name=sent.name or "", data=sent.read(), rev=number_in(request.POST, "rev"), actor=self.actor,
            at=self.at, source=self.source,
        )  # fmt: skip
        return _("“%s” is kept.") % sent.name

    def detach(self, request: HttpRequest) -> str:
        """Take a file off the record, with a reason."""
        self.register.detach(
            self.record, attachment=number_in(request.POST, "detach"), rev=number_in(request.POST, "rev"),
            actor=self.actor, at=self.at, reason=request.POST.get("reason", ""), source=self.source,
        )  # fmt: skip
        return _("The file is taken off; its bytes and the history stay.")

    def page(self, refused: Refused | None = None) -> HttpResponse:
        """Present and former files."""
        rows = (
            Attachment.objects.filter(entry_id=self.record.pk)
            .select_related("blob", "attached_by")
            .order_by("-pk")[:MOST]
        )
        return self.show(
            "pages/files.html", refused.status if refused else 200, files=rows,
            refused=refused.all_sentences() if refused else [],
            may_add=self.register.can_attach(self.record, self.actor) and not self.register.files_locked(self.record),
            most=settings.QMS_UPLOAD_MAX,
        )  # fmt: skip


class Download(Page):
    """`/files/<id>/`: the bytes, always as a download and never as a page of ours.

    Where the register has something to say in front of them, that page comes first; `?original=yes` is then for those
    whom the register lets have them.
    """

    allowed_parameters = frozenset({"original"})

    def get(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        self.check_parameters()
        seen = visible_to(Entry.objects.all(), self.actor).values("pk")
        row = Attachment.objects.filter(pk=pk, entry__in=seen).select_related("blob", "entry").first()
        if row is None or not path_of(row.blob.sha256).exists():
            raise NotVisible(_("There is no such file."))
        register = registry[row.entry.register]
        notice = register.file_notice(register.get(row.entry.number, self.actor), self.actor)
        asked = request.GET.get("original") == "yes"
        if notice is not None and not (asked and notice.original):
            if asked:
                raise Forbidden(*notice.sentences)
            return self.show("pages/file_notice.html", 409, notice=notice, file=row)
        answer = FileResponse(
            path_of(row.blob.sha256).open("rb"), as_attachment=True, filename=row.name, content_type=row.blob.media_type
        )
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer["Cache-Control"] = "private, no-store"
        return answer
