"""Hiding a person in what is displayed, without touching what proves the past (GDPR 17; docs/decisions).

A user gets a pseudonym that stands wherever his name stood; signatures keep the printed name of their day (21 CFR
11.50, GDPR 17(3)(b)). A name in a text field of a register's `personal` is replaced through the write door; versions
before that are kept whole and shown without these fields (`veil`).
"""

import copy
import datetime
import hashlib
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from qms.accounts.models import Grant, User
from qms.accounts.people import live_tokens
from qms.accounts.reach import reach
from qms.lib.errors import Forbidden, Invalid, WrongState
from qms.lib.text import check_reason
from qms.records import write as door
from qms.records.access import sees
from qms.records.events import log_event
from qms.records.models import Entry, LedgerRow
from qms.records.transactions import in_one_transaction

from . import people
from .signing import is_valid, signatures_of

VERB = "pseudonymise"
ROLES = ("privacy_officer", "administrator")
SHORTEST = 3


def pseudonym_of(key: str) -> str:
    """The pseudonym of a user or name, always the same one here, such as “Person 7F3A21”."""
    digest = hashlib.sha256(f"{settings.SECRET_KEY}:pseudonym:{key.casefold()}".encode()).hexdigest()
    return f"Person {digest[:6].upper()}"


def require_right(actor: Any) -> None:
    """Raises Forbidden for anybody but the privacy officer and administrators."""
    if not reach(actor).anywhere(*ROLES):
        raise Forbidden(_("Only the privacy officer or an administrator looks people up and hides them."))


@in_one_transaction
def pseudonymise_user(*, user: User, actor: Any, at: datetime.datetime, reason: str, source: str = "page") -> User:
    """Replace what names a person who has left: name, user name, address. Roles still held are withdrawn.

    Raises Forbidden, Invalid for a missing reason, WrongState for somebody active or with open work.
    """
    require_right(actor)
    reason = check_reason(reason)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.username == "system" or user.pseudonym:
        raise WrongState(_("There is nothing here that names somebody."))
    if user.is_active or live_tokens(user, at=at).exists():
        raise WrongState(_("%s is still active: deactivate the account first.") % user.printed_name)
    if left := Entry.objects.filter(owner=user, phase__in=("draft", "open")).count():
        said = _("%(name)s still owns %(n)d open records: hand them over first.")
        raise WrongState(said % {"name": user.printed_name, "n": left})
    for grant in Grant.objects.filter(user=user).select_related("user", "unit"):
        people.end_grant(grant=grant, actor=actor, at=at, reason=reason, source=source)
    was = user.username
    user.pseudonym, user.former_username = pseudonym_of(f"user {user.pk}"), was
    user.username = user.pseudonym.replace(" ", "-").lower()
    user.display_name = user.first_name = user.last_name = user.email = user.identity_verified_by = ""
    user.mail_wanted = False
    user.save()
    log_event(
        subject=user.username, action="people.pseudonymise", actor=actor, at=at, source=source, reason=reason,
        user=user.pk,
    )  # fmt: skip
    return user


@in_one_transaction
def pseudonymise_text(
    register: Any, record: Any, *, name: str, actor: Any, at: datetime.datetime, reason: str, source: str = "page"
) -> Any:
    """Replace a name in the `personal` fields of one record, whatever its state, and give it back as written.

    Raises Forbidden, NotVisible, Invalid where the name is too short or stands nowhere there, WrongState where the law
    keeps it: the record is needed still, or a valid signature covers the field.
    """
    require_right(actor)
    reason = check_reason(reason)
    fresh = door.lock(register.model, record.pk)
    if not sees(actor, fresh):
        raise Forbidden(_("You may not see %s.") % fresh.number)
    if why := register.retains(fresh, at=at):
        raise WrongState(why)
    signed = [row for row, valid in signatures_of(fresh) if valid]
    before = register.project(fresh)
    if not _replace(register, fresh, name):
        raise Invalid(_("“%(name)s” stands in no field of %(number)s that names people.")
                      % {"name": name[:60], "number": fresh.number})  # fmt: skip
    if broken := [row for row in signed if not is_valid(row, fresh)]:
        said = _(
            "%(number)s: the signature of %(who)s covers the field, which is kept as it was signed (GDPR 17(3)(b))."
        )
        raise WrongState(said % {"number": fresh.number, "who": broken[0].printed_name})
    return door.write(
        fresh, project=register.project, before=before, action=f"{register.key}.{VERB}", actor=actor, at=at,
        reason=reason, source=source,
    )  # fmt: skip


def _replace(register: Any, record: Any, name: str) -> bool:
    """Put the pseudonym into the fields, whatever the case of the letters; whether anything was replaced."""
    if len(name.strip()) < SHORTEST:
        raise Invalid(_("Give at least %d letters of the name.") % SHORTEST)
    found = False
    for field in register.personal:
        held = getattr(record, field)
        made = replaced(held, name.strip())
        if made != held:
            setattr(record, field, made)
            found = True
    return found


def replaced(text: str, name: str) -> str:
    """The text with every occurrence of the name as its pseudonym."""
    at, low = 0, name.casefold()
    pieces = []
    while (place := text.casefold().find(low, at)) >= 0 and len(text.casefold()) == len(text):
        pieces += [text[at:place], pseudonym_of(name)]
        at = place + len(name)
    return "".join([*pieces, text[at:]])


def veiled_before(register: Any, pk: int) -> int:
    """Versions below this revision are shown without the fields that may name people; 0: all are shown whole."""
    if not register.personal:
        return 0
    rows = LedgerRow.objects.filter(entry_id=pk, action=f"{register.key}.{VERB}").order_by("-rev")
    return int(rows.values_list("rev", flat=True).first() or 0)


def veil(register: Any, row: Any) -> Any:
    """A copy of a row of the history without what may name people. It is never written."""
    shown = copy.copy(row)
    for name in register.personal:
        if getattr(shown, name):
            setattr(shown, name, hidden())
    return shown


def hidden() -> str:
    """What stands in the place of a veiled field."""
    return _("hidden: it named somebody (GDPR 17)")
