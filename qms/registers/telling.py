"""Which notices follow from a change: assigned, your turn, mentioned, a refused signing. Only who may see is told."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.accounts.people import users_with
from qms.comments.models import Comment
from qms.comments.talk import mentioned
from qms.notices.models import Notice
from qms.notices.notify import notify
from qms.records.access import sees
from qms.records.projection import Projection


@dataclass(frozen=True)
class Already:
    """Who knows that the next move is his: a role, people by their ids."""

    role: str = ""
    people: frozenset[int] = frozenset()


NOBODY = Already()


def already(before: Projection) -> Already:
    """Whoever had the next move already; a move that stays in its state does not tell him again."""
    return Already(before.waiting_role, frozenset(pk for pk, part in before.involved if part == "next"))


def of_change(
    register: Any, record: Any, was_owner: int | None, *, actor: Any, at: datetime.datetime, moved: bool = False,
    already: Already = NOBODY,
) -> None:  # fmt: skip
    """Tell a new owner and, where the record was made or moved, whoever has to make the next move."""
    told = {actor.pk, *already.people}
    if record.owner_id and record.owner_id != was_owner and record.owner_id not in told:
        text = _("%(number)s “%(title)s” is yours now.") % _named(record)
        notify(user=record.owner, entry=record.entry, rule=f"assigned:{record.rev}", at=at, text=text)
        told.add(record.owner_id)
    if not moved or (already.role and already.role == register.waiting_role(record)):
        return
    state = register.lifecycle.label(record.state)
    text = _("%(number)s “%(title)s” waits for you: %(state)s.") % {**_named(record), "state": state}
    people = _next_people(register, record)
    if record.rev > 1:  # what waited for others at an earlier step is no news any more
        waited = Notice.objects.filter(entry=record.entry, rule__startswith="turn:", read_at=None)
        waited.exclude(user__in=[user.pk for user in people]).update(read_at=at)
    for user in people:
        if user.pk not in told:
            notify(user=user, entry=record.entry, rule=f"turn:{record.rev}", at=at, text=text)
            told.add(user.pk)


def _next_people(register: Any, record: Any) -> list[User]:
    if role := register.waiting_role(record):
        return list(users_with(role, record.unit)[:20])
    ids = [pk for pk, part in register.people(record) if part == "next"]
    return list(User.objects.filter(pk__in=ids, is_active=True)) if ids else []


def of_mentions(record: Any, said: Comment, *, actor: Any, at: datetime.datetime) -> None:
    """Tell the people a comment mentions, where they may see the record."""
    text = _("%(who)s mentioned you on %(number)s.") % {"who": actor.printed_name, "number": record.number}
    for user in mentioned(said.text):
        if user.pk != actor.pk and sees(user, record):
            notify(user=user, entry=record.entry, rule=f"mention:{said.pk}", at=at, text=text)


def of_refused_signing(number: str, *, actor: Any, at: datetime.datetime) -> None:
    """Tell the administrators at once."""
    text = _("A signing by %(who)s on %(number)s was refused.") % {"who": actor.printed_name, "number": number}
    _administrators(text, rule=f"refused:{actor.pk}:{at.isoformat()}", at=at)


def of_locked_sign_in(person: User, *, at: datetime.datetime) -> None:
    """Tell the administrators at once."""
    text = _("Signing in as %s is locked for a while after too many wrong passwords.") % person.username
    _administrators(text, rule=f"locked:{person.pk}:{at.isoformat()}", at=at)


def _administrators(text: str, *, rule: str, at: datetime.datetime) -> None:
    for user in User.objects.filter(is_active=True, grants__role="administrator").distinct()[:20]:
        notify(user=user, entry=None, rule=rule, at=at, text=text)


def _named(record: Any) -> dict[str, str]:
    return {"number": record.number, "title": record.title}
