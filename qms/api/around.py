"""What stands around a record: history, signatures, links, files, comments, print."""

from typing import Any

from django.http import FileResponse, HttpResponse
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from qms.attachments.files import files_of
from qms.attachments.models import Attachment
from qms.attachments.store import path_of
from qms.comments.models import Comment
from qms.lib.canonical import plain
from qms.lib.errors import BadRequest, NotVisible, WrongState
from qms.lib.text import is_whole
from qms.links.edges import neighbours
from qms.records.versions import Version, versions_of
from qms.registers.kept import versions_shown_to
from qms.registers.signing import signatures_of

from .records import answer_with
from .requests import Endpoint, asked_rev, body_of, source_of


class AroundRecord(Endpoint):
    """Shared: finds the record or answers 404."""

    def record(self, request: Request, number: str) -> Any:
        return self.register.get(number, request.user)


class History(AroundRecord):
    """Every version with what changed, who, when and why."""

    takes = ("before",)

    def get(self, request: Request, number: str) -> Response:
        """Newest first, 50 at a time; `next` gives the older ones."""
        before = request.query_params.get("before")
        if before is not None and not is_whole(before):
            raise BadRequest("before is a revision.")
        record = self.record(request, number)
        whole = versions_of(record, limit=50, before=int(before) if before else None, actor=request.user)
        found = versions_shown_to(request.user, self.register, record, whole)
        older = request.build_absolute_uri(f"?before={found[-1].rev}") if found and found[-1].rev > 1 else None
        return Response({"results": [_version(v) for v in found], "next": older})


def _version(v: Version) -> dict[str, Any]:
    return {
        "rev": v.rev, "at": plain(v.at), "actor": v.actor_name, "action": v.action, "reason": v.reason,
        "source": v.source, "sha256": v.sha256,
        "changes": [
            {"field": c.field.name, "label": c.label, "old": plain(c.old), "new": plain(c.new)} for c in v.changes
        ],
        "attached": [{"change": sign, "what": text} for sign, text in v.attached],
    }  # fmt: skip


class Signatures(AroundRecord):
    """The signatures of a record and whether each is valid now."""

    def get(self, request: Request, number: str) -> Response:
        return Response({"results": [_signature(s, ok) for s, ok in signatures_of(self.record(request, number))]})


def _signature(row: Any, valid: bool) -> dict[str, Any]:
    return {
        "printed_name": row.printed_name, "meaning": row.meaning, "role": row.role, "covers": row.covers,
        "at": plain(row.at), "rev": row.rev, "method": row.method, "scope_hash": bytes(row.scope_hash).hex(),
        "valid": valid,
    }  # fmt: skip


class Links(AroundRecord):
    """Links from and to a record; only ends that you may see."""

    def get(self, request: Request, number: str) -> Response:
        return Response({"results": [_link(n) for n in neighbours(self.record(request, number).pk, request.user)]})

    def post(self, request: Request, number: str) -> Response:
        """Link this record to another: {kind, target, reason}. Raises its revision."""
        body = _only(body_of(request), "kind", "target", "reason")
        record = self.register.link(
            self.record(request, number), kind=str(body.get("kind", "")), target=str(body.get("target", "")),
            rev=asked_rev(request), actor=request.user, at=self.at, reason=str(body.get("reason", "")),
            source=source_of(request),
        )  # fmt: skip
        return answer_with(self.register, record, request.user, status=201)


def _link(n: Any) -> dict[str, Any]:
    return {
        "id": n.pk, "words": str(n.words), "outgoing": n.outgoing, "number": n.entry.number, "title": n.entry.title,
        "register": n.entry.register, "state": n.entry.state, "phase": n.entry.phase,
    }  # fmt: skip


class OneLink(AroundRecord):
    """One link from a record."""

    def delete(self, request: Request, number: str, pk: int) -> Response:
        """Take the link back; needs a reason."""
        body = _only(body_of(request), "reason")
        record = self.register.unlink(
            self.record(request, number), link=pk, rev=asked_rev(request), actor=request.user, at=self.at,
            reason=str(body.get("reason", "")), source=source_of(request),
        )  # fmt: skip
        return answer_with(self.register, record, request.user)


class Files(AroundRecord):
    """Files of a record."""

    parser_classes = (MultiPartParser,)

    def get(self, request: Request, number: str) -> Response:
        return Response({"results": [_file(a) for a in files_of(self.record(request, number).pk)]})

    def post(self, request: Request, number: str) -> Response:
        """Attach one file as multipart field `file`."""
        record, sent = self.record(request, number), request.FILES.get("file")
        said: Any = request.data
        if sent is None:
            raise BadRequest("Send the file as multipart field “file”.")
        record = self.register.attach(
            record, name=sent.name or "", data=sent.read(), rev=asked_rev(request), actor=request.user, at=self.at,
            reason=str(said.get("reason", "")), source=source_of(request),
        )  # fmt: skip
        return answer_with(self.register, record, request.user, status=201)


def _file(a: Attachment) -> dict[str, Any]:
    return {
        "id": a.pk, "name": a.name, "size": a.blob.size, "sha256": a.blob.sha256, "media_type": a.blob.media_type,
        "attached_at": plain(a.attached_at), "attached_by": a.attached_by.printed_name,
    }  # fmt: skip


class OneFile(AroundRecord):
    """One file of a record."""

    takes = ("original",)

    def get(self, request: Request, number: str, pk: int) -> FileResponse:
        """The bytes, as a download; 409 for a file that is no longer in force, unless `?original=yes` may have it."""
        record = self.record(request, number)
        row = files_of(record.pk).filter(pk=pk).first()
        if row is None or not path_of(row.blob.sha256).exists():
            raise NotVisible("There is no such file.")
        notice = self.register.file_notice(record, request.user)
        if notice is not None and not (notice.original and request.query_params.get("original") == "yes"):
            raise WrongState(*notice.sentences)
        return download(row)

    def delete(self, request: Request, number: str, pk: int) -> Response:
        """Take the file off the record; needs a reason. The bytes stay."""
        body = _only(body_of(request), "reason")
        record = self.register.detach(
            self.record(request, number), attachment=pk, rev=asked_rev(request), actor=request.user, at=self.at,
            reason=str(body.get("reason", "")), source=source_of(request),
        )  # fmt: skip
        return answer_with(self.register, record, request.user)


def download(row: Attachment) -> FileResponse:
    """A stored file as a download that no browser will run."""
    answer = FileResponse(path_of(row.blob.sha256).open("rb"), as_attachment=True, filename=row.name)
    answer["Content-Type"] = row.blob.media_type
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


class Comments(AroundRecord):
    """What people said about a record."""

    takes = ("before",)

    def get(self, request: Request, number: str) -> Response:
        """Newest first, 50 at a time."""
        rows = Comment.objects.select_related("by").filter(entry_id=self.record(request, number).pk).order_by("-pk")
        if is_whole(before := request.query_params.get("before", "")):
            rows = rows.filter(pk__lt=int(before))
        return Response({"results": [_comment(c) for c in rows[:50]]})

    def post(self, request: Request, number: str) -> Response:
        """Say something: {text}. Mention people with @username."""
        body = _only(body_of(request), "text")
        said = self.register.comment(
            self.record(request, number), actor=request.user, at=self.at, text=str(body.get("text", ""))
        )
        return Response(_comment(said), status=201)


def _comment(c: Comment) -> dict[str, Any]:
    return {"id": c.pk, "at": plain(c.at), "by": c.who, "text": c.text}


class Print(AroundRecord):
    """The record as PDF."""

    def get(self, request: Request, number: str) -> HttpResponse:
        from qms.registers.prints import record_pdf

        record = self.record(request, number)
        answer = HttpResponse(record_pdf(record, actor=request.user, at=self.at), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="{record.number}.pdf"'
        return answer


def _only(body: dict[str, Any], *known: str) -> dict[str, Any]:
    if unknown := [k for k in body if k not in known]:
        raise BadRequest(f"“{str(unknown[0])[:60]}” cannot be set here. These can: {', '.join(known)}.")
    return body
