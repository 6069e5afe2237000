"""Starting the next revision of a document."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Forbidden
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from ..models import Document, DocumentRevision
from ..rules import documents as rules


@in_one_transaction
def start(document: Document, *, actor: Any, at: datetime.datetime, source: str = "page") -> DocumentRevision:
    """A draft with the text, title and questions of the effective revision; a file is brought anew, and the questions
    where the actor may not see which answers are right.

    Raises NotVisible, Forbidden, WrongState where the document is withdrawn.
    """
    document = registry["documents"].get(document.number, actor)
    if not rules.revises(actor, document):
        raise Forbidden(_("You may not write revisions of %s.") % document.number)
    held = document.effective_revision
    copied = {"text": held.text} if held is not None else {}
    if held is not None and registry["document-revisions"].sees_kept(held, actor):
        copied["quiz"] = held.quiz
    made: DocumentRevision = registry["document-revisions"].create(
        document=document, title=document.title, actor=actor, at=at, source=source, **copied
    )
    return made
