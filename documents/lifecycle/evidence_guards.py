"""When an evidence item may move on: one sentence each, saying what is missing."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.attachments.files import files_of
from qms.attachments.store import path_of, problem_of

from .. import live_queries


def is_something(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Words alone are no evidence."""
    if record.entry.attached.get("files") or record.link or record.query:
        return None
    return _("There is nothing to see yet: attach a file, or give a link or the address of a list.")


def query_is_one(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A live query asks a list that there is, with filters that it knows. Raises Invalid naming the field."""
    if record.query:
        record.query = live_queries.settled(record.query, actor=actor, at=at)
    return None


def has_not_run_out(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What counts no more is not accepted any more."""
    if record.valid_until is None or record.valid_until >= timezone.localdate(at):
        return None
    return _("Its validity has ended: return it and ask for a newer one.")


def has_run_out(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """It counts to the end of the day that it is valid until."""
    if record.valid_until and record.valid_until < timezone.localdate(at):
        return None
    return _("It has not run out.")


def files_are_there(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nobody accepts a file that cannot be opened."""
    gone = [f.name for f in files_of(record.pk) if not path_of(f.blob.sha256).exists()]
    return _("“%s” is missing on the disk: return the item, so that it is delivered again.") % gone[0] if gone else None


def files_are_whole(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What is accepted is, byte by byte, what was delivered."""
    broken = [f.name for f in files_of(record.pk) if problem_of(f.blob)]
    if not broken:
        return None
    return _("“%s” is not what was delivered: its content was changed on the disk. Return the item.") % broken[0]
