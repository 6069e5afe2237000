"""The declaration of the register of revisions. It has no place in the menu: a document leads to its revisions."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.attachments.files import files_of
from qms.lib.errors import Invalid, WrongState
from qms.records import write as door
from qms.records.access import sees
from qms.records.cleaning import changed_fields
from qms.registers import Register, Section, register

from .. import panels, quorums
from ..files import words_of_file
from ..lifecycle.revisions import lifecycle
from ..models import Document, DocumentRevision, FileText
from ..rules import revisions as rules
from ..signposts import lines_over

CONTENT = ("title", "text", "change_summary", "quiz")
CLOCKWORK = frozenset({"supersede", "end_with_document"})


@register
class DocumentRevisions(Register):
    key = "document-revisions"
    prefix = "R"
    shape = "{document}-{prefix}{n:d}"
    label = _("Revision")
    label_plural = _("Revisions")
    purpose = _("What documents say, revision by revision, each signed and effective from one day to another.")
    icon = "file-clock"
    model = DocumentRevision
    lifecycle = lifecycle
    columns = ("document", "effective_on", "effective_until")
    filters = ("document",)
    sections = (
        Section("content", _("Content"), ("document", "title", "owner", "text", "change_summary")),
        Section("quiz", _("Questions to readers"), ("quiz",)),
    )
    report_fields = ("document", "text", "change_summary")
    search = ("text", "change_summary")
    dates = {"effective": "effective_from"}
    involved = {"author": "authors"}
    not_content = frozenset(
        {
            "authors", "replaces", "quorum", "signed", "effective_from", "effective_on", "effective_until",
            "approved_outside", "approved_outside_on",
        }
    )  # fmt: skip
    may_add = rules.may_add
    may_edit = rules.may_edit
    may_see_kept = rules.sees_answers
    intake = ("unit",)
    first_phase = "all"
    record_template = "documents/revision.html"
    own_sections = ("content", "quiz")
    fixed = frozenset({"document"})
    print_template = "print/document_revision.html"

    def series(self, record: Any, at: datetime.datetime) -> str:
        """Numbered within the document: DOC-0012-R3."""
        return self.shape.replace("{document}", record.document.number).replace("{prefix}", self.prefix)

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It is seen where its document is seen, and begins with the text that is effective now."""
        if record.document_id is None:
            raise Invalid(fields={"document": [_t("Say which document this is a revision of.")]})
        document = door.lock(Document, record.document_id)
        if not sees(actor, document):
            raise Invalid(fields={"document": [_t("There is no record with this number that you may see.")]})
        if document.state != "active":
            raise WrongState(_t("%s is withdrawn: no revision is written of it.") % document.number)
        record.unit_id, record.audience = document.unit_id, document.audience
        record.owner_id = record.owner_id or actor.pk
        record.title = record.title or document.title
        record.authors = [actor.pk]
        record.replaces = document.effective_revision

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Whoever changes the content is an author."""
        changed = set(changed_fields(record))
        if "document" in changed:
            raise Invalid(fields={"document": [_t("A revision stays with its document.")]})
        if changed & set(CONTENT):
            _is_author(record, actor)

    def locked(self, record: Any) -> dict[str, str]:
        """What is being signed, or is signed, stays as it is; a draft stays with its document."""
        if record.state == "draft":
            return {"document": _t("A revision stays with its document.")}
        said = _t("It is signed or being signed. Request changes, or start the next revision.")
        return dict.fromkeys((*CONTENT, "document"), said)

    def can_edit(self, record: Any, actor: Any) -> bool:
        """Only a draft has anything to edit."""
        return record.state == "draft" and super().can_edit(record, actor)

    def can_attach(self, record: Any, actor: Any) -> bool:
        """The file is what is signed: it comes with a draft only."""
        return record.state == "draft" and super().can_attach(record, actor)

    def attach(self, record: Any, *, name: str, data: bytes, actor: Any, **rest: Any) -> Any:
        """Add the file that is the revision, or an annex. Raises WrongType for macros and content from elsewhere."""
        if words_of_file.has_words(name) and sees(actor, record) and self.can_attach(record, actor):
            words_of_file.keep(name=name, data=data)
        return super().attach(record, name=name, data=data, actor=actor, **rest)

    def attached_by(self, record: Any, *, actor: Any) -> None:
        """One file says what the revision says, others are annexes; whoever adds or takes off one is an author."""
        _is_author(record, actor)
        held = [file for file in files_of(record.pk) if words_of_file.has_words(file.name)]
        if len(held) > 1:
            raise Invalid(fields={"file": [_t("A revision is one document file: take “%s” off first.") % held[0].name]})
        record.file_hash = held[0].blob.sha256 if held else ""

    def text(self, record: Any) -> str:
        """Found by what its file says too."""
        said = super().text(record)
        if not record.file_hash:
            return said
        words = FileText.objects.filter(pk=record.file_hash).values_list("text", flat=True).first() or ""
        return words_of_file.joined(said, words)

    def named_dates(self, record: Any) -> dict[str, datetime.date]:
        """The day on which it is to be effective is news only until it comes."""
        return super().named_dates(record) if record.state == "approved" else {}

    def waiting_role(self, record: Any) -> str:
        """The role whose signature is missing next: reviews before approvals."""
        if record.state != "in_review":
            return super().waiting_role(record)
        lacking = quorums.missing(record, "review") or quorums.missing(record, "approval")
        return lacking[0] if lacking else ""

    def offers(self, record: Any, *, actor: Any, at: datetime.datetime) -> list[Any]:
        """Without what only the clock does, and with one of the two approvals: the last one, or one before it."""
        found = [o for o in super().offers(record, actor=actor, at=at) if o.transition.verb not in CLOCKWORK]
        if record.mark != "migrated":
            found = [o for o in found if o.transition.verb != "adopt"]
        open_now = {o.transition.verb for o in found if o.open}
        hidden = "approve" if "sign_approval" in open_now else "sign_approval"
        return [o for o in found if o.transition.verb != hidden]

    def file_notice(self, record: Any, actor: Any) -> Any:
        """A file that is not in force is not handed out without saying so."""
        return lines_over(record, actor)

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Who signs, who reads, what is different from the effective one."""
        return panels.of_revision(record, actor)

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """What is said of its standing, and the words of its file; its text stands in its own section."""
        return panels.printed(record, actor, with_text=False)


def _is_author(record: Any, actor: Any) -> None:
    if actor.pk not in record.authors:
        record.authors = [*record.authors, actor.pk]
