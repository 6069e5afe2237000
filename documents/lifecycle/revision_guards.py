"""When a revision may move."""

import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _t

from qms.accounts.people import users_with
from qms.accounts.roles import ROLES
from qms.lib.errors import Said
from qms.pages.moments import day_text

from .. import quorums
from ..models import Acknowledgement
from ..queries.periods import first_free_day
from ..queries.readers import unseeing


def says_something(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A text or one file."""
    if record.text.strip() and record.file_hash:
        return _t("It has a text and a file: keep one of them, so that everybody knows what was approved.")
    return None if record.text.strip() or record.file_hash else _t("Write the text, or add the file, first.")


def says_what_changed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 9001:2015 7.5.3.2 c: changes are controlled."""
    if record.replaces_id is None or record.change_summary.strip():
        return None
    return _t("Say what changed from %s.") % record.replaces.number


def readers_can_see(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nobody is named as a reader of what he may not see (ISO 9001:2015 7.5.3.1 a)."""
    return unseeing(record.document)


def document_is_active(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nothing becomes effective of a document that was withdrawn."""
    return None if record.document.state == "active" else _t("%s is withdrawn.") % record.document.number


def quorum_can_be_met(record: Any, *, actor: Any, at: datetime.datetime) -> str | Said | None:
    """Enough people who are no authors hold each role that has to sign."""
    rows = quorums.rule_of(record)
    if not quorums.approves_at_all(rows):
        return _t("The document's rule asks for no approval. Add a row to “Who signs” of %s.") % record.document.number
    authors = {*record.authors, record.created_by_id, record.owner_id}
    for row in rows:
        able = users_with(row["role"], record.unit).exclude(pk__in=authors)[: int(row["count"])]
        if len(able) < int(row["count"]):
            return _too_few(record, row, authors)
    return None


def _too_few(record: Any, row: dict[str, Any], authors: set[int | None]) -> Said:
    """Why a role cannot sign, and the two ways out."""
    own = [u.printed_name for u in users_with(row["role"], record.unit).filter(pk__in=authors)[:3]]
    holds = _t("the only ones here are its authors: %s") % ", ".join(own) if own else _t("nobody holds that role here")
    said = _t(
        "%(n)s × %(role)s must sign who did not write it, and %(holds)s. Name other signers under “Who signs” of "
        "%(document)s, or give somebody else the role."
    )
    number = record.document.number
    told = {"n": row["count"], "role": ROLES[row["role"]], "holds": holds, "document": number}
    return Said(said % told, see=f"/documents/{number}/edit/")


def has_not_signed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Each signature comes from somebody else."""
    if any(row["by"] == actor.pk for row in record.signed):
        return _t("You have signed it already. The others are asked for theirs.")
    return None


def reviews_are_given(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Approval follows review."""
    lacking = quorums.missing(record, "review")
    return _t("It waits for the reviews of: %s.") % quorums.words(lacking) if lacking else None


def _left_with(record: Any, actor: Any) -> list[str]:
    joined = [quorums.roles_of(actor, record, "approval")]
    return quorums.missing(record, "approval", joined=joined)


def is_not_the_last(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """The last signature is the approval itself."""
    return None if _left_with(record, actor) else _t("Yours is the last signature: approve the revision.")


def is_the_last(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Everybody else has signed."""
    lacking = _left_with(record, actor)
    return _t("With yours it still waits for the approval of: %s.") % quorums.words(lacking) if lacking else None


def helps(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Somebody whose seats are all taken does not sign."""
    without = quorums.missing(record, "approval")
    if len(_left_with(record, actor)) < len(without):
        return None
    return _t("Others have filled the seats of your roles; it waits for: %s.") % quorums.words(without)


def review_helps(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """The same for reviews."""
    without = quorums.missing(record, "review")
    left = quorums.missing(record, "review", joined=[quorums.roles_of(actor, record, "review")])
    return None if len(left) < len(without) else _t("All reviews of your roles are given.")


def day_has_come(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A planned day is kept (Q9-07)."""
    if record.effective_from and record.effective_from > timezone.localdate(at):
        return _t("It is to be effective from %s; the clock sees to it on that day.") % day_text(record.effective_from)
    return None


def is_read(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """As many of its readers as the document asks for have read it (Q9-07)."""
    wanted = record.document.wait_percent
    if not wanted:
        return None
    read, asked = reading(record)
    if read * 100 >= wanted * asked:
        return None
    said = _t("%(read)d of %(asked)d people have read it; it waits for %(wanted)d %%.")
    return said % {"read": read, "asked": asked, "wanted": wanted}


def reading(record: Any) -> tuple[int, int]:
    """How many people have read a revision, of how many who are asked to."""
    counted = Acknowledgement.objects.filter(revision_id=record.pk).aggregate(
        read=Count("pk", filter=Q(state="read")), asked=Count("pk", filter=Q(state__in=("read", "to_read")))
    )
    return counted["read"], counted["asked"]


def is_migrated(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Whatever was written here is signed here."""
    return None if record.mark == "migrated" else _t("Only what an import brought is adopted. Submit it instead.")


def migrated_is_whole(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A migrated revision says since when it is effective; that day is not to come."""
    if record.effective_on is None or record.effective_on > timezone.localdate(at):
        return _t("Say since when it was effective: a day that is not to come.")
    return None


def periods_do_not_overlap(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A later revision is effective later: otherwise nobody could tell what was effective on a day."""
    day = record.effective_from if record.state == "in_review" else record.effective_on
    return _too_early(record, day)


def day_is_not_past(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nothing is effective before it is approved; what was, outside of the system, is migrated."""
    if record.effective_from is None or record.effective_from >= timezone.localdate(at):
        return None
    said = _t("%s is over: a revision is effective from the day of its approval at the earliest.")
    return said % day_text(record.effective_from)


def day_is_free(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """On a day on which another revision was in force none begins, whoever makes it effective."""
    today, held = timezone.localdate(at), record.document.effective_revision_id
    planned = record.effective_from and record.effective_from > today  # said already
    overtaken = held is not None and held != record.replaces_id  # another refusal says more (409)
    return None if planned or overtaken else _too_early(record, today)


def _too_early(record: Any, day: datetime.date | None) -> str | None:
    free = first_free_day(record.document, apart_from=record.pk)
    if free is None or day is None or day >= free:
        return None
    held = record.document.effective_revision
    if held is not None and held.effective_on and day <= held.effective_on:
        said = _t("%(held)s is effective since %(since)s: a later revision begins after that day, not on %(day)s.")
        return said % {"held": held.number, "since": day_text(held.effective_on), "day": day_text(day)}
    said = _t("Another revision was in force on %(day)s, and a day has one: the first day that is free is %(free)s.")
    return said % {"day": day_text(day), "free": day_text(free)}
