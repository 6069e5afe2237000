"""The declaration of the register of documents."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.records.access import sees
from qms.records.cleaning import changed_fields
from qms.records.projection import Standing
from qms.registers import Register, Section, register

from .. import panels
from ..lifecycle.documents import lifecycle
from ..models import Acknowledgement, Document, DocumentRevision
from ..queries.readers import unseeing
from ..rules import documents as rules


@register
class Documents(Register):
    key = "documents"
    prefix = "DOC"
    shape = "{prefix}-{n:04d}"
    label = _("Document")
    label_plural = _("Documents")
    purpose = _("Policies, procedures and forms: what is in force, who has read it, and when it is looked at again.")
    menu = "do"
    order = 40
    icon = "book-text"
    model = Document
    lifecycle = lifecycle
    columns = ("kind", "effective_revision")
    filters = ("kind", "clauses")
    sections = (
        Section("what", _("Document"), ("title", "kind", "issuer", "owner", "unit", "audience", "clauses")),
        Section(
            "signers", _("Who signs"), ("quorum",),
            _("Unless rows are entered, one quality manager reviews and one approver approves."),
        ),
        Section(
            "readers", _("Who must read it"), ("reader_units", "reader_roles", "read_days", "wait_percent"),
            _("Nobody has to, unless units or roles are named."),
        ),
        Section("review", _("Review"), ("review_months", "review_from", "reviewed_on", "next_review", "review_result")),
    )  # fmt: skip
    report_fields = ("title", "kind", "issuer", "owner", "unit")
    search = ("kind", "issuer")
    dates = {"due": "next_review"}
    audience = "everyone"
    not_content = frozenset({"reviewed_on", "next_review", "review_result", "reviews", "effective_revision"})
    may_add = rules.may_add
    may_edit = rules.may_edit
    list_template = "documents/list.html"
    record_template = "documents/document.html"
    import_names = {
        "title": ("document", "name"),
        "kind": ("type", "document type", "category"),
        "next_review": ("review date", "next review date"),
    }

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Whoever records it owns it, unless somebody else is named."""
        record.owner_id = record.owner_id or actor.pk
        _readers_can_see(record)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Whoever must read it may see it."""
        if {"reader_units", "reader_roles", "unit", "audience"} & set(changed_fields(record)):
            _readers_can_see(record)

    def standing(self, record: Any) -> Standing:
        """A document speaks for its clauses while a revision is effective; past its review it is stale."""
        in_force = record.effective_revision_id is not None and self.lifecycle.phase(record.state) == "open"
        return Standing(in_force, stale_on=record.next_review)

    def locked(self, record: Any) -> dict[str, str]:
        """What a review has set stays; revisions are seen where their document was seen when they were written."""
        found = dict.fromkeys(("reviewed_on", "review_result"), _t("This is set by “Record the review”."))
        if record.revisions.exists():
            said = _t("Its revisions are seen where it is seen: withdraw it and record another one to change that.")
            found |= dict.fromkeys(("unit", "audience"), said)
        return found

    def offers(self, record: Any, *, actor: Any, at: datetime.datetime) -> list[Any]:
        """Without what only the clock does."""
        return [o for o in super().offers(record, actor=actor, at=at) if o.transition.verb != "note_effective"]

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Reviews so far; what people read, its revisions and its readers stand above."""
        return panels.reviews_of(record)

    def companions(self, ids: Sequence[int]) -> list[int]:
        """Its revisions, which are signed and have the files, and who has read what is in force or waits to be."""
        revisions = DocumentRevision.objects.filter(document__in=ids)
        read = Acknowledgement.objects.filter(revision__in=revisions.filter(state__in=("effective", "approved")))
        return [*revisions.values_list("pk", flat=True), *read.values_list("pk", flat=True)]

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """What is in force, as it reads."""
        held = record.effective_revision
        return panels.printed(held, actor, with_text=True) if held is not None and sees(actor, held) else []


def _readers_can_see(record: Any) -> None:
    if said := unseeing(record):
        locked = record.pk is not None and record.revisions.exists()
        raise Invalid(fields={"reader_units" if locked else "audience": [said]})
