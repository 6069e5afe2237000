"""Asking people to read a revision, and asking no longer: one acknowledgement each."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.accounts.people import system_user
from qms.lib.errors import Refused
from qms.notices.notify import notify
from qms.records import write as door
from qms.records.access import sees
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from ..models import Acknowledgement, DocumentRevision
from ..queries.readers import Readers

#: Acknowledgements that one sweep takes back.
MOST_AT_ONCE = 500


@in_one_transaction
def ask(revision: Any, *, at: datetime.datetime, source: str, readers: Readers | None = None) -> int:
    """Ask everybody who must read it and was not asked yet; gives how many. Each is told once."""
    document = revision.document
    people = (readers or Readers()).of(document) if document.state == "active" else []
    if not _not_asked(people, revision):
        return 0
    door.lock(DocumentRevision, revision.pk)  # two sweeps that come at once come one after the other
    new = _not_asked(people, revision)
    if not new:
        return 0
    due = timezone.localdate(at) + datetime.timedelta(days=document.read_days)
    title = _("Read: %s") % document.title
    rows = [
        {"title": title[:200], "revision": revision.pk, "owner": user.pk, "unit": revision.unit_id, "due_on": due}
        for user in new
    ]
    made = registry["acknowledgements"].create_many(
        rows, actor=system_user(), at=at, source=source, mark="demo" if revision.mark == "demo" else ""
    )
    _tell(made, new, revision, at=at)
    return len(made)


def _not_asked(people: list[User], revision: Any) -> list[User]:
    """Those who are not asked yet and may see what they are to read."""
    asked = set(Acknowledgement.objects.filter(revision_id=revision.pk).values_list("owner_id", flat=True))
    return [user for user in people if user.pk not in asked and sees(user, revision)]


def _tell(made: Iterable[Any], people: list[User], revision: Any, *, at: datetime.datetime) -> None:
    by_id = {user.pk: user for user in people}
    for one in made:
        text = _("%(number)s “%(title)s” waits for you to read it.")
        text %= {"number": revision.number, "title": revision.document.title}
        notify(user=by_id[one.owner_id], entry=one.entry, rule="read", at=at, text=text, on=one.due_on)


def ask_newcomers(*, at: datetime.datetime, source: str) -> int:
    """Ask people who have joined since a revision was put out to be read. People are read once for all documents."""
    live = DocumentRevision.objects.select_related("document", "entry", "unit").filter(document__state="active")
    ruled = live.exclude(document__reader_units=[], document__reader_roles=[])
    effective = ruled.filter(state="effective")
    waiting = ruled.filter(state="approved", document__wait_percent__gt=0)
    readers, count = Readers(), 0
    for revision in [*effective.order_by("pk"), *waiting.order_by("pk")]:
        count += ask(revision, at=at, source=source, readers=readers)
    return count


def excuse_what_is_over(*, at: datetime.datetime, source: str) -> int:
    """Ask nobody any longer for what is no longer in force, and nobody who has left."""
    register: Any = registry["acknowledgements"]
    rows = Acknowledgement.objects.filter(state="to_read").select_related("revision", "owner")
    over = rows.exclude(revision__state__in=("approved", "effective", "draft"))
    left = rows.filter(owner__is_active=False)
    count = 0
    for one in [*over.order_by("pk")[:MOST_AT_ONCE], *left.order_by("pk")[:MOST_AT_ONCE]]:
        count += _excuse(register, one, at=at, source=source)
    return count


def _excuse(register: Any, one: Acknowledgement, *, at: datetime.datetime, source: str) -> int:
    gone = not one.owner.is_active if one.owner else True
    reason = _("The person has left.") if gone else _("%s is no longer in force.") % one.revision.number
    try:
        register.perform(one, "excuse", rev=one.rev, actor=system_user(), at=at, reason=reason, source=source)
    except Refused:  # read or excused at this moment
        return 0
    return 1
