"""Verbs about how a person is reached: choices, address, mail switched off, calendar, programs. All are ledger rows."""

import datetime
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from qms.accounts.models import Unit, User
from qms.accounts.reach import reach
from qms.accounts.tokens import digest
from qms.lib.errors import Forbidden, Invalid
from qms.lib.text import tidy_field
from qms.notices.events import EVENTS
from qms.notices.models import Bounce, Choice, Endpoint, Feed
from qms.notices.wire import Unsafe, check_url, public_address
from qms.records.events import log_event
from qms.records.transactions import in_one_transaction


def administers(actor: Any) -> bool:
    """Whether the actor looks after people and how they are reached."""
    return actor.username == "system" or reach(actor).anywhere("administrator")


def looks_after(actor: Any, user: User) -> bool:
    """Whether the actor may say when `user` is away: himself, an administrator, the quality manager of his unit."""
    if actor.pk == user.pk or administers(actor):
        return True
    held = reach(actor)
    return held.has("quality_manager", user.unit_id) if user.unit_id else held.anywhere("quality_manager")


@in_one_transaction
def set_choices(
    *, user: User, mail_wanted: bool, mails: dict[str, str], hooks: dict[str, bool], actor: Any, at: datetime.datetime,
    source: str = "page",
) -> None:  # fmt: skip
    """Keep how a person wants to be told of each event; only for oneself. Raises Forbidden or Invalid."""
    if actor.pk != user.pk:
        raise Forbidden(_("How somebody wants to be told, everybody chooses alone."))
    if unknown := [e for e in {*mails, *hooks} if e not in EVENTS]:
        raise Invalid(_("There is no event “%s”.") % unknown[0][:40])
    if [m for m in mails.values() if m not in dict(Choice.MAILS)]:
        raise Invalid(_("Choose one of the ways of mailing that are offered."))
    User.objects.filter(pk=user.pk).update(mail_wanted=mail_wanted)
    user.mail_wanted = mail_wanted
    for event, mail in mails.items():
        Choice.objects.update_or_create(
            user=user, event=event, defaults={"mail": mail, "hook": hooks.get(event, True)}
        )  # fmt: skip
    log_event(
        subject=user.username, action="people.choices", actor=actor, at=at, source=source, mail=mail_wanted,
        mails=mails, hooks=hooks,
    )  # fmt: skip


@in_one_transaction
def end_mail(*, user: User, at: datetime.datetime, source: str = "mail") -> None:
    """Switch a person's mail off, as the link in a mail does. Clocks of the law are mailed still. Safe to repeat."""
    if User.objects.filter(pk=user.pk, mail_wanted=True).update(mail_wanted=False):
        log_event(subject=user.username, action="people.end_mail", actor=user, at=at, source=source)


@in_one_transaction
def change_email(*, user: User, email: str, actor: Any, at: datetime.datetime, source: str = "page") -> None:
    """Give a person another address. Raises Forbidden, or Invalid for one that is none or taken."""
    _require(actor)
    email = tidy_field("email", email)
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(fields={"email": error.messages}) from None
    if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise Invalid(fields={"email": [_("Somebody else has this address.")]})
    user.email = email
    user.save(update_fields=["email"])
    log_event(subject=user.username, action="people.change_email", actor=actor, at=at, source=source)


@in_one_transaction
def confirm_address(*, user: User, actor: Any, at: datetime.datetime, source: str = "page") -> None:
    """Say that a person's address works again: mail goes to it from now on. Raises Forbidden."""
    if actor.pk != user.pk:
        _require(actor)
    gone, _tables = Bounce.objects.filter(address__iexact=user.email).delete()
    if gone:
        log_event(subject=user.username, action="people.confirm_address", actor=actor, at=at, source=source)


@in_one_transaction
def renew_calendar(*, user: User, at: datetime.datetime, source: str = "page") -> str:
    """A new secret for the address of one's calendar, shown this once; an older address is dead."""
    text = secrets.token_urlsafe(32)
    Feed.objects.update_or_create(user=user, defaults={"digest": digest(text), "created_at": at})
    log_event(subject=user.username, action="people.renew_calendar", actor=user, at=at, source=source)
    return text


@in_one_transaction
def end_calendar(*, user: User, actor: Any, at: datetime.datetime, source: str = "page") -> None:
    """End the address of a person's calendar. Raises Forbidden."""
    if actor.pk != user.pk:
        _require(actor)
    gone, _tables = Feed.objects.filter(user=user).delete()
    if gone:
        log_event(subject=user.username, action="people.end_calendar", actor=actor, at=at, source=source)


@in_one_transaction
def add_endpoint(
    *,
    name: str,
    url: str,
    user: User | None,
    unit: Unit | None,
    actor: Any,
    at: datetime.datetime,
    source: str = "page",
) -> Endpoint:
    """Let a program hear the notices of a person, or those that rules send out about a unit.

    Raises Forbidden, or Invalid for an address that is not called (wire.py) and where neither or both are named.
    """
    _require(actor)
    name, url = tidy_field("name", name), tidy_field("url", url)
    if not name:
        raise Invalid(fields={"name": [_("Give it a name.")]})
    if (user is None) == (unit is None):
        raise Invalid(_("Name a person or a unit: one of the two."))
    try:
        parts = check_url(url)
        public_address(parts.hostname or "", parts.port or 443)
    except Unsafe as error:
        raise Invalid(fields={"url": [str(error)]}) from None
    except (OSError, UnicodeError):
        raise Invalid(fields={"url": [_("This host has no address. Is the name right?")]}) from None
    row = Endpoint.objects.create(
        name=name[:80], url=url[:500], user=user, unit=unit, secret=secrets.token_urlsafe(32), created_at=at
    )
    log_event(
        subject=user.username if user else str(unit and unit.code), action="hooks.add", actor=actor, at=at,
        source=source, endpoint=row.pk, url=url,
    )  # fmt: skip
    return row


@in_one_transaction
def end_endpoint(*, endpoint: Endpoint, actor: Any, at: datetime.datetime, source: str = "page") -> None:
    """End it; what still waits for it is not sent. Raises Forbidden."""
    _require(actor)
    if endpoint.ended_at is None:
        endpoint.ended_at = at
        endpoint.save(update_fields=["ended_at"])
        log_event(subject=endpoint.name, action="hooks.end", actor=actor, at=at, source=source, endpoint=endpoint.pk)


def _require(actor: Any) -> None:
    if not administers(actor):
        raise Forbidden(_("Only an administrator does this."))
