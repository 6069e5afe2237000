"""What the pages and prints of documents and revisions show besides their sections."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.accounts.roles import ROLES
from qms.attachments.files import files_of
from qms.lib.prose import prose
from qms.printing.shapes import PrintFact, PrintSection
from qms.records.access import sees, visible_to

from . import quorums, signposts
from .files import words_of_file
from .lifecycle.revision_guards import reading
from .models import Acknowledgement, Document, DocumentRevision
from .models.choices import MEANINGS

Panel = tuple[str, str, dict[str, Any]]
MOST_COMING = 3  # revisions that are approved and not in force yet
MOST = 50  # revisions and people of a panel; the rest stands in the list it links to


@dataclass(frozen=True)
class Seat:
    """A role that has to sign, who did, and in which meaning."""

    role: Any
    meaning: Any
    people: list[Any]
    wanted: int


def body(revision: Any) -> dict[str, Any]:
    """What a revision says, for reading: its text, or its file with the words in it."""
    if revision.text.strip():
        return {"revision": revision, "text": _without_title(revision)}
    held = next((file for file in files_of(revision.pk) if file.blob.sha256 == revision.file_hash), None)
    return {"revision": revision, "text": "", "file": held, "words": _words(revision)}


def _without_title(revision: Any) -> str:
    """The text without a first heading that only repeats the title, which stands above it."""
    head, _line, rest = revision.text.lstrip("\n").partition("\n")
    named = head.strip().strip("#").strip().casefold()
    return rest if head.startswith("# ") and named == revision.title.casefold() and rest.strip() else revision.text


def _words(revision: Any) -> str:
    return words_of_file.of_revision(revision) if revision.file_hash else ""


def front(document: Document, actor: Any) -> dict[str, Any]:
    """What is read first of a document: the effective revision; and whether this person still has to read it."""
    held = document.effective_revision
    held = held if held is not None and sees(actor, held) else None
    mine = None
    if document.state == "active":
        asked = Acknowledgement.objects.filter(revision__document=document, owner=actor, state="to_read")
        mine = asked.select_related("revision").order_by("-pk").first()
    return {"held": held, "body": body(held) if held else {}, "mine": mine, "coming": _coming(document, actor)}


def _coming(document: Document, actor: Any) -> list[tuple[DocumentRevision, list[str]]]:
    """Approved revisions that are not in force yet, each with what it waits for."""
    rows = visible_to(document.revisions.filter(state="approved"), actor).select_related("document", "unit")
    now = timezone.now()
    return [(one, signposts.waits_for(one, actor=actor, at=now)) for one in rows.order_by("pk")[:MOST_COMING]]


def of_document(record: Document, actor: Any) -> list[Panel]:
    """Its revisions, and who has read."""
    rows = list(visible_to(record.revisions.all(), actor).select_related("owner").order_by("-pk")[:MOST])
    found: list[Panel] = [(_("Revisions"), "documents/panels/revisions.html", {"rows": rows, "record": record})]
    if record.effective_revision is not None:
        found += _readers(record.effective_revision)
    return found


def reviews_of(record: Document) -> list[Panel]:
    """The reviews without a change, the newest first."""
    if not record.reviews:
        return []
    people = User.objects.in_bulk([row["by"] for row in record.reviews if row["by"]])
    day = datetime.date.fromisoformat
    rows = [
        {**row, "by": people.get(row["by"]), "on": day(row["on"]), "next": day(row["next"])}
        for row in reversed(record.reviews[-MOST:])
    ]
    return [(_("Reviews"), "documents/panels/reviews.html", {"rows": rows})]


def of_revision(record: DocumentRevision, actor: Any) -> list[Panel]:
    """Who signs, who reads, the questions."""
    found: list[Panel] = []
    if record.state in ("draft", "in_review") or record.signed:
        found.append(
            (
                _("Who signs"),
                "documents/panels/seats.html",
                {"seats": seats(record), "record": record, "usual": quorums.is_usual(record)},
            )
        )
    found += _readers(record)
    return found


def seats(record: DocumentRevision) -> list[Seat]:
    """The rule's rows with those who have signed for them."""
    signers = User.objects.in_bulk([row["by"] for row in record.signed])
    words = dict(MEANINGS)
    return [
        Seat(
            ROLES[row["role"]], words[row["meaning"]],
            [signers[s["by"]] for s in record.signed
             if s["meaning"] == row["meaning"] and row["role"] in s["roles"].split() and s["by"] in signers],
            int(row["count"]),
        )
        for row in quorums.rule_of(record)
    ]  # fmt: skip


def _readers(revision: DocumentRevision) -> list[Panel]:
    read, asked = reading(revision)
    excused = revision.acknowledgements.filter(state="excused").count() if revision.is_over else 0
    asked += excused  # they had not read it when it ended
    if not asked:
        return []
    rows = revision.acknowledgements.filter(state="to_read").select_related("owner").order_by("due_on", "pk")
    values = {
        "read": read, "asked": asked, "open": list(rows[:MOST]), "today": timezone.localdate(), "revision": revision,
        "percent": read * 100 // asked, "excused": excused,
    }  # fmt: skip
    return [(_("Who has read it"), "documents/panels/readers.html", values)]


def printed(record: Any, actor: Any, *, with_text: bool) -> list[PrintSection]:
    """What is said of a revision's standing on paper; `with_text`: and its text, where no section of the print has it.

    The words of a file stand in no other place.
    """
    standing = signposts.sentence(record)
    held = signposts.effective_of(record, actor)
    facts = [PrintFact(label=_("Standing"), value=standing)] if standing else []
    facts += [PrintFact(label=_("Effective instead"), value=held.number)] if held else []
    if record.approved_outside:
        said = f"{record.approved_outside}, {record.approved_outside_on or ''}".rstrip(", ")
        facts.append(PrintFact(label=_("Migrated, approved outside the system by"), value=said))
    if with_text and record.text.strip():
        facts.append(PrintFact(label=_("Text"), value=prose(record.text), prose=True))
    elif not record.text.strip() and (words := _words(record)):
        facts.append(PrintFact(label=_("Words of the file"), value=words, prose=True))
    label = _("Content of %s") if with_text else _("Standing of %s")
    return [PrintSection(label=label % record.number, facts=facts)] if facts else []
