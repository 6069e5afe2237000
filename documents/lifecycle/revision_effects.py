"""What else changes when a revision moves."""

import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _t

from qms.accounts.people import system_user
from qms.jobs.wake import wake
from qms.lib.errors import WrongState
from qms.records import write as door
from qms.registers import registry

from .. import quorums
from ..models import Document
from ..queries.periods import first_free_day
from ..services import asking


def note_quorum(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The rule that it is judged by from now on, and what is effective now."""
    record.quorum = [{**row, "id": row.get("id", str(place))} for place, row in enumerate(quorums.rule_of(record))]
    record.signed = []
    record.replaces = record.document.effective_revision


def note_signature(meaning: str) -> Any:
    """Who signed, and in which of the roles asked for."""

    def note(record: Any, *, actor: Any, at: datetime.datetime) -> None:
        roles = " ".join(quorums.roles_of(actor, record, meaning))
        record.signed = [*record.signed, {"id": f"{actor.pk}", "by": actor.pk, "meaning": meaning, "roles": roles}]

    return note


def forget_signatures(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What was signed is about to change. The signatures stay where they are kept and show as invalid then."""
    record.signed, record.quorum, record.effective_from = [], [], None


def ask_readers_first(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Where the document waits for its readers, they are asked now; the sweep makes it effective.

    Without a day it begins today, but never on a day on which another revision was in force.
    """
    today = timezone.localdate(at)
    record.effective_from = record.effective_from or max(today, first_free_day(record.document) or today)
    if record.document.wait_percent:
        asking.ask(record, at=at, source=record.given_source)
    wake()


def take_effect(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Lock the document, end what was effective, and note this one on the document (Q9-06).

    Raises WrongState (409) where something else became effective since this one was submitted.
    """
    document = door.lock(Document, record.document_id)
    held = document.effective_revision
    if held is not None and held.pk != record.replaces_id and record.mark != "migrated":
        raise WrongState(
            _t("%(held)s became effective after %(number)s was submitted. Take it back and see what changes.")
            % {"held": held.number, "number": record.number}
        )
    record.effective_on = record.effective_on or timezone.localdate(at)
    if record.mark == "migrated":
        record.replaces = held
    if held is not None:
        registry["document-revisions"].perform(
            held, "supersede", rev=None, actor=system_user(), at=at, source=record.given_source,
            effective_until=record.effective_on, reason=_t("%s is effective now.") % record.number,
        )  # fmt: skip
    record.effective_revision_of = document


def note_on_document(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The document names its effective revision; a new one counts as looked at on that day."""
    document = record.effective_revision_of
    later = record.effective_on + relativedelta(months=document.review_months)
    planned = document.next_review if document.review_from == "planned" else None
    registry["documents"].perform(
        document, "note_effective", rev=None, actor=system_user(), at=at, source=record.given_source,
        effective_revision=record, reviewed_on=record.effective_on, next_review=planned or later,
        reason=_t("%s is effective.") % record.number,
    )  # fmt: skip


def ask_readers(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Whoever must read it is asked, unless he was before."""
    asking.ask(record, at=at, source=record.given_source)
    wake()


def end_period(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Today is the first day on which it is no longer effective."""
    record.effective_until = timezone.localdate(at)
    wake()  # nobody has to read it any more


def end_today(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Its period ends, and the document has no effective revision."""
    end_period(record, actor=actor, at=at)
    document = door.lock(Document, record.document_id)
    if document.effective_revision_id == record.pk:
        registry["documents"].perform(
            document, "note_effective", rev=None, actor=system_user(), at=at, source=record.given_source,
            effective_revision=None, reason=_t("%s is obsolete.") % record.number,
        )  # fmt: skip
